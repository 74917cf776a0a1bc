package subpage

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/document"
	"parvis/internal/id"
	"parvis/internal/store"
)

// deepest stops at a tree that is deeper than any may become.
const deepest = 2 * MaxDepth

// treeOf reads the whole tree of a document, from its top, in one query: those
// that actor does not read, or that are in the bin, come without a title.
func treeOf(ctx context.Context, on store.Querier, actor access.Actor, item id.ID) ([]*Page, error) {
	return store.All[*Page](ctx, on, store.Q(`WITH RECURSIVE
		up (id, depth) AS (
			SELECT CAST(%s AS BIGINT), 0
			UNION ALL SELECT p.parent_id, up.depth + 1 FROM up JOIN document_pages p ON p.item_id = up.id WHERE up.depth < %d),
		down (id, parent_id, position, depth) AS (
			SELECT top.id, CAST(0 AS BIGINT), 0, 0 FROM (SELECT up.id FROM up ORDER BY up.depth DESC LIMIT 1) top
			UNION ALL SELECT p.item_id, p.parent_id, p.position, down.depth + 1 FROM down JOIN document_pages p ON p.parent_id = down.id WHERE down.depth < %d)
		SELECT down.id, down.parent_id, down.depth, COALESCE(x.title, '') AS title, COALESCE(x.state, 0) AS state,
			x.id IS NOT NULL AND x.state NOT IN (%d, %d) AS shown, w.id IS NOT NULL AS writes
		FROM down LEFT JOIN %s x ON x.id = down.id LEFT JOIN %s w ON w.id = down.id ORDER BY down.depth, down.position, down.id LIMIT %d`,
		item, deepest, deepest, access.Binned, access.Erased, access.From(actor, access.ReadItem), access.From(actor, document.Write), 2*MaxPages))
}

// childrenOf are the pages under a document, in order.
func childrenOf(ctx context.Context, tx *store.Tx, parent id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`SELECT item_id FROM document_pages WHERE parent_id = %s ORDER BY position, item_id`, parent))
}

func parentOf(ctx context.Context, on store.Querier, item id.ID) (id.ID, error) {
	return store.One[id.ID](ctx, on, store.Q(`SELECT COALESCE((SELECT parent_id FROM document_pages WHERE item_id = %s), 0)`, item))
}

// order writes the pages under a document.
func order(ctx context.Context, tx *store.Tx, parent id.ID, list []id.ID) error {
	for i, item := range list {
		_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO document_pages (item_id, parent_id, position) VALUES (%s, %s, %s)
			ON CONFLICT (item_id) DO UPDATE SET parent_id = excluded.parent_id, position = excluded.position`, item, parent, i))
		if err != nil {
			return err
		}
	}
	return nil
}

// detach puts a document at the top.
func detach(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM document_pages WHERE item_id = %s`, item))
	return err
}

// lock keeps others from changing these trees meanwhile: two moves at once must
// not put each of two pages under the other.
func lock(ctx context.Context, tx *store.Tx, items ...id.ID) error {
	slices.Sort(items)
	for _, item := range slices.Compact(items) {
		if _, err := store.Exec(ctx, tx, store.Q(`UPDATE documents SET updates = updates WHERE item_id = %s`, item)); err != nil {
			return err
		}
	}
	return nil
}

// Lift takes a document out of its tree: what stands under it stands under the
// one above from then on, or at the top.
func Lift(ctx context.Context, tx *store.Tx, item id.ID) error {
	parent, err := parentOf(ctx, tx, item)
	if err != nil {
		return err
	}
	children, err := childrenOf(ctx, tx, item)
	if err != nil {
		return err
	}
	if parent == 0 {
		for _, c := range children {
			if err := detach(ctx, tx, c); err != nil {
				return err
			}
		}
		return detach(ctx, tx, item)
	}
	beside, err := childrenOf(ctx, tx, parent)
	if err != nil {
		return err
	}
	if err := detach(ctx, tx, item); err != nil {
		return err
	}
	at := slices.Index(beside, item)
	return order(ctx, tx, parent, slices.Replace(beside, at, at+1, children...))
}
