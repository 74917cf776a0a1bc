package library

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

const uploadColumns = `u.id, u.owner_id, u.community_id, u.folder_id, u.replaces_id, u.name, u.path, u.note, u.same, u.burst,
	u.length, u.received, u.made_id, u.created, u.updated`

func insertUpload(ctx context.Context, tx *store.Tx, u Upload) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO uploads (id, owner_id, community_id, folder_id, replaces_id, name, path, note, same, burst, length, created, updated)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)`,
		u.ID, u.Owner, u.Community, u.Folder, u.Replaces.Nullable(), u.Name, u.Path, u.Note, u.Same, u.Burst, u.Length, u.Created, u.Updated))
	return err
}

// uploadOf finds an upload of somebody.
func uploadOf(ctx context.Context, on store.Querier, owner, upload id.ID) (Upload, error) {
	return store.One[Upload](ctx, on, store.Q(`SELECT `+uploadColumns+` FROM uploads u WHERE u.id = %s AND u.owner_id = %s`, upload, owner))
}

func countUploads(ctx context.Context, on store.Querier, owner id.ID) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM uploads u WHERE u.owner_id = %s AND u.made_id IS NULL`, owner))
}

// comingTo is what those who still send have announced to a library.
func comingTo(ctx context.Context, on store.Querier, community id.ID, since clock.Time) (int64, error) {
	return store.One[int64](ctx, on, store.Q(`SELECT CAST(COALESCE(SUM(u.length), 0) AS BIGINT) FROM uploads u
		WHERE u.community_id = %s AND u.updated >= %s AND u.made_id IS NULL`, community, since))
}

func setReceived(ctx context.Context, tx *store.Tx, upload id.ID, received int64, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE uploads SET received = %s, updated = %s WHERE id = %s`, received, at, upload))
	return err
}

func setMade(ctx context.Context, tx *store.Tx, upload id.ID, length int64, item id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE uploads SET received = %s, made_id = %s, updated = %s WHERE id = %s`, length, item, at, upload))
	return err
}

func dropUploads(ctx context.Context, tx *store.Tx, uploads []id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM uploads WHERE id IN %s`, store.Values(uploads)))
	return err
}

// sweepUploads forgets what was last written before a moment.
func sweepUploads(ctx context.Context, tx *store.Tx, before clock.Time) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`DELETE FROM uploads WHERE updated < %s RETURNING id`, before))
}
