package demonstration

import (
	"fmt"
	"slices"
	"time"

	"parvis/demo"
	"parvis/internal/access"
	"parvis/internal/clock"
)

// seat is what somebody of the cast is in the network, beside their function.
type seat struct {
	who, unit, title string
	head             bool
	clearance        access.Protection
}

// seats go from the post that writes to who reads five dispatches a day.
func seats() []seat {
	return []seat{
		{"oumou.diallo", "dip-nic", "Cheffe de poste", true, access.Restricted},
		{"elena.costa", "dip-lis", "Rédactrice", false, access.Restricted},
		{"helene.vasseur", "dip-cyp", "Cheffe de bureau", true, access.Restricted},
		{"bruno.hoarau", "dip-cyp", "Rédacteur", false, access.Limited},
		{"florence.delmas", "dip-nea", "Directrice", true, access.Restricted},
		{"pascal.chartier", "dip-ss", "Directeur de cabinet", true, access.Restricted},
		{"camille.perrot", "dip-ss", "Conseillère presse", false, access.Limited},
		{"isabelle.lacombe", "dip-s", "Ministre", true, access.Restricted},
	}
}

// rungs are the levels of sorting, the lowest first.
func rungs() []levelRow {
	return []levelRow{
		{place: 1, fr: "Bureau", en: "Desk"}, {place: 2, fr: "Direction", en: "Directorate"},
		{place: 3, fr: "Cabinet", en: "Cabinet", keeps: 5}, {place: 4, fr: "Ministre", en: "Minister"},
	}
}

// network makes the diplomatic network: its units, a desk for each that writes
// and receives, and who works there. Who has no part in it is cleared for
// nothing.
func (c *composer) network(people []demo.Person, at time.Time) error {
	var err error
	if c.posts, err = c.tree(demo.PostUnits(), at); err != nil {
		return err
	}
	list, err := demo.Posts()
	if err != nil {
		return err
	}
	c.batch.levels = rungs()
	place := map[demo.Level]int{demo.LevelPost: 1, demo.LevelPartner: 1, demo.LevelDesk: 1, demo.LevelBureau: 2, demo.LevelSecretariat: 3, demo.LevelHead: 4}
	levels := map[string]int{}
	var seated []string
	for _, p := range list {
		levels[p.Code] = place[p.Level]
		if levels[p.Code] == 0 {
			continue // it only holds others
		}
		row := deskRow{unit: c.posts[p.Code].id, level: levels[p.Code], since: clock.At(at)}
		// A post writes to the central services; it raises nothing.
		if p.Level != demo.LevelPost && p.Level != demo.LevelPartner && levels[p.Parent] > row.level {
			row.above = c.posts[p.Parent].id
		}
		c.batch.desks = append(c.batch.desks, row)
		seated = append(seated, p.Code)
	}
	for _, s := range seats() {
		if err := c.sit(s); err != nil {
			return err
		}
	}
	return c.staff(people, seated)
}

// sit gives somebody a function in the network.
func (c *composer) sit(s seat) error {
	who, unit := c.people[s.who], c.posts[s.unit]
	i := slices.IndexFunc(c.batch.persons, func(p personRow) bool { return p.Handle == s.who })
	if who == nil || unit.id == 0 || i < 0 {
		return fmt.Errorf("%s or %s is not there", s.who, s.unit)
	}
	c.batch.persons[i].clearance = max(c.batch.persons[i].clearance, s.clearance)
	c.batch.functions = append(c.batch.functions, functionRow{id: c.id(who.joined), person: who.id, unit: unit.id, title: s.title, head: s.head, beside: true})
	if s.head {
		c.heads[s.unit] = who.id
	}
	return nil
}

// staff has each other desk headed by one of the agents who have no part in the
// story, and gives a colleague to those of the story: what they do is measured
// from three people on.
func (c *composer) staff(people []demo.Person, desks []string) error {
	cast, err := demo.Cast()
	if err != nil {
		return err
	}
	rest := slices.DeleteFunc(slices.Clone(people), func(p demo.Person) bool {
		return p.Guest || p.Admin || slices.ContainsFunc(cast, func(m demo.Member) bool { return m.Handle == p.Handle })
	})
	give := func(code, title string, head bool, clearance access.Protection) error {
		if len(rest) == 0 {
			return fmt.Errorf("nobody is left for %s", code)
		}
		who := rest[0].Handle
		rest = rest[1:]
		return c.sit(seat{who, code, title, head, clearance})
	}
	for _, code := range desks {
		if c.heads[code] != 0 {
			continue
		}
		if err := give(code, "Responsable", true, access.Restricted); err != nil {
			return err
		}
	}
	for _, code := range []string{"dip-cyp", "dip-nic", "dip-nic"} {
		if err := give(code, "Rédaction", false, access.Limited); err != nil {
			return err
		}
	}
	return nil
}
