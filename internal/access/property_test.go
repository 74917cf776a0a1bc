package access_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// world is a random site: few people and places, so that every combination of
// roles, states and openness comes up.
type world struct {
	*rand.Rand
	people, communities, items []id.ID
	guest, admin               map[id.ID]bool
	roles                      map[id.ID]map[id.ID]access.Role
	invited, heads, units      map[id.ID][]id.ID
	clearance                  map[id.ID]access.Protection
}

func populate(t *testing.T, db *store.DB, r *rand.Rand) *world {
	t.Helper()
	w := &world{Rand: r, guest: map[id.ID]bool{}, admin: map[id.ID]bool{},
		roles: map[id.ID]map[id.ID]access.Role{}, invited: map[id.ID][]id.ID{}, heads: map[id.ID][]id.ID{}, units: map[id.ID][]id.ID{}, clearance: map[id.ID]access.Protection{}}
	next := id.ID(1000)
	fresh := func() id.ID { next++; return next }
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		exec := func(q *store.Query) {
			if _, err := store.Exec(t.Context(), tx, q); err != nil {
				t.Fatal(err)
			}
		}
		var units []id.ID
		for range 3 {
			u := fresh()
			units = append(units, u)
			exec(store.Q("INSERT INTO units (id, code, name, name_fold, path, depth) VALUES (%s, %s, 'u', 'u', '/', 0)", u, u.String()))
		}
		for range 8 {
			p := fresh()
			w.people = append(w.people, p)
			w.guest[p], w.admin[p], w.clearance[p] = r.IntN(4) == 0, r.IntN(5) == 0, access.Protection(r.IntN(3))
			kind := 1
			if w.guest[p] {
				kind = 2
			}
			sponsor := id.ID(0)
			if len(w.people) > 1 {
				sponsor = w.people[r.IntN(len(w.people)-1)]
			}
			exec(store.Q(`INSERT INTO persons (id, kind, state, handle, name, name_fold, admin, clearance, sponsor_id, created, updated)
				VALUES (%s, %s, 2, %s, 'p', 'p', %s, %s, %s, 0, 0)`, p, kind, p.String(), w.admin[p], w.clearance[p], sponsor.Nullable()))
			if r.IntN(2) == 0 {
				u := units[r.IntN(len(units))]
				head := r.IntN(2) == 0
				exec(store.Q("INSERT INTO functions (id, person_id, unit_id, title, head) VALUES (%s, %s, %s, 'f', %s)", fresh(), p, u, head))
				if head {
					w.heads[p] = append(w.heads[p], u)
				}
				w.units[p] = append(w.units[p], u)
			}
		}
		// One belongs to more places than a statement names one by one.
		crowd := w.people[0]
		for n := range 46 {
			c := fresh()
			w.communities = append(w.communities, c)
			unit := id.ID(0)
			if r.IntN(2) == 0 {
				unit = units[r.IntN(len(units))]
			}
			exec(store.Q(`INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, unit_id, created, activity)
				VALUES (%s, 'c', 'c', 'p', 1, %s, %s, %s, 0, 0)`, c, r.IntN(4), 1+r.IntN(2), unit.Nullable()))
			for _, p := range w.people {
				state, role := 1+r.IntN(5), 1+r.IntN(3)
				switch {
				case n >= 6 && p != crowd:
					continue
				case n >= 6:
					state = access.MembershipActive
				case r.IntN(3) > 0:
					continue
				}
				exec(store.Q("INSERT INTO memberships (community_id, person_id, role, state, since) VALUES (%s, %s, %s, %s, 0)", c, p, role, state))
				switch state {
				case access.MembershipActive:
					if w.roles[p] == nil {
						w.roles[p] = map[id.ID]access.Role{}
					}
					w.roles[p][c] = access.Role(role)
				case access.MembershipInvited:
					w.invited[p] = append(w.invited[p], c)
				}
			}
		}
		for range 120 {
			i := fresh()
			w.items = append(w.items, i)
			c := w.communities[r.IntN(10)] // mostly where several people are
			owner := id.ID(0)
			if r.IntN(2) == 0 {
				owner = w.people[r.IntN(len(w.people))]
			}
			exec(store.Q(`INSERT INTO items (id, kind, community_id, author_id, owner_id, state, audience, protection, title, title_fold, closed, frozen, created, activity)
				VALUES (%s, 'post', %s, %s, %s, %s, %s, %s, 't', 't', %s, %s, 0, 0)`, i, c, w.people[r.IntN(len(w.people))], owner.Nullable(), 1+r.IntN(6), r.IntN(6), r.IntN(3), r.IntN(2) == 0, r.IntN(3) == 0))
			for _, u := range units {
				if r.IntN(4) == 0 {
					exec(store.Q("INSERT INTO named_units (item_id, unit_id) VALUES (%s, %s)", i, u))
				}
			}
			for _, p := range w.people {
				if r.IntN(5) == 0 {
					exec(store.Q("INSERT INTO grants (item_id, person_id, by_id, created) VALUES (%s, %s, %s, 0)", i, p, w.people[0]))
				}
				if r.IntN(6) == 0 {
					exec(store.Q("INSERT INTO named_people (item_id, person_id) VALUES (%s, %s)", i, p))
				}
			}
			for _, other := range w.communities {
				if other != c && r.IntN(30) == 0 {
					exec(store.Q("INSERT INTO relays (item_id, community_id, person_id, created) VALUES (%s, %s, %s, 0)", i, other, w.people[0]))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) actors() map[string]access.Actor {
	out := map[string]access.Actor{"anonymous": {}, "system": access.SystemActor("property test")}
	for _, p := range w.people {
		facts := access.Facts{Person: p, Guest: w.guest[p], Admin: w.admin[p] && !w.guest[p], Roles: w.roles[p], Invited: w.invited[p], Heads: w.heads[p], Units: w.units[p], Clearance: w.clearance[p]}
		out["person "+p.String()] = access.Signed(facts)
		out["token "+p.String()] = access.Bearer(facts, []access.Scope{access.Read})
		out["useless token "+p.String()] = access.Bearer(facts, nil)
	}
	return out
}

// randomRule composes leaves at random: whatever a feature may write.
func (w *world) randomRule(s access.Subject, depth int) access.Rule {
	if depth > 0 && w.IntN(3) > 0 {
		rules := make([]access.Rule, 1+w.IntN(3))
		for i := range rules {
			rules[i] = w.randomRule(s, depth-1)
		}
		if w.IntN(2) == 0 {
			return access.Any(rules...)
		}
		return access.All(rules...)
	}
	leaves := []access.Rule{access.Anyone, access.Stranger, access.SignedIn, access.Agent, access.Administrator}
	community := []access.Rule{access.Member, access.FullMember, access.Manager, access.Invited, access.HeadOfUnit, access.Alive,
		access.OpennessIs(access.Open), access.OpennessIs(access.OnRequest, access.Private), access.OpennessIs(access.Sealed)}
	switch s {
	case access.Items:
		leaves = append(append(leaves, community...), access.Author, access.Owner, access.Granted, access.NotClosed, access.NotFrozen, access.ReaderByRelay,
			access.InState(access.Published, access.Archived), access.InState(access.Binned), access.For(access.Everyone), access.For(access.MembersOnly),
			access.InSealed, access.Cleared, access.NamedUnit, access.NamedPerson, access.Director, access.ProtectedBy(access.Public, access.Limited), access.For(access.ForServices, access.ForNamed))
	case access.Communities:
		leaves = append(leaves, community...)
	case access.People:
		leaves = append(leaves, access.Self, access.Sponsor)
	}
	return leaves[w.IntN(len(leaves))]
}

// TestBothFormsAgree demands that the rows that the SQL form selects are
// exactly those that the Go form allows, for the three reads and for rules
// composed at random.
func TestBothFormsAgree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := populate(t, db, rand.New(rand.NewPCG(7, 11)))
		subjects := map[access.Subject]struct {
			read access.Action
			rows []id.ID
		}{
			access.Items:       {access.ReadItem, w.items},
			access.Communities: {access.ReadCommunity, w.communities},
			access.People:      {access.ReadPerson, w.people},
		}
		system := access.SystemActor("labels of the test")
		allowed, refused := 0, 0
		for subject, s := range subjects {
			labels := map[id.ID]access.Label{}
			for _, row := range s.rows {
				label, err := access.Load(t.Context(), db, system, s.read, row)
				if err != nil {
					t.Fatal(err)
				}
				labels[row] = label
			}
			actions := []access.Action{s.read}
			for n := range 60 {
				actions = append(actions, access.On(subject, fmt.Sprintf("random.%d", n), access.Read, w.randomRule(subject, 3)))
			}
			for name, actor := range w.actors() {
				for _, action := range actions {
					got := selected(t.Context(), t, db, actor, action)
					for _, row := range s.rows {
						may := actor.May(action, labels[row])
						if may != slices.Contains(got, row) {
							t.Fatalf("%s, %s on %v: Go says %v, SQL says %v", name, action.Name, labels[row], may, !may)
						}
						if may {
							allowed++
						} else {
							refused++
						}
					}
					if len(got) > 0 && !actor.Could(action) {
						t.Fatalf("%s could not %s, yet the SQL finds rows", name, action.Name)
					}
				}
			}
		}
		if allowed < 1000 || refused < 1000 {
			t.Fatalf("the world is too simple to prove anything: %d allowed, %d refused", allowed, refused)
		}
	})
}

func selected(ctx context.Context, t *testing.T, db *store.DB, actor access.Actor, action access.Action) []id.ID {
	t.Helper()
	got, err := store.All[id.ID](ctx, db, store.Q("SELECT x.id FROM %s x", access.From(actor, action)))
	if err != nil {
		t.Fatalf("%s: %v", action.Name, err)
	}
	return got
}

// TestLoadHidesWhatCannotBeRead holds the difference between "does not exist"
// and "not yours".
func TestLoadHidesWhatCannotBeRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := populate(t, db, rand.New(rand.NewPCG(3, 5)))
		rename := access.On(access.Items, "item.rename", access.Write, access.Author)
		seen := map[fault.Kind]int{}
		for _, actor := range w.actors() {
			for _, row := range append(w.items, 1) {
				_, err := access.Load(t.Context(), db, actor, rename, row)
				readable := slices.Contains(selected(t.Context(), t, db, actor, access.ReadItem), row)
				switch kind := fault.KindOf(err); {
				case err == nil && actor.Kind() != access.System && !readable:
					t.Fatalf("wrote to %v without reading it", row)
				case err != nil && kind == fault.KindNotFound && readable:
					t.Fatalf("%v is readable and was said not to exist", row)
				case err != nil:
					seen[kind]++
				}
			}
		}
		if seen[fault.KindNotFound] == 0 || seen[fault.KindForbidden] == 0 {
			t.Fatalf("both refusals must come up: %v", seen)
		}
	})
}

// TestMayReadAgrees holds the third form of the read rule against the first, for
// what is out.
func TestMayReadAgrees(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := populate(t, db, rand.New(rand.NewPCG(13, 17)))
		system := access.SystemActor("labels of the test")
		actors := w.actors()
		readers, others := 0, 0
		for _, item := range w.items {
			label, err := access.Load(t.Context(), db, system, access.ReadItem, item)
			if err != nil {
				t.Fatal(err)
			}
			if label.State != access.Published && label.State != access.Archived {
				continue
			}
			told, err := store.All[id.ID](t.Context(), db, store.Q("SELECT x.id FROM persons x WHERE %s", access.MayRead("x.id", item)))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range w.people {
				may := actors["person "+p.String()].May(access.ReadItem, label)
				if may != slices.Contains(told, p) {
					t.Fatalf("%v on %+v: ReadItem says %v, MayRead %v", p, label, may, !may)
				}
				if may {
					readers++
				} else {
					others++
				}
			}
		}
		if readers < 25 || others < 50 {
			t.Fatalf("the world is too simple to prove anything: %d readers, %d others", readers, others)
		}
	})
}

// TestReadSealedSaysNoMoreNorLess holds the short form of the read rule against
// the whole one: the same rows of sealed places, and none of others.
func TestReadSealedSaysNoMoreNorLess(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := populate(t, db, rand.New(rand.NewPCG(19, 23)))
		labels, err := access.Labels(t.Context(), db, access.Items, w.items)
		if err != nil {
			t.Fatal(err)
		}
		read, hidden := 0, 0
		for name, actor := range w.actors() {
			if actor.Kind() == access.System {
				continue // reads everything, wherever it is
			}
			got := selected(t.Context(), t, db, actor, access.ReadSealed)
			for item, label := range labels {
				may := label.Openness == access.Sealed && actor.May(access.ReadItem, label)
				if may != slices.Contains(got, item) || may != actor.May(access.ReadSealed, label) {
					t.Fatalf("%s on %+v: ReadItem says %v, ReadSealed not", name, label, may)
				}
				if may {
					read++
				} else if label.Openness == access.Sealed {
					hidden++
				}
			}
		}
		if read < 50 || hidden < 50 {
			t.Fatalf("the world is too simple to prove anything: %d read, %d hidden", read, hidden)
		}
	})
}
