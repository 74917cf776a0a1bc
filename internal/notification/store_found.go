package notification

import (
	"context"

	"parvis/internal/id"
	"parvis/internal/store"
)

// putFound adds lines for those who have none about the item and did not mute
// it, and returns whom it told.
func putFound(ctx context.Context, tx *store.Tx, list []Found) ([]id.ID, error) {
	rows := make([]*store.Query, len(list))
	for i, f := range list {
		rows[i] = store.Q(`SELECT CAST(%s AS BIGINT) AS person, CAST(%s AS BIGINT) AS search, CAST(%s AS BIGINT) AS item,
			CAST(%s AS BIGINT) AS comment, CAST(%s AS BIGINT) AS actor, CAST(%s AS BIGINT) AS moment`,
			f.Person, f.Search, f.Item, f.Comment.Nullable(), f.Actor.Nullable(), f.At)
	}
	return store.All[id.ID](ctx, tx, store.Q(`INSERT INTO notices
		(person_id, stream, subject_kind, subject_id, reason, reason_id, actor_id, comment_id, count, created, updated)
		SELECT f.person, %d, 'item', f.item, CAST(%s AS TEXT), f.search, f.actor, f.comment, 1, f.moment, f.moment FROM (%s) f
		WHERE NOT EXISTS (SELECT 1 FROM notices n WHERE n.person_id = f.person AND n.subject_kind = 'item' AND n.subject_id = f.item)
		AND NOT EXISTS (SELECT 1 FROM follows m WHERE m.person_id = f.person AND m.target_kind = 'item' AND m.target_id = f.item AND m.level = %d)
		ON CONFLICT DO NOTHING RETURNING person_id`, ForInfo, FollowsSearch, store.Join(rows, " UNION ALL "), Nothing))
}
