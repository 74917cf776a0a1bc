package search

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

const savedColumns = "id, person_id AS person, name, address, created"

func insertSaved(ctx context.Context, tx *store.Tx, s Saved) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO saved_searches (id, person_id, name, address, created) VALUES (%s, %s, %s, %s, %s)`,
		s.ID, s.Person, s.Name, s.Address, s.Created))
	return err
}

func countSaved(ctx context.Context, on store.Querier, person id.ID) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM saved_searches WHERE person_id = %s AND removed IS NULL`, person))
}

func savedOf(ctx context.Context, on store.Querier, person id.ID) ([]Saved, error) {
	return store.All[Saved](ctx, on, store.Q(`SELECT `+savedColumns+` FROM saved_searches
		WHERE person_id = %s AND removed IS NULL ORDER BY id DESC`, person))
}

// removeSaved sets or clears since when somebody's search is removed.
func removeSaved(ctx context.Context, tx *store.Tx, person, search id.ID, removed clock.Time) (Saved, error) {
	to := store.Q("NULL")
	if !removed.IsZero() {
		to = store.Q("%s", removed)
	}
	return store.One[Saved](ctx, tx, store.Q(`UPDATE saved_searches SET removed = %s WHERE id = %s AND person_id = %s RETURNING `+savedColumns,
		to, search, person))
}

func dropSaved(ctx context.Context, tx *store.Tx, before clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM saved_searches WHERE removed < %s`, before))
	return err
}

// followedSearches are the kept searches of which their owner is told, in the
// order of their ids after one of them.
func followedSearches(ctx context.Context, on store.Querier, after id.ID, limit int) ([]Saved, error) {
	return store.All[Saved](ctx, on, store.Q(`SELECT s.id, s.person_id AS person, s.name, s.address, s.created
		FROM saved_searches s JOIN follows f ON f.person_id = s.person_id AND f.target_kind = 'search' AND f.target_id = s.id
		WHERE s.id > %s AND s.removed IS NULL AND f.level > 0 ORDER BY s.id LIMIT %s`, after, limit))
}
