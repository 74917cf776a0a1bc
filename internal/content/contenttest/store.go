// Package contenttest is a small place for tests about content: a few people,
// communities of each openness, and a Service over a fresh database.
package contenttest

import (
	"testing"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

func (w *World) exec(t testing.TB, q *store.Query) {
	t.Helper()
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := store.Exec(t.Context(), tx, q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Person adds somebody active.
func (w *World) Person(t testing.TB, kind identity.Kind, handle, name string) id.ID {
	t.Helper()
	p, now := w.IDs.New(), w.Clock.Now()
	w.exec(t, store.Q(`INSERT INTO persons (id, kind, state, handle, name, name_fold, created, updated)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s)`, p, kind, identity.Active, handle, name, text.Fold(name), now, now))
	return p
}

// Community adds a place where nobody is yet.
func (w *World) Community(t testing.TB, name string, openness access.Openness) id.ID {
	t.Helper()
	c, now := w.IDs.New(), w.Clock.Now()
	w.exec(t, store.Q(`INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, created, activity)
		VALUES (%s, %s, %s, 'Pour les essais.', 1, %s, 1, %s, %s)`, c, name, text.Fold(name), openness, now, now))
	return c
}

// Join makes somebody a member.
func (w *World) Join(t testing.TB, community, person id.ID, role access.Role) {
	t.Helper()
	w.exec(t, store.Q(`INSERT INTO memberships (community_id, person_id, role, state, since) VALUES (%s, %s, %s, %s, %s)`,
		community, person, role, access.MembershipActive, w.Clock.Now()))
}

// Leave ends somebody's membership.
func (w *World) Leave(t testing.TB, community, person id.ID) {
	t.Helper()
	w.exec(t, store.Q(`DELETE FROM memberships WHERE community_id = %s AND person_id = %s`, community, person))
}

// Validate makes a community ask for a release before what members publish.
func (w *World) Validate(t testing.TB, community id.ID) {
	t.Helper()
	w.exec(t, store.Q(`UPDATE communities SET validation = TRUE WHERE id = %s`, community))
}

// ArchivePlace ends the life of a community.
func (w *World) ArchivePlace(t testing.TB, community id.ID) {
	t.Helper()
	w.exec(t, store.Q(`UPDATE communities SET state = 2 WHERE id = %s`, community))
}

// Verbs are what happened to an item, in order.
func (w *World) Verbs(t testing.TB, item id.ID) []string {
	t.Helper()
	return Ask[string](t, w, store.Q(`SELECT verb FROM events WHERE item_id = %s ORDER BY id`, item))
}

// Count asks for one number.
func (w *World) Count(t testing.TB, q *store.Query) int {
	t.Helper()
	n, err := store.One[int](t.Context(), w.DB, q)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Ask reads rows.
func Ask[T any](t testing.TB, w *World, q *store.Query) []T {
	t.Helper()
	list, err := store.All[T](t.Context(), w.DB, q)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
