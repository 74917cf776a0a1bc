package directory

import (
	"fmt"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

func TestGuestsFindNobody(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.load(tree)
		h.agent("Ada Martin")
		eve := h.person("Eve Dehors", identity.Guest, false)
		for _, actor := range []access.Actor{h.as(eve), {}} {
			_, _, err := h.Find(h.ctx, actor, Filter{})
			h.refused(fault.KindNotFound, err)
			_, err = h.Tree(h.ctx, actor, 0)
			h.refused(fault.KindNotFound, err)
			_, err = h.FindUnits(h.ctx, actor, "bureau")
			h.refused(fault.KindNotFound, err)
			_, err = h.Office(h.ctx, actor, h.unit("D1").ID)
			h.refused(fault.KindNotFound, err)
			_, err = h.Profile(h.ctx, actor, "ada-martin")
			h.refused(fault.KindNotFound, err)
		}
		p, err := h.Profile(h.ctx, h.as(eve), "eve-dehors")
		h.must(err)
		if !p.Mine || p.Sponsor.Name != "Rachid Administrateur" {
			t.Errorf("own page %+v", p)
		}
	})
}

func TestFindPeople(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.load(tree)
		d1, d2, b1 := h.unit("D1").ID, h.unit("D2").ID, h.unit("B1").ID
		post := func(name string, unit id.ID, title string, head bool) {
			p := h.agent(name)
			h.must(h.SetFunctions(h.ctx, h.root, p, []NewFunction{{unit, title, head}}))
		}
		post("Élodie Lefèvre", d1, "Directrice adjointe", true)
		post("Jean-Marc Élie", b1, "Rédacteur juridique", false)
		post("Zoé Martin", b1, "Cheffe de bureau", true)
		post("Ali Benali", d2, "Chargé de mission", false)
		gone := h.agent("Ancien Agent")
		h.exec(store.Q("UPDATE persons SET state = %s WHERE id = %s", identity.Suspended, gone))
		viewer := h.as(h.agent("Yann Visiteur"))
		find := func(f Filter) string {
			t.Helper()
			found, _, err := h.Find(h.ctx, viewer, f)
			h.must(err)
			var out []string
			for _, e := range found {
				out = append(out, strings.Fields(e.Name)[0])
			}
			return strings.Join(out, " ")
		}
		for name, test := range map[string]struct {
			f    Filter
			want string
		}{
			"all":           {Filter{}, "Ali Élodie Jean-Marc Rachid Yann Zoé"},
			"given name":    {Filter{Text: "elo"}, "Élodie"},
			"any word":      {Filter{Text: "eli"}, "Jean-Marc"},
			"two words":     {Filter{Text: "mart zo"}, "Zoé"},
			"inside a word": {Filter{Text: "odie"}, ""},
			"percent":       {Filter{Text: "%"}, "Ali Élodie Jean-Marc Rachid Yann Zoé"},
			"subtree":       {Filter{Unit: d1}, "Élodie Jean-Marc Zoé"},
			"unit only":     {Filter{Unit: d1, Only: true}, "Élodie"},
			"title":         {Filter{Title: "redac"}, "Jean-Marc"},
			"title below":   {Filter{Unit: d1, Title: "mission"}, ""},
		} {
			if got := find(test.f); got != test.want {
				t.Errorf("%s: %q, want %q", name, got, test.want)
			}
		}
		// Pages follow each other without a gap.
		var all []string
		f := Filter{Limit: 2}
		for {
			found, next, err := h.Find(h.ctx, viewer, f)
			h.must(err)
			for _, e := range found {
				all = append(all, strings.Fields(e.Name)[0])
			}
			if f.After = next; next == 0 {
				break
			}
		}
		if got := strings.Join(all, " "); got != "Ali Élodie Jean-Marc Rachid Yann Zoé" {
			t.Errorf("by pages: %s", got)
		}
		_, _, err := h.Find(h.ctx, viewer, Filter{Unit: 99})
		h.refused(fault.KindNotFound, err)
	})
}

func TestTreeUnfoldsAndOfficeTells(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.load(tree)
		viewer := h.as(h.agent("Yann Visiteur"))
		shape := func(open id.ID) string {
			t.Helper()
			units, err := h.Tree(h.ctx, viewer, open)
			h.must(err)
			var out []string
			for _, u := range units {
				out = append(out, fmt.Sprintf("%s%s", strings.Repeat(".", u.Depth), u.Code))
			}
			return strings.Join(out, " ")
		}
		if got := shape(0); got != "M .D2 .D1" {
			t.Errorf("folded: %s", got)
		}
		if got := shape(h.unit("D1").ID); got != "M .D2 .D1 ..B1" {
			t.Errorf("unfolded: %s", got)
		}
		found, err := h.FindUnits(h.ctx, viewer, "bl")
		h.must(err)
		if len(found) != 1 || found[0].Code != "B1" {
			t.Errorf("found %+v", found)
		}
		head := h.agent("Zoé Martin")
		h.must(h.SetFunctions(h.ctx, h.root, head, []NewFunction{{h.unit("D1").ID, "Directrice", true}}))
		h.place("Direction une", h.unit("D1").ID, access.Open)
		h.place("Secret", h.unit("D1").ID, access.Private)
		ctx, n := store.Counted(h.ctx)
		o, err := h.Office(ctx, viewer, h.unit("D1").ID)
		h.must(err)
		if len(o.Above) != 1 || len(o.Below) != 1 || len(o.Heads) != 1 || len(o.Places) != 1 || o.Places[0].Name != "Direction une" {
			t.Errorf("office %+v", o)
		}
		if *n > 4 {
			t.Errorf("%d queries", *n)
		}
	})
}

// place makes a community that follows a unit, without the feature for it.
func (h *hall) place(name string, unit id.ID, openness access.Openness) id.ID {
	h.t.Helper()
	c := h.IDs.New()
	h.exec(store.Q(`INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, unit_id, created, activity)
		VALUES (%s, %s, %s, '', 2, %s, 1, %s, 1, 1)`, c, name, name, openness, unit.Nullable()))
	return c
}

func (h *hall) belongs(community, person id.ID) {
	h.t.Helper()
	h.exec(store.Q(`INSERT INTO memberships (community_id, person_id, role, state, since) VALUES (%s, %s, 2, 1, 1)`, community, person))
}

func TestProfileShowsWhatIsCommon(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.load(tree)
		ada, bob := h.agent("Ada Martin"), h.agent("Bob Durand")
		h.must(h.SetFunctions(h.ctx, h.root, ada, []NewFunction{{h.unit("B1").ID, "Rédactrice", false}, {h.unit("D2").ID, "Référente", false}}))
		both, hers := h.place("Ensemble", 0, access.Private), h.place("À elle", 0, access.Private)
		h.belongs(both, ada)
		h.belongs(both, bob)
		h.belongs(hers, ada)
		ctx, n := store.Counted(h.ctx)
		p, err := h.Profile(ctx, h.as(bob), "ada-martin")
		h.must(err)
		if p.Mine || len(p.Functions) != 2 || len(p.Common) != 1 || p.Common[0].Name != "Ensemble" {
			t.Errorf("seen by bob: %+v", p)
		}
		if *n > 7 { // five, and two for the rights of bob in this test
			t.Errorf("%d queries", *n)
		}
		if units := idsOf(p.Functions[0].Path); len(units) != 3 || p.Units[units[0]].Code != "M" {
			t.Errorf("path %v of %v", units, p.Units)
		}
		if p, err = h.Profile(h.ctx, h.as(ada), "ada-martin"); err != nil || !p.Mine || len(p.Common) != 2 {
			t.Errorf("seen by herself: %+v, %v", p, err)
		}
		_, err = h.Profile(h.ctx, h.as(bob), "nobody")
		h.refused(fault.KindNotFound, err)
	})
}
