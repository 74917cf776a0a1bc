package demonstration

import (
	"time"

	"parvis/demo"
	"parvis/internal/clock"
)

// compose makes the whole demonstration.
func (c *composer) compose() error {
	people, err := demo.People()
	if err != nil {
		return err
	}
	cast, err := demo.Cast()
	if err != nil {
		return err
	}
	communities, err := demo.Communities()
	if err != nil {
		return err
	}
	var publications []demo.Publication
	for p, err := range demo.Publications() {
		if err != nil {
			return err
		}
		publications = append(publications, p)
	}
	sheets, err := demo.Sheets()
	if err != nil {
		return err
	}
	c.origins = origins(sheets)
	first := c.now.AddDate(-1, 0, -2)
	units, err := c.tree(demo.Units(), first)
	if err != nil {
		return err
	}
	if err := c.enrol(people, units, newcomer(cast)); err != nil {
		return err
	}
	if err := c.network(people, first); err != nil {
		return err
	}
	imported := event("directory.units_imported", c.administrator(), clock.At(first))
	c.tell(imported)
	acted := spoke(c.now, publications)
	for _, d := range communities {
		if err := c.open(d, units, acted[d.Key]); err != nil {
			return err
		}
	}
	for _, p := range publications {
		if err := c.publish(p, demo.Before(c.now, p.DaysAgo), ""); err != nil {
			return err
		}
	}
	if err := c.question(); err != nil {
		return err
	}
	if err := c.shelve(sheets); err != nil {
		return err
	}
	c.live(cast)
	c.jot()
	if err := c.wait(); err != nil {
		return err
	}
	return c.knock()
}

// newcomer is who arrived this morning.
func newcomer(cast []demo.Member) string {
	for _, m := range cast {
		if m.Role == "newcomer" {
			return m.Handle
		}
	}
	return ""
}

// spoke tells, by community and handle, when somebody first said something.
func spoke(now time.Time, publications []demo.Publication) map[string]map[string]time.Time {
	out := map[string]map[string]time.Time{}
	for _, p := range publications {
		here := out[p.Community]
		if here == nil {
			here = map[string]time.Time{}
			out[p.Community] = here
		}
		at := demo.Before(now, p.DaysAgo)
		note := func(handle string, when time.Time) {
			if first, known := here[handle]; !known || when.Before(first) {
				here[handle] = when
			}
		}
		note(p.Author, at)
		for _, k := range p.Comments {
			note(k.Author, demo.After(at, now, k.HoursAfter))
		}
	}
	return out
}
