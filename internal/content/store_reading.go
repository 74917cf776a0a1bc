package content

import (
	"context"

	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/extract"
	"parvis/internal/id"
	"parvis/internal/store"
)

const textColumns = `t.hash, t.format, t.reason, t.body, t.title, t.pages, t.cut, t.macros, t.version, t.read_at`

func fileTextsOf(ctx context.Context, on store.Querier, hashes []string) ([]FileText, error) {
	return store.All[FileText](ctx, on, store.Q(`SELECT `+textColumns+` FROM file_texts t WHERE t.hash IN %s`, store.Values(hashes)))
}

// awaitText notes that the text of a content is to be read, unless it is known
// already, and tells whether it is.
func awaitText(ctx context.Context, tx *store.Tx, hash string) (waits bool, err error) {
	n, err := store.Exec(ctx, tx, store.Q(`INSERT INTO file_texts (hash) VALUES (%s) ON CONFLICT (hash) DO NOTHING`, hash))
	return n > 0, err
}

// unreadHashes are those whose text was read by an older reader, or never.
func unreadHashes(ctx context.Context, on store.Querier, limit int) ([]string, error) {
	return store.All[string](ctx, on, store.Q(`SELECT hash FROM file_texts WHERE version < %d ORDER BY version, hash LIMIT %d`, extract.Version, limit))
}

// nameOf is one of the names that a content bears.
func nameOf(ctx context.Context, on store.Querier, hash string) (string, error) {
	return store.One[string](ctx, on, store.Q(`SELECT name FROM files WHERE hash = %s ORDER BY id LIMIT 1`, hash))
}

func keepText(ctx context.Context, tx *store.Tx, hash string, r extract.Result, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO file_texts (hash, format, reason, body, title, pages, cut, macros, version, read_at)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
		ON CONFLICT (hash) DO UPDATE SET format = excluded.format, reason = excluded.reason, body = excluded.body, title = excluded.title,
			pages = excluded.pages, cut = excluded.cut, macros = excluded.macros, version = excluded.version, read_at = excluded.read_at`,
		hash, string(r.Format), string(r.Reason), r.Text, r.Title, r.Pages, r.Cut, r.Macros, extract.Version, now))
	return err
}

func dropTexts(ctx context.Context, tx *store.Tx, hashes []string) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM file_texts WHERE hash IN %s`, store.Values(hashes)))
	return err
}

// bearer is an item with a file of some content.
type bearer struct {
	Item      id.ID
	Community id.ID `db:"community_id"`
}

func bearersOf(ctx context.Context, on store.Querier, hash string) ([]bearer, error) {
	return store.All[bearer](ctx, on, store.Q(`SELECT x.id AS item, x.community_id FROM %s x
		WHERE x.id IN (SELECT f.item_id FROM files f WHERE f.hash = %s AND f.item_id IS NOT NULL) ORDER BY x.id`, anyItem, hash))
}

// event of the content of one of its files.
func (b bearer) event(verb activity.Verb, hash string) activity.Event {
	f := Fact{Hash: hash}
	return activity.Event{Verb: verb, Item: b.Item, Community: b.Community, Data: f.json()}
}
