package demonstration

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"parvis/demo"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
)

// The verbs and the kind of sheets, held by the same test.
const (
	sheetKind                   = "knowledge"
	sheetMade     activity.Verb = "sheet.made"
	sheetVerified activity.Verb = "sheet.verified"
	sheetDue      activity.Verb = "sheet.due"
	sheetReported activity.Verb = "sheet.reported"
)

// The statuses of a sheet.
const (
	statusDraft = iota + 1
	statusVerified
	statusReview
)

// sheetFact is what the events of sheets say beyond those of items.
type sheetFact struct {
	content.Fact
	People []id.ID `json:"people,omitempty"`
	Origin id.ID   `json:"origin,omitzero"`
	Note   string  `json:"note,omitempty"`
}

// shelve makes the trees of contents. It draws from a source of its own: what
// else the site holds is as it would be without.
func (c *composer) shelve(sheets []demo.Sheet) error {
	dice := c.dice
	c.dice = rand.New(rand.NewPCG(20, 25))
	defer func() { c.dice = dice }()
	sections := c.sections(sheets)
	places := map[id.ID]int{} // how many sheets each section holds
	for _, s := range sheets {
		if err := c.shelf(s, sections, places); err != nil {
			return err
		}
	}
	return nil
}

// sections makes those of each community, by name, the frequent questions last.
func (c *composer) sections(sheets []demo.Sheet) map[string]id.ID {
	made := map[string]id.ID{}
	paths := map[string][]demo.Sheet{}
	for _, s := range sheets {
		paths[s.Community] = append(paths[s.Community], s)
	}
	first := c.now.AddDate(0, -10, 0)
	for _, key := range slices.Sorted(maps.Keys(paths)) {
		where := c.places[key]
		list := paths[key]
		slices.SortStableFunc(list, func(a, b demo.Sheet) int { return slices.Compare(ranked(a.Sections), ranked(b.Sections)) })
		for i, s := range list {
			for depth := range s.Sections {
				name := pathOf(key, s.Sections[:depth+1])
				if _, known := made[name]; known {
					continue
				}
				row := sectionRow{id: c.id(later(first, where.opened)), community: where.id, parent: made[pathOf(key, s.Sections[:depth])], position: i, name: s.Sections[depth]}
				made[name] = row.id
				c.batch.sections = append(c.batch.sections, row)
			}
		}
	}
	return made
}

func pathOf(community string, sections []string) string {
	out := community
	for _, s := range sections {
		out += "\x00" + s
	}
	return out
}

// ranked puts questions after subjects.
func ranked(sections []string) []string {
	out := slices.Clone(sections)
	if len(out) > 0 && out[0] == "Questions fréquentes" {
		out[0] = "\uffff"
	}
	return out
}

func (c *composer) shelf(s demo.Sheet, sections map[string]id.ID, places map[id.ID]int) error {
	at := demo.Before(c.now, s.DaysAgo)
	err := c.publish(demo.Publication{
		Key: s.Key, Kind: sheetKind, Community: s.Community, Author: s.Author, Title: s.Title, Body: s.Body, Tags: s.Tags, Useful: s.Useful, Thanks: s.Thanks,
	}, at, "")
	if err != nil {
		return err
	}
	item := &c.batch.items[len(c.batch.items)-1]
	where, owner := c.places[s.Community], c.people[s.Owner]
	if owner == nil || where.by[owner] == nil {
		return fmt.Errorf("sheet %s: %s does not belong to %s", s.Key, s.Owner, s.Community)
	}
	item.Owner = owner.id
	t := &thread{row: *item, where: where, author: c.people[s.Author], at: item.Created.Time, fact: content.Fact{Kind: sheetKind, Title: item.Title, Author: item.Author}}
	section := sections[pathOf(s.Community, s.Sections)]
	row := sheetRow{item: item.ID, status: statusDraft, section: section, position: places[section], months: s.Months}
	places[section]++
	c.derive(t, s, &row)
	c.trust(t, s, &row, owner)
	for i, src := range s.Sources {
		c.batch.sources = append(c.batch.sources, sourceRow{item.ID, i, src.Title, src.URL})
	}
	c.batch.sheets = append(c.batch.sheets, row)
	return nil
}

// derive links a sheet to the thread that it was made from, and credits those
// who spoke there.
func (c *composer) derive(t *thread, s demo.Sheet, row *sheetRow) {
	from := c.origins[s.Origin]
	if from == nil {
		return
	}
	row.origin = from.row.ID
	people := []id.ID{from.row.Author}
	for i, said := range from.said {
		if said.Kind == content.Answer && !slices.Contains(people, from.by[i].id) {
			people = append(people, from.by[i].id)
		}
	}
	for _, q := range c.batch.questions {
		if q.item == row.origin {
			row.comment = q.accepted
		}
	}
	slices.Sort(people)
	for _, p := range people {
		c.batch.contributors = append(c.batch.contributors, pair{row.item, p})
	}
	e := t.about(sheetMade, t.author.id, t.at, t.fact)
	e.Data = data(sheetFact{Fact: t.fact, People: people, Origin: row.origin})
	c.tell(e)
}

// trust says how far a sheet may be relied on, and what readers say of it.
func (c *composer) trust(t *thread, s demo.Sheet, row *sheetRow, owner *somebody) {
	if s.Status == "draft" {
		return
	}
	at := earlier(later(demo.Before(c.now, s.VerifiedDaysAgo), t.at.Add(time.Hour)), c.now).Truncate(time.Millisecond)
	row.status, row.verified, row.verifier, row.checked = statusVerified, clock.At(at), owner.id, 1
	row.review = clock.At(at.AddDate(0, s.Months, 0))
	c.tell(t.about(sheetVerified, owner.id, at, t.fact))
	if s.Status == "review" {
		due := c.between(later(c.now.Add(-10*24*time.Hour), at), c.now, 1)
		row.status, row.review, row.asked = statusReview, clock.At(due), clock.At(due)
		e := t.about(sheetDue, 0, due, t.fact)
		e.Person = owner.id
		c.tell(e)
	}
	for _, r := range s.Reports {
		by := c.people[r.By]
		if by == nil || t.where.by[by] == nil {
			continue
		}
		when := clock.At(later(demo.Before(c.now, r.DaysAgo), at).Truncate(time.Millisecond))
		c.batch.reports = append(c.batch.reports, reportRow{c.id(when.Time), row.item, by.id, r.Note, when})
		row.asked = when
		e := t.about(sheetReported, by.id, when.Time, t.fact)
		e.Person, e.Data = owner.id, data(sheetFact{Fact: t.fact, Note: r.Note})
		c.tell(e)
	}
}

// origins are the publications from which sheets are made.
func origins(sheets []demo.Sheet) map[string]*thread {
	out := map[string]*thread{}
	for _, s := range sheets {
		if s.Origin != "" {
			out[s.Origin] = nil
		}
	}
	return out
}
