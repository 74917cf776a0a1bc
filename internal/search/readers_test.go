package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// crowd is a random site: few people and places, so that every combination of
// roles, states and openness comes up.
type crowd struct {
	actors                     []access.Actor
	people, communities, items []id.ID
}

func gather(t *testing.T, db *store.DB, r *rand.Rand) crowd {
	t.Helper()
	var w crowd
	next := id.ID(1000)
	fresh := func() id.ID { next++; return next }
	facts := map[id.ID]*access.Facts{}
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
		for range 10 {
			p := fresh()
			w.people = append(w.people, p)
			f := &access.Facts{Person: p, Guest: r.IntN(3) == 0, Roles: map[id.ID]access.Role{}}
			f.Admin = !f.Guest && r.IntN(4) == 0
			f.Clearance = access.Protection(r.IntN(3))
			exec(store.Q(`INSERT INTO persons (id, kind, state, handle, name, name_fold, clearance, created, updated) VALUES (%s, 1, 2, %s, 'p', 'p', %s, 0, 0)`, p, p.String(), f.Clearance))
			for _, u := range units {
				if r.IntN(4) == 0 {
					continue
				}
				head := r.IntN(3) == 0
				f.Units = append(f.Units, u)
				if head {
					f.Heads = append(f.Heads, u)
				}
				exec(store.Q("INSERT INTO functions (id, person_id, unit_id, title, head) VALUES (%s, %s, %s, 'f', %s)", fresh(), p, u, head))
			}
			facts[p] = f
		}
		for range 12 {
			c := fresh()
			w.communities = append(w.communities, c)
			unit := id.ID(0)
			if r.IntN(2) == 0 {
				unit = units[r.IntN(len(units))]
			}
			exec(store.Q(`INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, unit_id, created, activity)
				VALUES (%s, 'c', 'c', 'p', 1, %s, %s, %s, 0, 0)`, c, r.IntN(4), 1+r.IntN(2), unit.Nullable()))
			for _, p := range w.people {
				switch r.IntN(6) {
				case 0, 1:
					role := access.Role(1 + r.IntN(3))
					facts[p].Roles[c] = role
					exec(store.Q("INSERT INTO memberships (community_id, person_id, role, state, since) VALUES (%s, %s, %s, 1, 0)", c, p, role))
				case 2:
					facts[p].Invited = append(facts[p].Invited, c)
					exec(store.Q("INSERT INTO memberships (community_id, person_id, role, state, since) VALUES (%s, %s, 2, 2, 0)", c, p))
				}
			}
		}
		for range 250 {
			i := fresh()
			w.items = append(w.items, i)
			c := w.communities[r.IntN(len(w.communities))]
			state := []access.State{access.Published, access.Archived}[r.IntN(2)]
			exec(store.Q(`INSERT INTO items (id, kind, community_id, author_id, state, audience, protection, title, title_fold, created, activity)
				VALUES (%s, 'post', %s, %s, %s, %s, %s, 't', 't', 0, 0)`, i, c, w.people[r.IntN(len(w.people))], state, r.IntN(6), r.IntN(3)))
			if r.IntN(2) == 0 {
				exec(store.Q("INSERT INTO named_units (item_id, unit_id) VALUES (%s, %s)", i, units[r.IntN(len(units))]))
			}
			if r.IntN(3) == 0 {
				exec(store.Q("INSERT INTO named_people (item_id, person_id) VALUES (%s, %s)", i, w.people[r.IntN(len(w.people))]))
			}
			for _, other := range w.communities {
				if other != c && r.IntN(8) == 0 {
					exec(store.Q("INSERT INTO relays (item_id, community_id, person_id, created) VALUES (%s, %s, %s, 0)", i, other, w.people[0]))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range w.people {
		w.actors = append(w.actors, access.Signed(*facts[p]), access.Bearer(*facts[p], []access.Scope{access.Read}))
	}
	return w
}

// TestTokensAgreeWithTheRule draws random worlds and demands that the tokens
// which a text bears and an actor holds meet exactly where the rule lets that
// actor read, as the database judges it.
func TestTokensAgreeWithTheRule(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := gather(t, db, rand.New(rand.NewPCG(17, 5)))
		system := access.SystemActor("labels of the test")
		read, hidden := 0, 0
		for _, subject := range []struct {
			read access.Action
			rows []id.ID
		}{{access.ReadItem, w.items}, {access.ReadCommunity, w.communities}, {access.ReadPerson, w.people}} {
			tokens := map[id.ID][]string{}
			for _, row := range subject.rows {
				label, err := access.Load(t.Context(), db, system, subject.read, row)
				if err != nil {
					t.Fatal(err)
				}
				tokens[row] = Readers(subject.read, label)
			}
			for n, actor := range append(w.actors, access.Actor{}) {
				rows, err := store.All[id.ID](t.Context(), db, store.Q("SELECT x.id FROM %s x", access.From(actor, subject.read)))
				if err != nil {
					t.Fatal(err)
				}
				held := Held(actor)
				for _, row := range subject.rows {
					may := slices.Contains(rows, row)
					meet := slices.ContainsFunc(tokens[row], func(token string) bool { return slices.Contains(held, token) })
					if may != meet {
						t.Fatalf("%s, actor %d (%v), row %v (%v): the rule says %v, the tokens %v", subject.read.Name, n, held, row, tokens[row], may, meet)
					}
					if may {
						read++
					} else {
						hidden++
					}
				}
			}
		}
		if read < 300 || hidden < 300 {
			t.Fatalf("the world is too simple to prove anything: %d read, %d hidden", read, hidden)
		}
	})
}
