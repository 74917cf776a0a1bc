package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

// unread are the restricted dispatches among these that somebody reads, did not
// write and did not open on a day.
func unread(ctx context.Context, on store.Querier, actor access.Actor, items []id.ID, day int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT d.item_id FROM dispatches d JOIN %s x ON x.id = d.item_id
		WHERE d.item_id IN %s AND x.protection = %s AND x.author_id <> %s
			AND NOT EXISTS (SELECT 1 FROM dispatch_readings r WHERE r.item_id = d.item_id AND r.person_id = %s AND r.day = %s)
		ORDER BY d.item_id`, access.From(actor, access.ReadItem), store.Values(items), access.Restricted, actor.Person(), actor.Person(), day))
}

// markRead notes that somebody opened one on a day, and tells whether they did
// for the first time.
func markRead(ctx context.Context, tx *store.Tx, item, person id.ID, day int) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_readings (item_id, person_id, day) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING`, item, person, day))
	return n == 1, err
}
