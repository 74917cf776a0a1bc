package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

// builtOn tells whether something was done since with a dispatch that was
// brought: on a desk, or in a dispatch of this site that refers to it.
func builtOn(ctx context.Context, tx *store.Tx, item id.ID) (bool, error) {
	return store.One[bool](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM deliveries v JOIN dispatches d ON d.item_id = v.item_id WHERE v.item_id = %s
			AND (v.assignee_id IS NOT NULL OR v.from_id IS NOT NULL OR v.kept IS NOT NULL OR v.outcome <> ''
				OR COALESCE(v.acknowledged, d.released) <> d.released OR COALESCE(v.closed, d.released) <> d.released))
		OR EXISTS (SELECT 1 FROM delivery_notes n WHERE n.item_id = %s)
		OR EXISTS (SELECT 1 FROM dispatch_references r WHERE r.to_id = %s AND NOT EXISTS (SELECT 1 FROM dispatch_origins o WHERE o.item_id = r.item_id))`,
		item, item, item))
}

// awaitAgain has those that refer to a dispatch wait for it, as before it came.
func awaitAgain(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_awaited (origin, item_id, kind) SELECT x.origin, r.item_id, r.kind
		FROM dispatch_references r JOIN %s x ON x.id = r.to_id WHERE r.to_id = %s AND x.origin IS NOT NULL ON CONFLICT DO NOTHING`,
		access.From(system, access.ReadItem), item))
	return err
}

// unfile leaves nothing of a dispatch among the others: its affair goes on from
// the next one.
func unfile(ctx context.Context, tx *store.Tx, item id.ID) error {
	next, err := store.One[id.ID](ctx, tx, store.Q(`SELECT MIN(d.item_id) FROM dispatches d JOIN %s x ON x.id = d.item_id
		WHERE d.affair_id = %s AND d.item_id <> %s`, access.From(system, access.ReadItem), item, item))
	if err != nil {
		return err
	}
	name := store.Q(`DELETE FROM dispatch_affairs WHERE affair_id = %s`, item)
	if next != 0 {
		name = store.Q(`UPDATE dispatch_affairs SET affair_id = %s WHERE affair_id = %s`, next, item)
	}
	for _, q := range []*store.Query{
		name,
		store.Q(`UPDATE dispatches SET affair_id = %s WHERE affair_id = %s AND item_id <> %s`, next.Nullable(), item, item),
		store.Q(`UPDATE dispatches SET affair_id = item_id WHERE item_id = %s`, item),
		store.Q(`DELETE FROM dispatch_references WHERE item_id = %s OR to_id = %s`, item, item),
		store.Q(`DELETE FROM dispatch_awaited WHERE item_id = %s`, item),
		store.Q(`DELETE FROM dispatch_origins WHERE item_id = %s`, item),
		store.Q(`DELETE FROM deliveries WHERE item_id = %s`, item),
		store.Q(`DELETE FROM named_units WHERE item_id = %s`, item),
	} {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}
