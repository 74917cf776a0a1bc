package demonstration

import (
	"encoding/csv"
	"fmt"
	"io"
	"time"

	"parvis/demo"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// tree reads the units, each with its path, parents first.
func (c *composer) tree(from io.Reader, at time.Time) (map[string]unitRow, error) {
	rows, err := csv.NewReader(from).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	units := make(map[string]unitRow, len(rows))
	for _, r := range rows[1:] {
		u := unitRow{id: c.id(at), code: r[0], name: r[2], acronym: r[3]}
		u.path = "/" + u.id.String() + "/"
		if r[1] != "" {
			parent, known := units[r[1]]
			if !known {
				return nil, fmt.Errorf("unit %s stands before its parent %s", r[0], r[1])
			}
			u.parent, u.path, u.depth = parent.id, parent.path+u.id.String()+"/", parent.depth+1
		}
		units[u.code] = u
		c.batch.units = append(c.batch.units, u)
	}
	return units, nil
}

// enrol makes the accounts. Whoever came today has not accepted the charter
// yet: the site asks them first.
func (c *composer) enrol(people []demo.Person, units map[string]unitRow, newcomer string) error {
	for _, p := range people {
		at := demo.Before(c.now, p.JoinedDaysAgo).Truncate(time.Millisecond)
		row := personRow{Person: person(identity.Agent), charterAt: clock.At(at)}
		row.ID, row.Handle, row.Name, row.Email = c.id(at), p.Handle, p.Name, p.Email
		row.About, row.Locale, row.Admin, row.Created = p.About, p.Locale, p.Admin, clock.At(at)
		who := &somebody{id: row.ID, handle: p.Handle, guest: p.Guest, joined: at}
		if p.Guest {
			row.Kind, row.About = identity.Guest, p.Title+", "+p.Organisation+".\n\n"+p.About
			row.Expires = clock.At(c.now.AddDate(0, 0, p.ExpiresInDays))
		}
		if p.Handle == newcomer {
			row.Charter, row.charterAt, who.fresh = 0, clock.Time{}, true
		}
		if p.Unit != "" {
			u, known := units[p.Unit]
			if !known {
				return fmt.Errorf("%s is in the unit %s, which is not there", p.Handle, p.Unit)
			}
			who.unit, who.units = u.id, u.path
			c.batch.functions = append(c.batch.functions, functionRow{id: c.id(at), person: row.ID, unit: u.id, title: p.Title, head: p.Head})
		}
		c.people[p.Handle] = who
		c.batch.persons = append(c.batch.persons, row)
		joined := event("person.joined", row.ID, clock.At(at))
		joined.Person = row.ID
		c.tell(joined)
		if row.Charter > 0 {
			accepted := event("charter.accepted", row.ID, clock.At(at))
			accepted.Person = row.ID
			c.tell(accepted)
		}
	}
	return c.sponsor(people)
}

// sponsor names who answers for each guest, and puts the sponsors before them.
func (c *composer) sponsor(people []demo.Person) error {
	var agents, guests []personRow
	for i, row := range c.batch.persons {
		if row.Kind != identity.Guest {
			agents = append(agents, row)
			continue
		}
		by := c.people[people[i].Sponsor]
		if by == nil || by.guest {
			return fmt.Errorf("the guest %s has no sponsor in the house", row.Handle)
		}
		row.Sponsor = by.id
		guests = append(guests, row)
	}
	c.batch.persons = append(agents, guests...)
	return nil
}

// administrator is who signs what the site itself published.
func (c *composer) administrator() id.ID {
	for _, p := range c.batch.persons {
		if p.Admin {
			return p.ID
		}
	}
	return 0
}
