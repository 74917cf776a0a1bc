package library

import (
	"context"
	"errors"
	"strings"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// shown are the states in which a file stands in its folder, for whoever reads
// it.
var shown = []access.State{access.Scheduled, access.Pending, access.Returned, access.Published, access.Archived}

const entryColumns = `x.id, x.title, x.author_id, x.state, l.folder_id, l.current_id, l.number, l.kind, l.size, l.changed, v.author_id AS by`

const entryTables = ` FROM library_files l JOIN %s x ON x.id = l.item_id JOIN library_versions v ON v.file_id = l.current_id`

// holds is the condition that a name holds every word.
func holds(column *store.Query, words []string) *store.Query {
	parts := []*store.Query{store.Q("TRUE")}
	for _, w := range words {
		parts = append(parts, store.Q(`%s LIKE %s ESCAPE '!'`, column, "%"+escapeLike.Replace(w)+"%"))
	}
	return store.Join(parts, " AND ")
}

var escapeLike = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// after is the keyset condition of an order, and the order itself. The keys of
// the last row are read where they are.
func (s Sort) after(last id.ID) (where, order *store.Query) {
	where = store.Q("TRUE")
	switch s {
	case ByDate:
		if last != 0 {
			where = store.Q(`(l.changed, l.item_id) < (SELECT a.changed, a.item_id FROM library_files a WHERE a.item_id = %s)`, last)
		}
		return where, store.Q("l.changed DESC, l.item_id DESC")
	case BySize:
		if last != 0 {
			where = store.Q(`(l.size, l.item_id) < (SELECT a.size, a.item_id FROM library_files a WHERE a.item_id = %s)`, last)
		}
		return where, store.Q("l.size DESC, l.item_id DESC")
	case ByKind:
		if last != 0 {
			where = store.Q(`(l.kind, l.name_key, l.item_id) > (SELECT a.kind, a.name_key, a.item_id FROM library_files a WHERE a.item_id = %s)`, last)
		}
		return where, store.Q("l.kind, l.name_key, l.item_id")
	}
	if last != 0 {
		where = store.Q(`(l.name_key, l.item_id) > (SELECT a.name_key, a.item_id FROM library_files a WHERE a.item_id = %s)`, last)
	}
	return where, store.Q("l.name_key, l.item_id")
}

func entriesIn(ctx context.Context, on store.Querier, actor access.Actor, community, folder id.ID, f Filter, limit int) ([]Entry, error) {
	where, order := f.Sort.after(f.After)
	return store.All[Entry](ctx, on, store.Q(`SELECT `+entryColumns+entryTables+`
		WHERE l.community_id = %s AND l.folder_id = %s AND x.state IN %s AND %s ORDER BY %s LIMIT %s`,
		access.From(actor, access.ReadItem), community, folder, store.Values(shown), where, order, limit))
}

// entriesNamed looks for names in a folder and in all below it.
func entriesNamed(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, within Folder, words []string, f Filter, limit int) ([]Entry, error) {
	where, order := f.Sort.after(f.After)
	below := store.Q("TRUE")
	if within.ID != 0 {
		below = store.Q(`l.folder_id IN (SELECT d.id FROM folders d WHERE d.community_id = %s AND d.path LIKE %s AND d.binned IS NULL)`,
			community, within.Path+"%")
	}
	return store.All[Entry](ctx, on, store.Q(`SELECT `+entryColumns+entryTables+`
		WHERE l.community_id = %s AND %s AND x.state IN %s AND %s AND %s ORDER BY %s LIMIT %s`,
		access.From(actor, access.ReadItem), community, below, store.Values(shown), holds(store.Q("l.name_key"), words), where, order, limit))
}

// entriesByID finds files of a community that actor may see in it.
func entriesByID(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, items []id.ID) ([]Entry, error) {
	if len(items) == 0 {
		return nil, nil
	}
	return store.All[Entry](ctx, on, store.Q(`SELECT `+entryColumns+entryTables+`
		WHERE l.community_id = %s AND l.item_id IN %s AND x.state IN %s ORDER BY l.name_key, l.item_id`,
		access.From(actor, access.ReadItem), community, store.Values(items), store.Values(shown)))
}

// entriesBelow are the files in a folder and in all below it.
func entriesBelow(ctx context.Context, on store.Querier, actor access.Actor, top Folder, limit int) ([]Entry, error) {
	return store.All[Entry](ctx, on, store.Q(`SELECT `+entryColumns+entryTables+` JOIN folders d ON d.id = l.folder_id
		WHERE l.community_id = %s AND d.community_id = %s AND d.path LIKE %s AND d.binned IS NULL AND x.state IN %s
		ORDER BY d.path, l.name_key, l.item_id LIMIT %s`,
		access.From(actor, access.ReadItem), top.Community, top.Community, top.Path+"%", store.Values(shown), limit))
}

// strangersBelow counts the files under a folder that actor may not put into
// the bin, those that they do not even read included.
func strangersBelow(ctx context.Context, on store.Querier, top Folder, actor id.ID) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*)`+entryTables+` JOIN folders d ON d.id = l.folder_id
		WHERE l.community_id = %s AND d.community_id = %s AND d.path LIKE %s AND d.binned IS NULL AND x.state IN %s AND x.author_id <> %s`,
		access.From(access.SystemActor("whose files a folder holds"), access.ReadItem), top.Community, top.Community, top.Path+"%",
		store.Values(shown), actor))
}

// binnedBelow are the files that went to the bin with a folder.
func binnedBelow(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, folders []id.ID, at clock.Time) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT x.id`+entryTables+`
		WHERE l.community_id = %s AND l.folder_id IN %s AND x.state = %s AND x.binned >= %s ORDER BY x.id`,
		access.From(actor, access.ReadItem), community, store.Values(folders), access.Binned, at))
}

// named finds a file of that name in a folder, another than one, for who may
// read it.
func named(ctx context.Context, on store.Querier, actor access.Actor, community, folder id.ID, name string, but id.ID) (id.ID, error) {
	item, err := store.One[id.ID](ctx, on, store.Q(`SELECT MIN(x.id)`+entryTables+`
		WHERE l.community_id = %s AND l.folder_id = %s AND l.name_key = %s AND x.state IN %s AND x.id <> %s HAVING MIN(x.id) IS NOT NULL`,
		access.From(actor, access.ReadItem), community, folder, key(name), store.Values(shown), but))
	if errors.Is(err, store.ErrNone) {
		return 0, nil
	}
	return item, err
}

// onShelf is what the library keeps of one file.
type onShelf struct {
	Item      id.ID `db:"item_id"`
	Community id.ID `db:"community_id"`
	Folder    id.ID `db:"folder_id"`
	Current   id.ID `db:"current_id"`
	Number    int
	Size      int64
}

func shelfOf(ctx context.Context, on store.Querier, item id.ID) (onShelf, error) {
	s, err := store.One[onShelf](ctx, on, store.Q(`SELECT item_id, community_id, folder_id, current_id, number, size
		FROM library_files WHERE item_id = %s`, item))
	if errors.Is(err, store.ErrNone) {
		return s, fault.NotFound()
	}
	return s, err
}

// Current tells which of their files is fetched, of those of these items that
// are files of a library.
func Current(ctx context.Context, on store.Querier, items []id.ID) (map[id.ID]id.ID, error) {
	if len(items) == 0 {
		return nil, nil
	}
	type pair struct {
		Item    id.ID `db:"item_id"`
		Current id.ID `db:"current_id"`
	}
	list, err := store.All[pair](ctx, on, store.Q(`SELECT item_id, current_id FROM library_files WHERE item_id IN %s`, store.Values(items)))
	out := make(map[id.ID]id.ID, len(list))
	for _, p := range list {
		out[p.Item] = p.Current
	}
	return out, err
}

func insertFile(ctx context.Context, tx *store.Tx, s onShelf, name, kind string, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO library_files (item_id, community_id, folder_id, current_id, number, name_key, kind, size, changed)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)`, s.Item, s.Community, s.Folder, s.Current, s.Number, key(name), kind, s.Size, at))
	return err
}

// setCurrent names the version that is fetched.
func setCurrent(ctx context.Context, tx *store.Tx, s onShelf, kind string, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE library_files SET current_id = %s, number = %s, kind = %s, size = %s, changed = %s WHERE item_id = %s`,
		s.Current, s.Number, kind, s.Size, at, s.Item))
	return err
}

func setName(ctx context.Context, tx *store.Tx, item id.ID, name string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE library_files SET name_key = %s WHERE item_id = %s`, key(name), item))
	return err
}

func setPlace(ctx context.Context, tx *store.Tx, item, community, folder id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE library_files SET community_id = %s, folder_id = %s WHERE item_id = %s`, community, folder, item))
	return err
}

// Versions ---------------------------------------------------------------------

type versionRow struct {
	File    id.ID `db:"file_id"`
	Number  int
	Author  id.ID `db:"author_id"`
	Size    int64
	Note    string
	Created clock.Time
}

func insertVersion(ctx context.Context, tx *store.Tx, item id.ID, v versionRow) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO library_versions (file_id, item_id, number, author_id, size, note, created)
		VALUES (%s, %s, %s, %s, %s, %s, %s)`, v.File, item, v.Number, v.Author, v.Size, v.Note, v.Created))
	return err
}

// versionsOf are the versions of a file, the last first.
func versionsOf(ctx context.Context, on store.Querier, item id.ID) ([]versionRow, error) {
	return store.All[versionRow](ctx, on, store.Q(`SELECT file_id, number, author_id, size, note, created FROM library_versions
		WHERE item_id = %s ORDER BY number DESC LIMIT %s`, item, MaxVersions+1))
}

// sizeOf is what all versions of a file take.
func sizeOf(ctx context.Context, on store.Querier, item id.ID) (int64, error) {
	return store.One[int64](ctx, on, store.Q(`SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM library_versions WHERE item_id = %s`, item))
}

func forget(ctx context.Context, tx *store.Tx, item id.ID) error {
	for _, q := range []*store.Query{
		store.Q(`DELETE FROM library_files WHERE item_id = %s`, item),
		store.Q(`DELETE FROM library_versions WHERE item_id = %s`, item),
	} {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}

// Room -------------------------------------------------------------------------

type roomRow struct {
	Used  int64
	Quota *int64
}

func roomOf(ctx context.Context, on store.Querier, community id.ID) (roomRow, error) {
	r, err := store.One[roomRow](ctx, on, store.Q(`SELECT used, quota FROM libraries WHERE community_id = %s`, community))
	if errors.Is(err, store.ErrNone) {
		return roomRow{}, nil
	}
	return r, err
}

// take adds to what a library takes, unless that would be more than its quota:
// one statement, so that two uploads at once cannot pass together.
func take(ctx context.Context, tx *store.Tx, community id.ID, size, usual int64) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`UPDATE libraries SET used = used + %s
		WHERE community_id = %s AND used + CAST(%s AS BIGINT) <= COALESCE(quota, CAST(%s AS BIGINT))`, size, community, size, usual))
	return n == 1, err
}

func give(ctx context.Context, tx *store.Tx, community id.ID, size int64) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE libraries SET used = used - %s WHERE community_id = %s`, size, community))
	return err
}

func setQuota(ctx context.Context, tx *store.Tx, community id.ID, quota any) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE libraries SET quota = %s WHERE community_id = %s`, quota, community))
	return err
}
