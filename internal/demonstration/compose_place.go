package demonstration

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"parvis/demo"
	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/notification"
)

// The verbs of the features that keep people and places, which this package
// may not import. A test holds them against the features' own.
const (
	opened   activity.Verb = "community.opened"
	enrolled activity.Verb = "community.enrolled"
	few      activity.Verb = "community.few_managers"
	enough   activity.Verb = "community.enough_managers"
	archived activity.Verb = "community.archived"
	joined   activity.Verb = "member.joined"
	asked    activity.Verb = "member.asked"
	invited  activity.Verb = "member.invited"
	accepted activity.Verb = "member.accepted"
	promoted activity.Verb = "member.role_changed"
)

type peopleData struct {
	People []id.ID `json:"people"`
}

var opennesses = map[string]access.Openness{"open": access.Open, "request": access.OnRequest, "private": access.Private}

// open makes a community and everybody's standing in it. acted tells when each
// first said something there: they were in by then.
func (c *composer) open(d demo.Community, units map[string]unitRow, acted map[string]time.Time) error {
	openness, known := opennesses[d.Openness]
	if !known || len(d.Managers) == 0 {
		return fmt.Errorf("community %s: openness %q, %d managers", d.Key, d.Openness, len(d.Managers))
	}
	p := &place{openness: openness, checked: d.Validation, by: map[*somebody]*standing{}}
	p.opened = demo.Before(c.now, d.OpenedDaysAgo)
	p.first = c.people[d.Managers[0]]
	if p.first == nil {
		return fmt.Errorf("community %s: nobody is called %s", d.Key, d.Managers[0])
	}
	p.opened = later(p.opened, p.first.joined).Truncate(time.Millisecond)
	p.id = c.id(p.opened)
	row := communityRow{
		id: p.id, name: d.Name, purpose: d.Purpose, charter: d.Charter, welcome: welcome(d), template: d.Template, kind: 1, openness: openness,
		state: 1, validation: d.Validation, author: p.first.id, created: clock.At(p.opened),
	}
	if d.Archived {
		row.state = 2
	}
	var path string
	if d.Kind == "hierarchical" {
		u, known := units[d.Unit]
		if !known {
			return fmt.Errorf("community %s follows the unit %s, which is not there", d.Key, d.Unit)
		}
		row.kind, row.unit, path = 2, u.id, u.path
	}
	if d.Parent != "" {
		above := c.places[d.Parent]
		if above == nil {
			return fmt.Errorf("community %s stands before its parent %s", d.Key, d.Parent)
		}
		row.parent = above.id
	}
	if err := c.gather(p, d, path, acted); err != nil {
		return err
	}
	for _, m := range p.members {
		m.who.places = append(m.who.places, p)
		row.members++
		if m.role == access.ManagerRole {
			row.managers++
		}
	}
	c.places[d.Key] = p
	c.counts[p.id] = &tally{activity: row.created}
	c.batch.communities = append(c.batch.communities, row)
	for _, t := range c.tagged(d.Tags, p.opened) {
		c.batch.placeTags = append(c.batch.placeTags, pair{p.id, t.id})
	}
	c.tellOpening(p, row, d.Archived)
	return nil
}

// gather says who belongs to a place, since when and how they came.
func (c *composer) gather(p *place, d demo.Community, path string, acted map[string]time.Time) error {
	add := func(handles []string, role access.Role) error {
		for _, h := range handles {
			who := c.people[h]
			if who == nil {
				return fmt.Errorf("community %s: nobody is called %s", d.Key, h)
			}
			if p.by[who] != nil {
				continue
			}
			s := &standing{who: who, role: role, acted: acted[h]}
			start := later(p.opened, who.joined)
			until := c.now.Add(-2 * time.Hour)
			if !s.acted.IsZero() {
				until = s.acted
			}
			s.since = c.between(start, until, 2)
			if role == access.ManagerRole {
				s.since = start
			}
			p.by[who] = s
			p.members = append(p.members, s)
		}
		return nil
	}
	if err := add(d.Managers, access.ManagerRole); err != nil {
		return err
	}
	if err := add(d.Members, access.MemberRole); err != nil {
		return err
	}
	if err := add(d.Guests, access.GuestRole); err != nil {
		return err
	}
	if path != "" {
		c.enrolUnit(p, path)
	}
	slices.SortStableFunc(p.members, func(a, b *standing) int { return cmp.Compare(a.since.UnixMilli(), b.since.UnixMilli()) })
	return nil
}

// enrolUnit makes members of the agents whose function is below the unit that
// a place follows: the site does it by itself, as soon as both are there.
func (c *composer) enrolUnit(p *place, path string) {
	for _, row := range c.batch.persons {
		who := c.people[row.Handle]
		// The newcomer is not on the list of the night yet.
		if who.guest || who.fresh || !strings.HasPrefix(who.units, path) {
			continue
		}
		s := p.by[who]
		if s == nil {
			s = &standing{who: who, role: access.MemberRole}
			p.by[who] = s
			p.members = append(p.members, s)
		}
		if s.role == access.MemberRole {
			s.since, s.enrolled = later(p.opened, who.joined), true
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// tellOpening writes the memberships and what the log says of them.
func (c *composer) tellOpening(p *place, row communityRow, closed bool) {
	e := event(opened, p.first.id, row.created)
	e.Community, e.Data = p.id, data(map[string]any{"kind": row.kind, "unit": row.unit})
	c.tell(e)
	managers := 0
	for _, s := range p.members {
		at := clock.At(s.since)
		m := membershipRow{community: p.id, person: s.who.id, role: s.role, state: standsIn, enrolled: s.enrolled, since: at}
		m.welcomed = s.role == access.ManagerRole || s.since.Before(c.now.AddDate(0, 0, -7))
		c.follow(s.who.id, notification.Community, p.id, s.since)
		for _, e := range c.arrival(p, s, &m) {
			e.Community = p.id
			if e.Person == 0 {
				e.Person = s.who.id
			}
			c.tell(e)
		}
		c.batch.memberships = append(c.batch.memberships, m)
		if s.role != access.ManagerRole {
			continue
		}
		if managers++; managers <= 2 {
			nudge := event([]activity.Verb{few, enough}[managers-1], p.first.id, at)
			nudge.Community, nudge.Data = p.id, data(map[string]int{"managers": managers})
			c.tell(nudge)
		}
	}
	if closed {
		e := event(archived, p.first.id, clock.At(c.now.AddDate(0, 0, -45)))
		e.Community = p.id
		c.tell(e)
	}
}

// arrival is how somebody came in, as the openness of the place has it.
func (c *composer) arrival(p *place, s *standing, m *membershipRow) []activity.Event {
	at, self := clock.At(s.since), s.who.id
	switch {
	case s.who == p.first:
		return nil
	case s.enrolled:
		e := event(enrolled, 0, at)
		e.Data = data(peopleData{[]id.ID{self}})
		return []activity.Event{e}
	case s.role == access.GuestRole:
		m.inviter = p.first.id
		return []activity.Event{event(invited, p.first.id, at)}
	case s.role == access.ManagerRole:
		role := event(promoted, p.first.id, at)
		role.Data = data(map[string]access.Role{"role": access.ManagerRole})
		return []activity.Event{event(joined, self, at), role}
	case p.openness == access.OnRequest:
		return []activity.Event{event(asked, self, clock.At(later(s.who.joined, s.since.Add(-3*time.Hour)))), event(accepted, p.first.id, at)}
	case p.openness == access.Private:
		m.inviter = p.first.id
		return []activity.Event{event(invited, p.first.id, clock.At(later(s.who.joined, s.since.Add(-5*time.Hour)))), event(joined, self, at)}
	}
	return []activity.Event{event(joined, self, at)}
}

// welcome is what a newcomer reads first.
func welcome(d demo.Community) string {
	return "Bienvenue ! " + d.Purpose + "\n\nPrésentez-vous en deux lignes, suivez ce qui vous concerne, et posez votre première question sans attendre."
}
