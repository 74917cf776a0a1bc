package content

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

const commentColumns = `k.id, k.item_id, k.parent_id, k.kind, k.state, k.author_id, k.source, k.revision, k.useful, k.useless,
	k.thanks, k.created, k.edited, k.editor_id, k.binner_id`

func commentByID(ctx context.Context, on store.Querier, comment id.ID) (Comment, error) {
	c, err := store.One[Comment](ctx, on, store.Q(`SELECT `+commentColumns+` FROM comments k JOIN %s x ON x.id = k.item_id
		WHERE k.id = %s`, anyItem, comment))
	if errors.Is(err, store.ErrNone) {
		return c, fault.NotFound()
	}
	return c, err
}

func commentByForm(ctx context.Context, on store.Querier, by, form id.ID) (Comment, error) {
	return store.One[Comment](ctx, on, store.Q(`SELECT `+commentColumns+` FROM comments k JOIN %s x ON x.id = k.item_id
		WHERE k.author_id = %s AND k.form = %s`, anyItem, by, form))
}

// insertComment tells whether it was written: a form that was already received
// writes nothing.
func insertComment(ctx context.Context, tx *store.Tx, c Comment, form id.ID) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`INSERT INTO comments (id, item_id, parent_id, kind, state, author_id, source, created, form)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING`,
		c.ID, c.Item, c.Parent.Nullable(), c.Kind, c.State, c.Author, c.Source, c.Created, form.Nullable()))
	return n == 1, err
}

func countComment(ctx context.Context, tx *store.Tx, item id.ID, by int, activity clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET comments = comments + %s,
		activity = CASE WHEN activity < %s THEN %s ELSE activity END WHERE id = %s`,
		by, millis(activity), millis(activity), item))
	return err
}

func setCommentState(ctx context.Context, tx *store.Tx, comment id.ID, to access.State, binner id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE comments SET state = %s, binner_id = %s WHERE id = %s`, to, binner.Nullable(), comment))
	return err
}

// commentsAround reads a run of comments: up to limit of them, those before
// an id (newest kept) or from an id on.
func commentsBefore(ctx context.Context, on store.Querier, item, before id.ID, limit int) ([]Comment, error) {
	return store.All[Comment](ctx, on, store.Q(`SELECT * FROM (SELECT `+commentColumns+` FROM comments k
		WHERE k.item_id = %s AND k.id < %s ORDER BY k.id DESC LIMIT %s) t ORDER BY t.id`, item, before, limit))
}

func commentsFrom(ctx context.Context, on store.Querier, item, from id.ID, limit int) ([]Comment, error) {
	return store.All[Comment](ctx, on, store.Q(`SELECT `+commentColumns+` FROM comments k
		WHERE k.item_id = %s AND k.id >= %s ORDER BY k.id LIMIT %s`, item, from, limit))
}

// outlineOf lists the comments of an item without their texts, in the order in
// which they were written.
func outlineOf(ctx context.Context, on store.Querier, item id.ID) ([]outlined, error) {
	return store.All[outlined](ctx, on, store.Q(`SELECT k.id, k.parent_id, k.kind, k.useful - k.useless AS worth FROM comments k
		WHERE k.item_id = %s ORDER BY k.id`, item))
}

// threadCounts are how the comments of an item stand around a run and since a
// visit. Those in the bin keep their place, so they count in the run.
type threadCounts struct {
	Older  int
	Newer  int
	Next   id.ID
	Unread int
	First  id.ID
}

func countAround(ctx context.Context, on store.Querier, item, first, last id.ID, reader id.ID, since clock.Time) (threadCounts, error) {
	return store.One[threadCounts](ctx, on, store.Q(`SELECT
		COUNT(CASE WHEN k.id < %s THEN 1 END) AS older,
		COUNT(CASE WHEN k.id > %s THEN 1 END) AS newer,
		MIN(CASE WHEN k.id > %s THEN k.id END) AS next,
		COUNT(CASE WHEN k.created > %s AND k.author_id <> %s AND k.state = %s THEN 1 END) AS unread,
		MIN(CASE WHEN k.created > %s AND k.author_id <> %s AND k.state = %s THEN k.id END) AS first
		FROM comments k WHERE k.item_id = %s`,
		first, last, last, millis(since), reader, access.Published, millis(since), reader, access.Published, item))
}

func commentsByID(ctx context.Context, on store.Querier, item id.ID, list []id.ID) ([]Comment, error) {
	return store.All[Comment](ctx, on, store.Q(`SELECT `+commentColumns+` FROM comments k
		WHERE k.item_id = %s AND k.id IN %s`, item, store.Values(list)))
}
