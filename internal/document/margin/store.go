package margin

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

const threadColumns = `t.comment_id, t.item_id, t.first, t.last, t.quote, t.says, t.resolved, COALESCE(t.resolver_id, 0) AS resolver_id`

func insertThread(ctx context.Context, tx *store.Tx, t Thread) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO document_threads (comment_id, item_id, first, last, quote, says) VALUES (%s, %s, %s, %s, %s, %s)`,
		t.Comment, t.Item, t.First, t.Last, t.Quote, t.Says))
	return err
}

// threadsOf are the threads of a document, in the order in which they began.
// One of which all was taken away is none.
func threadsOf(ctx context.Context, on store.Querier, item id.ID) ([]Thread, error) {
	return store.All[Thread](ctx, on, store.Q(`SELECT `+threadColumns+` FROM document_threads t JOIN comments k ON k.id = t.comment_id
		WHERE t.item_id = %s AND k.item_id = t.item_id AND (k.state = %d
			OR EXISTS (SELECT 1 FROM comments r WHERE r.item_id = t.item_id AND r.parent_id = k.id AND r.state = %d))
		ORDER BY t.comment_id`, item, access.Published, access.Published))
}

// threadsAmong are those of some comments of an item that begin a thread.
func threadsAmong(ctx context.Context, on store.Querier, item id.ID, comments []id.ID) ([]Thread, error) {
	if len(comments) == 0 {
		return nil, nil
	}
	return store.All[Thread](ctx, on, store.Q(`SELECT `+threadColumns+` FROM document_threads t WHERE t.item_id = %s AND t.comment_id IN %s`, item, store.Values(comments)))
}

// setResolved notes that a thread is resolved, or open again for a zero time; it
// tells whether that changed something.
func setResolved(ctx context.Context, tx *store.Tx, item, comment id.ID, at clock.Time, by id.ID) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`UPDATE document_threads SET resolved = %s, resolver_id = %s
		WHERE item_id = %s AND comment_id = %s AND (resolved IS NULL) = (%s)`, at, by.Nullable(), item, comment, !at.IsZero()))
	return n == 1, err
}

// moveThread anchors a thread anew, unless it was moved meanwhile.
func moveThread(ctx context.Context, tx *store.Tx, t Thread, to Anchor, says string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE document_threads SET first = %s, last = %s, says = %s
		WHERE item_id = %s AND comment_id = %s AND says = %s`, to.First, to.Last, says, t.Item, t.Comment, t.Says))
	return err
}

// anchored tells whether a document has a thread.
func anchored(ctx context.Context, on store.Querier, item id.ID) (bool, error) {
	n, err := store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM (SELECT t.comment_id FROM document_threads t WHERE t.item_id = %s LIMIT 1) x`, item))
	return n > 0, err
}

// Erase forgets where the threads of a document that goes for good were
// anchored, and the words that they quote.
func Erase(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM document_threads WHERE item_id = %s`, item))
	return err
}
