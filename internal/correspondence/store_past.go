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

// unfile leaves nothing of a dispatch among the others.
func unfile(ctx context.Context, tx *store.Tx, item id.ID) error {
	for _, q := range []*store.Query{
		store.Q(`DELETE FROM dispatch_affairs WHERE item_id = %s`, item),
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
