package search

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

const savedColumns = "id, person_id AS person, name, page, address, created"

func insertSaved(ctx context.Context, tx *store.Tx, s Saved) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO saved_searches (id, person_id, name, page, address, created) VALUES (%s, %s, %s, %s, %s, %s)`,
		s.ID, s.Person, s.Name, s.Page, s.Address, s.Created))
	return err
}

// countSaved counts what somebody keeps beside one search.
func countSaved(ctx context.Context, on store.Querier, person, beside id.ID) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM saved_searches WHERE person_id = %s AND removed IS NULL AND id <> %s`, person, beside))
}

func savedOf(ctx context.Context, on store.Querier, person id.ID) ([]Saved, error) {
	return store.All[Saved](ctx, on, store.Q(`SELECT `+savedColumns+` FROM saved_searches
		WHERE person_id = %s AND removed IS NULL ORDER BY id DESC`, person))
}

// newsOf counts among the newest unread lines, so that it costs the same to
// who never reads.
func newsOf(ctx context.Context, on store.Querier, actor access.Actor, limit int) ([]News, error) {
	return store.All[News](ctx, on, store.Q(`SELECT s.name, s.page, s.address, COALESCE(c.lines, 0) AS count FROM saved_searches s
		LEFT JOIN (SELECT few.reason_id, COUNT(*) AS lines FROM (
			SELECT n.subject_id, n.reason, n.reason_id FROM notices n
			WHERE n.person_id = %s AND n.stream = %d AND n.subject_kind = 'item' AND n.seen IS NULL
			ORDER BY n.updated DESC, n.subject_id DESC LIMIT 300) few
			JOIN %s i ON i.id = few.subject_id WHERE few.reason = %s GROUP BY few.reason_id) c ON c.reason_id = s.id
		WHERE s.person_id = %s AND s.removed IS NULL ORDER BY s.id DESC LIMIT %s`,
		actor.Person(), notification.ForInfo, access.From(actor, access.ReadItem), notification.FollowsSearch, actor.Person(), limit))
}

// removeSaved sets or clears since when somebody's search is removed.
func removeSaved(ctx context.Context, tx *store.Tx, person, search id.ID, removed clock.Time) (Saved, error) {
	return store.One[Saved](ctx, tx, store.Q(`UPDATE saved_searches SET removed = %s WHERE id = %s AND person_id = %s RETURNING `+savedColumns,
		turned(removed), search, person))
}

func dropSaved(ctx context.Context, tx *store.Tx, before clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM saved_searches WHERE removed < %s`, before))
	return err
}

// followedSearches are the kept searches of which their owner is told, in the
// order of their ids after one of them.
func followedSearches(ctx context.Context, on store.Querier, after id.ID, limit int) ([]Saved, error) {
	return store.All[Saved](ctx, on, store.Q(`SELECT s.id, s.person_id AS person, s.name, s.page, s.address, s.created
		FROM saved_searches s JOIN follows f ON f.person_id = s.person_id AND f.target_kind = 'search' AND f.target_id = s.id
		WHERE s.id > %s AND s.removed IS NULL AND f.level > 0 ORDER BY s.id LIMIT %s`, after, limit))
}
