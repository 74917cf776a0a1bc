package identity_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var monday = time.Date(2026, 7, 13, 8, 0, 0, 0, time.UTC)

// house is a service on an empty site whose clock the test moves.
type house struct {
	*identity.Service
	t     *testing.T
	db    *store.DB
	clock *clock.Fake
}

func each(t *testing.T, body func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ids, err := id.NewMaker(1)
		if err != nil {
			t.Fatal(err)
		}
		fake := clock.NewFake(monday)
		body(t, &house{Service: identity.New(identity.Config{DB: db, IDs: ids, Clock: fake, Hashing: identity.FastHashing()}), t: t, db: db, clock: fake})
	})
}

func (h *house) write(body func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(h.t.Context(), body); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) exec(format string, args ...any) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		_, err := store.Exec(h.t.Context(), tx, store.Q(format, args...))
		return err
	})
}

func (h *house) person(n int, kind identity.Kind) id.ID {
	h.t.Helper()
	p := id.ID(n)
	h.exec(`INSERT INTO persons (id, kind, state, handle, name, name_fold, created, updated)
		VALUES (%s, %s, %s, %s, %s, '', 0, 0)`, p, kind, identity.Active, "p."+p.String(), "Personne "+p.String())
	return p
}

func (h *house) open(person id.ID) (cookie string) {
	h.t.Helper()
	h.write(func(tx *store.Tx) (err error) {
		cookie, err = h.OpenSession(h.t.Context(), tx, person, "Firefox", "192.0.2.1")
		return err
	})
	return cookie
}

func (h *house) mustBe(kind fault.Kind, err error) {
	h.t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		h.t.Fatalf("err = %v, want %v", err, kind)
	}
}

func TestASessionCarriesTheRightsOfItsOwner(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ada := h.person(5, identity.Agent)
		h.exec(`INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, created, activity)
			VALUES (71, 'a', 'a', 'a', 1, 0, 1, 0, 0), (72, 'b', 'b', 'b', 1, 0, 1, 0, 0), (73, 'c', 'c', 'c', 1, 2, 1, 0, 0)`)
		h.exec(`INSERT INTO memberships (community_id, person_id, role, state, since)
			VALUES (71, 5, 3, 1, 0), (72, 5, 2, 5, 0), (73, 5, 2, 2, 0)`)
		h.exec(`INSERT INTO units (id, code, name, name_fold, path, depth) VALUES (81, 'u', 'u', 'u', '/2h/', 0)`)
		h.exec(`INSERT INTO functions (id, person_id, unit_id, title, head) VALUES (1, 5, 81, 'cheffe', TRUE)`)
		cookie := h.open(ada)

		ctx, n := store.Counted(t.Context())
		viewer, err := h.BySession(ctx, cookie)
		if err != nil {
			t.Fatal(err)
		}
		if *n != 2 {
			t.Errorf("%d statements, want 2", *n)
		}
		if viewer.Person.ID != ada || viewer.Session == 0 || viewer.CharterDue || !viewer.Actor.IsAgent() {
			t.Errorf("viewer = %+v", viewer)
		}
		want := access.Signed(access.Facts{
			Person: ada, Roles: map[id.ID]access.Role{71: access.ManagerRole}, Invited: []id.ID{73}, Heads: []id.ID{81}, Units: []id.ID{81},
		})
		if diff := cmp.Diff(want, viewer.Actor, cmp.AllowUnexported(access.Actor{})); diff != "" {
			t.Error(diff)
		}
		alone, err := h.ActorOf(t.Context(), ada)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, alone, cmp.AllowUnexported(access.Actor{})); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	tests := []struct {
		name string
		do   func(h *house, cookie string)
	}{
		{"unseen for too long", func(h *house, _ string) { h.clock.Add(7 * 24 * time.Hour) }},
		{"however often seen, after its lifetime", func(h *house, cookie string) {
			for range 5 {
				h.clock.Add(6 * 24 * time.Hour)
				if _, err := h.BySession(h.t.Context(), cookie); err != nil && h.clock.Now().Before(monday.Add(30*24*time.Hour)) {
					h.t.Fatal(err)
				}
			}
		}},
		{"when its owner is suspended", func(h *house, _ string) { h.exec(`UPDATE persons SET state = 3`) }},
		{"when a guest's stay is over, in the middle of it", func(h *house, cookie string) {
			h.exec(`UPDATE persons SET expires = %s`, clock.At(monday.Add(time.Hour)))
			h.clock.Add(59 * time.Minute)
			if _, err := h.BySession(h.t.Context(), cookie); err != nil {
				h.t.Fatal(err)
			}
			h.clock.Add(time.Minute)
		}},
		{"when all are closed", func(h *house, _ string) {
			h.write(func(tx *store.Tx) error { _, err := h.CloseSessions(h.t.Context(), tx, 5, 0); return err })
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				cookie := h.open(h.person(5, identity.Guest))
				if _, err := h.BySession(t.Context(), cookie); err != nil {
					t.Fatal(err)
				}
				test.do(h, cookie)
				_, err := h.BySession(t.Context(), cookie)
				h.mustBe(fault.Unauthenticated, err)
				if list, err := h.Sessions(t.Context(), 5); err != nil {
					t.Error(list, err)
				}
			})
		})
	}
}

func TestForgedCookiesAreRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cookie := h.open(h.person(5, identity.Agent))
		for _, forged := range []string{"", "x", cookie[1:], cookie + "A", cookie[:42] + "\x00", "%s", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
			_, err := h.BySession(t.Context(), forged)
			h.mustBe(fault.Unauthenticated, err)
		}
	})
}

func TestOneSessionIsClosedByItsOwnerOnly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ada, bob := h.person(5, identity.Agent), h.person(6, identity.Agent)
		first, second := h.open(ada), h.open(ada)
		v, err := h.BySession(t.Context(), first)
		if err != nil {
			t.Fatal(err)
		}
		closing := func(owner id.ID) (found bool) {
			h.write(func(tx *store.Tx) (err error) {
				found, err = h.CloseSession(t.Context(), tx, owner, v.Session)
				return err
			})
			return found
		}
		if closing(bob) {
			t.Fatal("somebody else closed it")
		}
		if !closing(ada) || closing(ada) {
			t.Fatal("its owner closes it once")
		}
		_, err = h.BySession(t.Context(), first)
		h.mustBe(fault.Unauthenticated, err)
		if _, err := h.BySession(t.Context(), second); err != nil {
			t.Fatal(err)
		}
		if list, err := h.Sessions(t.Context(), ada); err != nil || len(list) != 1 || list[0].Device != "Firefox" {
			t.Fatal(list, err)
		}
	})
}

func TestFaces(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ada, bob := h.person(5, identity.Agent), h.person(6, identity.Guest)
		ctx, n := store.Counted(t.Context())
		got, err := identity.Faces(ctx, h.db, []id.ID{bob, ada, bob, 999})
		if err != nil || *n != 1 {
			t.Fatal(err, *n)
		}
		want := map[id.ID]identity.Face{
			ada: {ID: ada, Name: "Personne 5", Handle: "p.5"},
			bob: {ID: bob, Name: "Personne 6", Handle: "p.6", Guest: true},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestRightsOfThoseWhoMayNotAct(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ada, bob := h.person(5, identity.Agent), h.person(6, identity.Agent)
		h.exec(`UPDATE persons SET state = %s WHERE id = %s`, identity.Suspended, bob)
		_, err := h.ActorOf(t.Context(), 999)
		h.mustBe(fault.KindNotFound, err)
		_, err = h.ActorOf(t.Context(), bob)
		h.mustBe(fault.Unauthenticated, err)
		actors, err := h.Actors(t.Context(), h.db, []id.ID{ada, bob, 999})
		if err != nil || len(actors) != 1 || actors[ada].Person() != ada {
			t.Fatal(actors, err)
		}
	})
}
