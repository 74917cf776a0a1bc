package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Drafts -----------------------------------------------------------------------

type draftRow struct {
	Place   string
	Fields  string
	Updated clock.Time
}

func saveDraft(ctx context.Context, tx *store.Tx, by id.ID, place, fields string, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO drafts (person_id, place, fields, updated) VALUES (%s, %s, %s, %s)
		ON CONFLICT (person_id, place) DO UPDATE SET fields = excluded.fields, updated = excluded.updated`, by, place, fields, at))
	return err
}

// trimDrafts forgets the oldest ones beyond a number.
func trimDrafts(ctx context.Context, tx *store.Tx, by id.ID, keep int) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM drafts WHERE person_id = %s AND place IN
		(SELECT place FROM drafts WHERE person_id = %s ORDER BY updated DESC, place LIMIT 1000 OFFSET %s)`, by, by, keep))
	return err
}

func draftAt(ctx context.Context, on store.Querier, by id.ID, place string) (draftRow, error) {
	return store.One[draftRow](ctx, on, store.Q(`SELECT place, fields, updated FROM drafts WHERE person_id = %s AND place = %s`, by, place))
}

func draftsOf(ctx context.Context, on store.Querier, by id.ID) ([]draftRow, error) {
	return store.All[draftRow](ctx, on, store.Q(`SELECT place, fields, updated FROM drafts WHERE person_id = %s
		ORDER BY updated DESC LIMIT %s`, by, MaxDrafts))
}

func dropDraft(ctx context.Context, tx *store.Tx, by id.ID, place string) error {
	if place == "" {
		return nil
	}
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM drafts WHERE person_id = %s AND place = %s`, by, place))
	return err
}

// Reads ------------------------------------------------------------------------

func markRead(ctx context.Context, tx *store.Tx, by, item id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO reads (person_id, item_id, seen) VALUES (%s, %s, %s)
		ON CONFLICT (person_id, item_id) DO UPDATE SET seen = excluded.seen WHERE reads.seen < excluded.seen`, by, item, at))
	return err
}

func markAllRead(ctx context.Context, tx *store.Tx, actor access.Actor, by id.ID, items []id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO reads (person_id, item_id, seen)
		SELECT CAST(%s AS BIGINT), x.id, CAST(%s AS BIGINT) FROM %s x WHERE x.id IN %s
		ON CONFLICT (person_id, item_id) DO UPDATE SET seen = excluded.seen WHERE reads.seen < excluded.seen`,
		by, at, access.From(actor, access.ReadItem), store.Values(items)))
	return err
}

// Files ------------------------------------------------------------------------

const fileColumns = `f.id, f.owner_id, f.item_id, f.comment_id, f.hash, f.name, f.media, f.size, f.width, f.height, f.thumb, f.created,
	COALESCE((SELECT q.state FROM scans q WHERE q.hash = f.hash), 0) AS scan,
	COALESCE((SELECT t.reason FROM file_texts t WHERE t.hash = f.hash), '') AS unread`

func insertFile(ctx context.Context, tx *store.Tx, f File) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO files (id, owner_id, hash, name, media, size, width, height, thumb, created)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)`, f.ID, f.Owner, f.Hash, f.Name, f.Media, f.Size, f.Width, f.Height, f.Thumb, f.Created))
	return err
}

func fileByID(ctx context.Context, on store.Querier, file id.ID) (File, error) {
	return store.One[File](ctx, on, store.Q(`SELECT `+fileColumns+` FROM files f WHERE f.id = %s AND f.created > 0`, file))
}

// joinFiles gives loose files of one person to an item or a comment.
func joinFiles(ctx context.Context, tx *store.Tx, by, item, comment id.ID, files []id.ID) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`UPDATE files SET item_id = %s, comment_id = %s WHERE owner_id = %s AND item_id IS NULL
		AND created > 0 AND id IN %s`, item, comment.Nullable(), by, store.Values(files)))
}

// dropFiles forgets files of an item that no comment brought.
func dropFiles(ctx context.Context, tx *store.Tx, item id.ID, files []id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM files WHERE item_id = %s AND comment_id IS NULL AND id IN %s`, item, store.Values(files)))
	return err
}

func renameFile(ctx context.Context, tx *store.Tx, item, file id.ID, name string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE files SET name = %s WHERE item_id = %s AND id = %s`, name, item, file))
	return err
}

func filesOf(ctx context.Context, on store.Querier, item id.ID) ([]File, error) {
	return store.All[File](ctx, on, store.Q(`SELECT `+fileColumns+` FROM files f WHERE f.item_id = %s ORDER BY f.id LIMIT 1000`, item))
}

func looseFiles(ctx context.Context, on store.Querier, by id.ID, files []id.ID) ([]File, error) {
	return store.All[File](ctx, on, store.Q(`SELECT `+fileColumns+` FROM files f WHERE f.owner_id = %s AND f.item_id IS NULL
		AND f.created > 0 AND f.id IN %s ORDER BY f.id`, by, store.Values(files)))
}

func countLoose(ctx context.Context, on store.Querier, by id.ID) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM files WHERE item_id IS NULL AND owner_id = %s AND created > 0`, by))
}

// discardFile dates a loose file so far back that the next sweep takes it, with
// its bytes.
func discardFile(ctx context.Context, tx *store.Tx, by, file id.ID) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`UPDATE files SET created = 0 WHERE id = %s AND owner_id = %s AND item_id IS NULL AND created > 0`, file, by))
}

type sweptRow struct{ Hash, Thumb string }

// sweepLoose forgets loose files older than a moment and returns their hashes.
func sweepLoose(ctx context.Context, tx *store.Tx, before clock.Time) ([]string, error) {
	rows, err := store.All[sweptRow](ctx, tx, store.Q(`DELETE FROM files WHERE item_id IS NULL AND created < %s RETURNING hash, thumb`, before))
	return hashesOf(rows), err
}

func hashesOf(rows []sweptRow) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Hash)
		if r.Thumb != "" {
			out = append(out, r.Thumb)
		}
	}
	return out
}

// unusedHashes are those of a list that nothing names any more.
func unusedHashes(ctx context.Context, on store.Querier, hashes []string) ([]string, error) {
	used, err := store.All[string](ctx, on, store.Q(`SELECT hash FROM files WHERE hash IN %s
		UNION SELECT thumb FROM files WHERE thumb IN %s
		UNION SELECT hash FROM scans WHERE hash IN %s AND state = %d
		UNION SELECT x.photo FROM %s x WHERE x.photo IN %s`, store.Values(hashes), store.Values(hashes), store.Values(hashes), ScanInfected, anyPerson, store.Values(hashes)))
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, h := range used {
		known[h] = true
	}
	var out []string
	for _, h := range hashes {
		if !known[h] {
			known[h] = true
			out = append(out, h)
		}
	}
	return out, nil
}

// copyFile joins a file of an item to another item too: the bytes are the same,
// and are looked at by what they are.
func copyFile(ctx context.Context, tx *store.Tx, by, from, to, was, now id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO files (id, owner_id, item_id, hash, name, media, size, width, height, thumb, created)
		SELECT %s, %s, %s, f.hash, f.name, f.media, f.size, f.width, f.height, f.thumb, %s FROM files f WHERE f.id = %s AND f.item_id = %s AND f.comment_id IS NULL`,
		now, by, to, at, was, from))
	return err
}
