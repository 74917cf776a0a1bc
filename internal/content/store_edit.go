package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// keepRevision sets the text that is about to be replaced aside.
func keepRevision(ctx context.Context, tx *store.Tx, item, comment id.ID, r Revision) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO revisions (id, item_id, comment_id, number, author_id, title, source, created)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s)`,
		r.ID, item, comment.Nullable(), r.Number, r.Author, r.Title, r.Source, r.Created))
	return err
}

func revisionsOf(ctx context.Context, on store.Querier, item, comment id.ID) ([]Revision, error) {
	return store.All[Revision](ctx, on, store.Q(`SELECT id, number, author_id, title, source, created FROM revisions
		WHERE item_id = %s AND COALESCE(comment_id, 0) = %s ORDER BY number`, item, comment))
}

func rewriteItem(ctx context.Context, tx *store.Tx, it Item, source string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET title = %s, title_fold = %s, excerpt = %s, audience = %s, important = %s,
		published = %s, revision = %s, edited = %s, editor_id = %s WHERE id = %s`,
		it.Title, fold(it.Title), it.Excerpt, it.Audience, it.Important, it.Published, it.Revision, it.Edited, it.Editor.Nullable(), it.ID))
	if err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, store.Q(`UPDATE bodies SET source = %s, fold = %s WHERE item_id = %s`, source, fold(source), it.ID))
	return err
}

func setTitle(ctx context.Context, tx *store.Tx, item id.ID, title string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET title = %s, title_fold = %s WHERE id = %s`, title, fold(title), item))
	return err
}

// stir says that something happened to an item, which rises in lists.
func stir(ctx context.Context, tx *store.Tx, item id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET activity = %s WHERE id = %s AND activity < %s`, at, item, at))
	return err
}

func rewriteComment(ctx context.Context, tx *store.Tx, c Comment) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE comments SET source = %s, revision = %s, edited = %s, editor_id = %s WHERE id = %s`,
		c.Source, c.Revision, c.Edited, c.Editor.Nullable(), c.ID))
	return err
}

// others tells whether somebody else than its author has commented an item.
func others(ctx context.Context, on store.Querier, it Item) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM comments WHERE item_id = %s AND author_id <> %s)`, it.ID, it.Author))
}

// Reactions --------------------------------------------------------------------

func addReaction(ctx context.Context, tx *store.Tx, on Subject, by id.ID, kind Reaction, at clock.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`INSERT INTO reactions (item_id, comment_id, person_id, kind, created)
		VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING`, on.Item, on.Comment, by, kind, at))
	return n == 1, err
}

func dropReaction(ctx context.Context, tx *store.Tx, on Subject, by id.ID, kind Reaction) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`DELETE FROM reactions WHERE item_id = %s AND comment_id = %s AND person_id = %s AND kind = %s`,
		on.Item, on.Comment, by, kind))
	return n == 1, err
}

func countReaction(ctx context.Context, tx *store.Tx, on Subject, kind Reaction, by int) error {
	column := map[Reaction]*store.Query{Useful: store.Q("useful"), Useless: store.Q("useless"), Thanks: store.Q("thanks")}[kind]
	q := store.Q(`UPDATE items SET %s = %s + %s WHERE id = %s`, column, column, by, on.Item)
	if on.Comment != 0 {
		q = store.Q(`UPDATE comments SET %s = %s + %s WHERE id = %s`, column, column, by, on.Comment)
	}
	_, err := store.Exec(ctx, tx, q)
	return err
}

type reactionRow struct {
	CommentID id.ID
	Kind      Reaction
}

// mineOn reads what somebody said of an item (key 0) and of its comments.
func mineOn(ctx context.Context, on store.Querier, item, by id.ID) (map[id.ID]Mine, error) {
	rows, err := store.All[reactionRow](ctx, on, store.Q(`SELECT comment_id, kind FROM reactions WHERE item_id = %s AND person_id = %s`, item, by))
	out := map[id.ID]Mine{}
	for _, r := range rows {
		m := out[r.CommentID]
		switch r.Kind {
		case Useful:
			m.Useful = true
		case Useless:
			m.Useless = true
		case Thanks:
			m.Thanks = true
		}
		out[r.CommentID] = m
	}
	return out, err
}

// Relays -----------------------------------------------------------------------

func insertRelay(ctx context.Context, tx *store.Tx, item id.ID, r Relayed) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`INSERT INTO relays (item_id, community_id, person_id, note, created)
		VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING`, item, r.Community, r.By, r.Note, r.Created))
	return n == 1, err
}

func dropRelays(ctx context.Context, tx *store.Tx, item id.ID, communities []id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM relays WHERE item_id = %s AND community_id IN %s`, item, store.Values(communities)))
	return err
}

// relaysOf names where an item was relayed, to those who may know of the
// place.
func relaysOf(ctx context.Context, on store.Querier, actor access.Actor, item id.ID) ([]Relayed, error) {
	return store.All[Relayed](ctx, on, store.Q(`SELECT r.community_id, x.name, r.person_id, r.note, r.created
		FROM relays r JOIN %s x ON x.id = r.community_id WHERE r.item_id = %s ORDER BY r.created`,
		access.From(actor, access.ReadCommunity), item))
}
