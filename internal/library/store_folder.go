package library

import (
	"context"
	"errors"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

const folderColumns = `d.id, d.community_id, d.parent_id, d.name, d.path, d.author_id, d.created, d.binned`

// folderIn finds a folder of a community, in the bin too.
func folderIn(ctx context.Context, on store.Querier, community, folder id.ID) (Folder, error) {
	f, err := store.One[Folder](ctx, on, store.Q(`SELECT `+folderColumns+` FROM folders d WHERE d.community_id = %s AND d.id = %s`, community, folder))
	if errors.Is(err, store.ErrNone) {
		return f, fault.NotFound()
	}
	return f, err
}

// foldersByID finds folders of a community, out of the bin, by name.
func foldersByID(ctx context.Context, on store.Querier, community id.ID, folders []id.ID) ([]Folder, error) {
	if len(folders) == 0 {
		return nil, nil
	}
	return store.All[Folder](ctx, on, store.Q(`SELECT `+folderColumns+` FROM folders d
		WHERE d.community_id = %s AND d.id IN %s AND d.binned IS NULL ORDER BY d.name_key`, community, store.Values(folders)))
}

func foldersUnder(ctx context.Context, on store.Querier, community, parent id.ID) ([]Folder, error) {
	return store.All[Folder](ctx, on, store.Q(`SELECT `+folderColumns+` FROM folders d
		WHERE d.community_id = %s AND d.parent_id = %s AND d.binned IS NULL ORDER BY d.name_key LIMIT %s`, community, parent, MaxFolders))
}

// foldersNamed looks for names in a folder and in all below it.
func foldersNamed(ctx context.Context, on store.Querier, community id.ID, within Folder, words []string, limit int) ([]Folder, error) {
	return store.All[Folder](ctx, on, store.Q(`SELECT `+folderColumns+` FROM folders d
		WHERE d.community_id = %s AND d.path LIKE %s AND d.id <> %s AND d.binned IS NULL AND %s ORDER BY d.name_key LIMIT %s`,
		community, within.Path+"%", within.ID, holds(store.Q("d.name_key"), words), limit))
}

// allFolders is the whole tree, a folder after the one that holds it.
func allFolders(ctx context.Context, on store.Querier, community id.ID, limit int) ([]Folder, error) {
	return store.All[Folder](ctx, on, store.Q(`SELECT `+folderColumns+` FROM folders d
		WHERE d.community_id = %s AND d.binned IS NULL ORDER BY d.name_key LIMIT %s`, community, limit))
}

// foldersBelow is a folder and all below it that went to the bin at a moment,
// or that are not there when it is zero.
func foldersBelow(ctx context.Context, on store.Querier, top Folder, binned clock.Time) ([]Folder, error) {
	state := store.Q("d.binned IS NULL")
	if !binned.IsZero() {
		state = store.Q("d.binned = %s", binned)
	}
	return store.All[Folder](ctx, on, store.Q(`SELECT `+folderColumns+` FROM folders d
		WHERE d.community_id = %s AND d.path LIKE %s AND %s ORDER BY d.path`, top.Community, top.Path+"%", state))
}

func folderNamed(ctx context.Context, on store.Querier, community, parent id.ID, name string) (Folder, error) {
	return store.One[Folder](ctx, on, store.Q(`SELECT `+folderColumns+` FROM folders d
		WHERE d.community_id = %s AND d.parent_id = %s AND d.name_key = %s AND d.binned IS NULL`, community, parent, key(name)))
}

func countFolders(ctx context.Context, on store.Querier, community, parent id.ID) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM folders d WHERE d.community_id = %s AND d.parent_id = %s AND d.binned IS NULL`, community, parent))
}

// insertFolder makes a folder, and tells whether its name was free.
func insertFolder(ctx context.Context, tx *store.Tx, f Folder) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`INSERT INTO folders (id, community_id, parent_id, name, name_key, path, author_id, created)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING`,
		f.ID, f.Community, f.Parent, f.Name, key(f.Name), f.Path, f.Author, f.Created))
	return n == 1, err
}

// placeFolder gives a folder a parent and a name, and all below it their path.
func placeFolder(ctx context.Context, tx *store.Tx, before, after Folder) error {
	if _, err := store.Exec(ctx, tx, store.Q(`UPDATE folders SET parent_id = %s, name = %s, name_key = %s WHERE id = %s`,
		after.Parent, after.Name, key(after.Name), after.ID)); err != nil || before.Path == after.Path {
		return err
	}
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE folders SET path = %s || SUBSTR(path, %s) WHERE community_id = %s AND path LIKE %s`,
		after.Path, len(before.Path)+1, before.Community, before.Path+"%"))
	return err
}

func binFolders(ctx context.Context, tx *store.Tx, folders []id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE folders SET binned = %s WHERE id IN %s AND binned IS NULL`, at, store.Values(folders)))
	return err
}

func unbinFolder(ctx context.Context, tx *store.Tx, folder id.ID, name string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE folders SET binned = NULL, name = %s, name_key = %s WHERE id = %s`, name, key(name), folder))
	return err
}

// lockLibrary makes what changes the tree of a community go one after the
// other.
func lockLibrary(ctx context.Context, tx *store.Tx, community id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO libraries (community_id) VALUES (%s)
		ON CONFLICT (community_id) DO UPDATE SET used = libraries.used`, community))
	return err
}
