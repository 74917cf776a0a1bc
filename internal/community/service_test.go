package community

import (
	"context"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func TestOpenAsksLittleAndPresetsTheRest(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada := w.agent("ada")
		form := Opening{ID: w.ids.New(), Name: "  Accueil   du public ", Purpose: "Mieux répondre ensemble."}
		c, err := w.Open(w.ctx, w.as(ada), form)
		w.must(err)
		p, err := w.Visit(w.ctx, w.as(ada), c.ID)
		w.must(err)
		if p.Name != "Accueil du public" || p.Kind != Transverse || p.Openness != access.Open || p.Template != "interest" ||
			p.Role != access.ManagerRole || len(p.Tags) == 0 || p.Community.Welcome == "" || strings.Contains(p.Community.Welcome, "⟦") {
			t.Errorf("opened %+v", p)
		}
		w.counted(c.ID, 1, 1)
		var verbs []string
		for _, e := range w.told(c.ID) {
			verbs = append(verbs, string(e.Verb))
		}
		if got := strings.Join(verbs, " "); got != "community.opened community.few_managers" {
			t.Errorf("told %s", got)
		}
		_, err = w.Open(w.ctx, w.as(ada), form)
		w.refused(fault.Conflict, err)
	})
}

func TestOpenRefusesBadInput(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, eve := w.agent("ada"), w.guest("eve")
		good := Opening{Name: "Accueil", Purpose: "Répondre"}
		_, err := w.Open(w.ctx, w.as(eve), good)
		w.refused(fault.KindForbidden, err)
		_, err = w.Open(w.ctx, access.Actor{}, good)
		w.refused(fault.KindForbidden, err)
		for name, spoil := range map[string]func(*Opening){
			"no name":       func(o *Opening) { o.Name = "  " },
			"long name":     func(o *Opening) { o.Name = strings.Repeat("a", MaxName+1) },
			"no purpose":    func(o *Opening) { o.Purpose = "" },
			"control":       func(o *Opening) { o.Purpose = "a\x00b" },
			"not UTF-8":     func(o *Opening) { o.Name = "a\xff" },
			"template":      func(o *Opening) { o.Template = "nope" },
			"unit template": func(o *Opening) { o.Template = "unit" },
		} {
			o := good
			spoil(&o)
			if _, err := w.Open(w.ctx, w.as(ada), o); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestPrivateCommunitiesAreInvisibleToOutsiders(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob, root := w.agent("ada"), w.agent("bob"), w.admin("root")
		c := w.open(ada, access.Private)
		out := w.as(bob)
		for name, err := range map[string]error{
			"visit":    second(w.Visit(w.ctx, out, c)),
			"join":     w.Join(w.ctx, out, c),
			"ask":      w.Ask(w.ctx, out, c, ""),
			"leave":    w.Leave(w.ctx, out, c),
			"answer":   w.AcceptInvitation(w.ctx, out, c),
			"invite":   second(w.Invite(w.ctx, out, c, []id.ID{bob}, "")),
			"edit":     w.Edit(w.ctx, out, c, Settings{Name: "a", Purpose: "b"}),
			"archive":  w.Archive(w.ctx, out, c),
			"exclude":  w.Exclude(w.ctx, out, c, ada, "non"),
			"role":     w.SetRole(w.ctx, out, c, bob, access.ManagerRole),
			"openness": w.SetOpenness(w.ctx, out, c, access.Open),
			"dismiss":  w.DismissWelcome(w.ctx, out, c),
			"managers": second(w.Managers(w.ctx, out, c)),
		} {
			if fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		lines, _, err := w.Browse(w.ctx, out, Filter{})
		w.must(err)
		if len(lines) != 0 {
			t.Errorf("an outsider's directory shows %s", names(lines))
		}
		// An administrator knows of the place and governs it, but cannot open
		// it to read it.
		w.refused(fault.KindForbidden, w.SetOpenness(w.ctx, w.as(root), c, access.Open))
		w.refused(fault.KindForbidden, w.Edit(w.ctx, w.as(root), c, Settings{Name: "a", Purpose: "b"}))
		w.must(w.Archive(w.ctx, w.as(root), c))
		acts, err := w.acts.List(w.ctx, activity.ActFilter{}, 10)
		w.must(err)
		if len(acts) != 1 || acts[0].Verb != string(EventArchived) {
			t.Errorf("recorded %+v", acts)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestGuestsSeeTheirPlaceAndNobodyInIt(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob, eve := w.agent("ada"), w.agent("bob"), w.guest("eve")
		mine, other := w.open(ada, access.Open), w.open(bob, access.Open)
		// An ordinary member of an open place invites agents, not guests.
		w.must(w.Join(w.ctx, w.as(bob), mine))
		n, err := w.Invite(w.ctx, w.as(bob), mine, []id.ID{eve}, "")
		if n != 0 || err != nil {
			t.Errorf("a member invited a guest: %d, %v", n, err)
		}
		if n, err = w.Invite(w.ctx, w.as(ada), mine, []id.ID{eve}, "Bienvenue"); n != 1 || err != nil {
			t.Fatalf("invited %d, %v", n, err)
		}
		w.must(w.AcceptInvitation(w.ctx, w.as(eve), mine))
		w.counted(mine, 3, 1)

		lines, _, err := w.Browse(w.ctx, w.as(eve), Filter{})
		w.must(err)
		if len(lines) != 1 || lines[0].ID != mine {
			t.Errorf("a guest's directory shows %s", names(lines))
		}
		_, _, err = w.Members(w.ctx, w.as(eve), mine, MemberFilter{})
		w.refused(fault.KindForbidden, err)
		_, _, err = w.Members(w.ctx, w.as(eve), other, MemberFilter{})
		w.refused(fault.KindNotFound, err)
		w.refused(fault.KindNotFound, w.Join(w.ctx, w.as(eve), other))
		_, err = w.Invite(w.ctx, w.as(eve), mine, []id.ID{bob}, "")
		w.refused(fault.KindForbidden, err)
		w.refused(fault.Conflict, w.SetRole(w.ctx, w.as(ada), mine, eve, access.ManagerRole))
		w.must(w.Leave(w.ctx, w.as(eve), mine))
		w.refused(fault.KindNotFound, second(w.Visit(w.ctx, w.as(eve), mine)))
	})
}

func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob := w.agent("ada"), w.agent("bob")
		c := w.open(ada, access.Open)
		under, err := w.Open(w.ctx, w.as(ada), Opening{Name: "Guichets", Purpose: "Le terrain", Parent: c})
		w.must(err)
		// Standing under a place that one does not manage is refused.
		_, err = w.Open(w.ctx, w.as(bob), Opening{Name: "Intrus", Purpose: "Passer", Parent: c})
		w.refused(fault.KindForbidden, err)

		set := Settings{Name: "Accueil", Purpose: "Répondre", Charter: "# Règles", Welcome: "Bonjour", Tags: []string{"Droit", "droit", " DROIT ", "usagers"}}
		w.refused(fault.KindForbidden, w.Edit(w.ctx, w.as(bob), c, set))
		w.must(w.Edit(w.ctx, w.as(ada), c, set))
		p, err := w.Visit(w.ctx, w.as(bob), c)
		w.must(err)
		if p.Name != "Accueil" || p.Charter != "# Règles" || len(p.Tags) != 2 || p.Children != 1 || p.May.Manage || !p.May.Join {
			t.Errorf("settings gave %+v", p)
		}
		set.Parent = under.ID
		w.refused(fault.Invalid, w.Edit(w.ctx, w.as(ada), c, set))
		set.Parent = c
		w.refused(fault.Invalid, w.Edit(w.ctx, w.as(ada), c, set))
		set.Parent, set.Tags = 0, []string{"a", "b", "c", "d", "e", "f"}
		w.refused(fault.Invalid, w.Edit(w.ctx, w.as(ada), c, set))
		w.refused(fault.Malformed, w.SetOpenness(w.ctx, w.as(ada), c, 9))

		p, err = w.Visit(w.ctx, w.as(ada), under.ID)
		w.must(err)
		if p.Under != (Ref{c, "Accueil"}) {
			t.Errorf("stands under %+v", p.Under)
		}
		w.must(w.SetOpenness(w.ctx, w.as(ada), c, access.Private))
		if p, err = w.Visit(w.ctx, w.as(bob), under.ID); err != nil || p.Under != (Ref{}) {
			t.Errorf("an outsider sees the private parent %+v, %v", p.Under, err)
		}
	})
}

func TestArchiveStopsWhatIsNew(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob := w.agent("ada"), w.agent("bob")
		c := w.open(ada, access.Open)
		w.refused(fault.KindForbidden, w.Archive(w.ctx, w.as(bob), c))
		w.must(w.Archive(w.ctx, w.as(ada), c))
		told := len(w.told(c))
		w.must(w.Archive(w.ctx, w.as(ada), c))
		if len(w.told(c)) != told {
			t.Error("archiving twice was told twice")
		}
		w.refused(fault.KindForbidden, w.Join(w.ctx, w.as(bob), c))
		w.refused(fault.KindForbidden, w.Edit(w.ctx, w.as(ada), c, Settings{Name: "a", Purpose: "b"}))
		_, err := w.Invite(w.ctx, w.as(ada), c, []id.ID{bob}, "")
		w.refused(fault.KindForbidden, err)
		w.must(w.Reopen(w.ctx, w.as(ada), c))
		w.must(w.Join(w.ctx, w.as(bob), c))
	})
}

func TestDirectoryFiltersSortsAndPages(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob := w.agent("ada"), w.agent("bob")
		for _, name := range []string{"Éducation", "Droit du travail", "Numérique", "Accueil", "Budget"} {
			_, err := w.Open(w.ctx, w.as(ada), Opening{Name: name, Purpose: "Échanger sur " + name})
			w.must(err)
			w.clock.Add(time.Second)
		}
		for _, by := range []Sort{ByActivity, ByName, BySize, ""} {
			var all []Line
			f := Filter{Sort: by, Limit: 2}
			for {
				lines, next, err := w.Browse(w.ctx, w.as(bob), f)
				w.must(err)
				all = append(all, lines...)
				if next == (Cursor{}) {
					break
				}
				f.After = next
			}
			got := names(all)
			want := map[Sort]string{
				ByName:     "Accueil Budget Droit du travail Éducation Numérique ",
				ByActivity: "Budget Accueil Numérique Droit du travail Éducation ",
			}
			if w := want[by]; w != "" && got != w {
				t.Errorf("by %s: %s, want %s", by, got, w)
			}
			if len(all) != 5 {
				t.Errorf("by %q: %s", by, got)
			}
		}
		for name, test := range map[string]struct {
			f    Filter
			want int
		}{
			"accents":  {Filter{Text: "educ"}, 1},
			"purpose":  {Filter{Text: "echanger trav"}, 1},
			"percent":  {Filter{Text: "%"}, 5},
			"none":     {Filter{Text: "zzz"}, 0},
			"mine":     {Filter{Mine: true}, 0},
			"kind":     {Filter{Kind: Hierarchical}, 0},
			"openness": {Filter{Openness: []access.Openness{access.Open}}, 5},
			"request":  {Filter{Openness: []access.Openness{access.OnRequest}}, 0},
			"state":    {Filter{State: Archived}, 0},
			"tag":      {Filter{Tag: "bonne-pratique"}, 5},
			"no tag":   {Filter{Tag: "nope"}, 0},
		} {
			lines, _, err := w.Browse(w.ctx, w.as(bob), test.f)
			w.must(err)
			if len(lines) != test.want {
				t.Errorf("%s: %s", name, names(lines))
			}
		}
	})
}

func TestQueriesAreBounded(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada := w.agent("ada")
		c := w.open(ada, access.OnRequest)
		var people []id.ID
		for _, name := range []string{"bob", "cyd", "dan", "eli"} {
			people = append(people, w.agent(name))
		}
		_, err := w.Invite(w.ctx, w.as(ada), c, people, "")
		w.must(err)
		for _, p := range people {
			w.must(w.AcceptInvitation(w.ctx, w.as(p), c))
		}
		actor := w.as(ada)
		bounded := func(what string, most int, do func(ctx context.Context) error) {
			t.Helper()
			ctx, n := store.Counted(w.ctx)
			w.must(do(ctx))
			if *n > most {
				t.Errorf("%s takes %d queries, at most %d wanted", what, *n, most)
			}
		}
		bounded("a visit", 2, func(ctx context.Context) error { return second(w.Visit(ctx, actor, c)) })
		bounded("the managers", 2, func(ctx context.Context) error { return second(w.Managers(ctx, actor, c)) })
		bounded("the members", 3, func(ctx context.Context) error {
			_, _, err := w.Members(ctx, actor, c, MemberFilter{})
			return err
		})
		bounded("the directory", 1, func(ctx context.Context) error {
			_, _, err := w.Browse(ctx, actor, Filter{Text: "accueil", Mine: true})
			return err
		})
		bounded("the duties", 1, func(ctx context.Context) error { return second(w.Duties(ctx, actor)) })
	})
}

func TestMembersArePagedManagersFirst(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		zoe := w.agent("zoe")
		c := w.open(zoe, access.Open)
		dan := w.agent("dan")
		for _, member := range []id.ID{dan, w.agent("bob"), w.agent("eli"), w.agent("cyd"), w.agent("ada")} {
			w.must(w.Join(w.ctx, w.as(member), c))
		}
		w.must(w.SetRole(w.ctx, w.as(zoe), c, dan, access.ManagerRole))
		gus := w.guest("gus")
		_, err := w.Invite(w.ctx, w.as(zoe), c, []id.ID{gus}, "")
		w.must(err)
		w.must(w.AcceptInvitation(w.ctx, w.as(gus), c))
		// A crowd is read in another way, which must give the same.
		for _, members := range []int{7, 9000} {
			w.exec(store.Q("UPDATE communities SET members = %s WHERE id = %s", members, c))
			for limit := 1; limit < 9; limit++ {
				var all []string
				for f := (MemberFilter{Limit: limit}); ; {
					page, last, err := w.Members(w.ctx, w.as(zoe), c, f)
					w.must(err)
					for _, m := range page {
						all = append(all, m.Name)
					}
					if f.After = last; last == 0 {
						break
					}
				}
				if got := strings.Join(all, " "); got != "dan zoe ada bob cyd eli gus" {
					t.Errorf("of %d, %d at a time: %s", members, limit, got)
				}
			}
		}
		found, _, err := w.Members(w.ctx, w.as(zoe), c, MemberFilter{Text: "ad", Role: access.MemberRole})
		w.must(err)
		if len(found) != 1 || found[0].Name != "ada" {
			t.Errorf("found %+v", found)
		}
	})
}
