package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

func longBinned(ctx context.Context, on store.Querier, before clock.Time, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT x.id FROM %s x WHERE x.state = %d AND x.binned < %s ORDER BY x.id LIMIT %s`,
		anyItem, access.Binned, before, limit))
}

// eraseItem empties an item and all that hangs on it, and returns the hashes of
// its files. The rows of the item and of its comments stay, without a word of
// what they held: to delete them would have the database look for their
// children in tables of millions of rows, the only writer held meanwhile.
func eraseItem(ctx context.Context, tx *store.Tx, item id.ID) ([]string, error) {
	rows, err := store.All[sweptRow](ctx, tx, store.Q(`DELETE FROM files WHERE item_id = %s RETURNING hash, thumb`, item))
	if err != nil {
		return nil, err
	}
	for _, q := range []*store.Query{
		store.Q(`DELETE FROM revisions WHERE item_id = %s`, item),
		store.Q(`DELETE FROM reactions WHERE item_id = %s`, item),
		store.Q(`DELETE FROM mentions WHERE item_id = %s`, item),
		store.Q(`DELETE FROM item_tags WHERE item_id = %s`, item),
		store.Q(`DELETE FROM relays WHERE item_id = %s`, item),
		store.Q(`DELETE FROM follows WHERE target_kind = 'item' AND target_id = %s`, item),
		store.Q(`DELETE FROM bodies WHERE item_id = %s`, item),
		store.Q(`DELETE FROM joined_comments WHERE item_id = %s`, item),
		store.Q(`DELETE FROM joins WHERE item_id = %s`, item),
		store.Q(`UPDATE comments SET source = '', state = %d WHERE item_id = %s`, access.Binned, item),
		store.Q(`UPDATE items SET state = %d, title = '', title_fold = '', excerpt = '', reason = '', comments = 0 WHERE id = %s`, access.Erased, item),
	} {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return nil, err
		}
	}
	return hashesOf(rows), nil
}
