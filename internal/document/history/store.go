package history

import (
	"context"
	"errors"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

type burstRow struct {
	Last, First    int64
	Created        clock.Time
	Added, Removed int
	Extract        string
}

func burstsOf(ctx context.Context, on store.Querier, item id.ID, w Wanted, limit int) ([]burstRow, error) {
	where := store.Q("b.item_id = %s", item)
	if w.Before > 0 {
		where = store.Q("%s AND b.last < %s", where, w.Before)
	}
	if w.Person != 0 {
		where = store.Q("%s AND b.last IN (SELECT p.last FROM document_burst_people p WHERE p.item_id = %s AND p.person_id = %s)", where, item, w.Person)
	}
	return store.All[burstRow](ctx, on, store.Q(`SELECT b.last, b.first, b.created, b.added, b.removed, b.extract FROM document_bursts b
		WHERE %s ORDER BY b.last DESC LIMIT %s`, where, limit))
}

type writer struct {
	Person id.ID `db:"person_id"`
	Last   int64
}

// writersOf are those who wrote in the bursts that end between two updates.
func writersOf(ctx context.Context, on store.Querier, item id.ID, from, to int64) ([]writer, error) {
	return store.All[writer](ctx, on, store.Q(`SELECT person_id, last FROM document_burst_people
		WHERE item_id = %s AND last BETWEEN %s AND %s ORDER BY last, person_id`, item, from, to))
}

func allWriters(ctx context.Context, on store.Querier, item id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT DISTINCT person_id FROM document_burst_people WHERE item_id = %s`, item))
}

// numberAt is the last update that had come by a moment, 0 for none.
func numberAt(ctx context.Context, on store.Querier, item id.ID, at clock.Time) (int64, error) {
	return store.One[int64](ctx, on, store.Q(`SELECT COALESCE(MAX(number), 0) FROM document_updates WHERE item_id = %s AND created <= %s`, item, at))
}

type visitRow struct {
	Base, Seen int64
	At         clock.Time
}

// visitOf is the last visit of somebody, nil when there was none.
func visitOf(ctx context.Context, on store.Querier, item, person id.ID) (*visitRow, error) {
	return maybe(store.One[visitRow](ctx, on, store.Q(`SELECT base, seen, at FROM document_visits WHERE item_id = %s AND person_id = %s`, item, person)))
}

func putVisit(ctx context.Context, tx *store.Tx, item, person id.ID, v visitRow) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO document_visits (item_id, person_id, base, seen, at) VALUES (%s, %s, %s, %s, %s)
		ON CONFLICT (item_id, person_id) DO UPDATE SET base = excluded.base, seen = excluded.seen, at = excluded.at`, item, person, v.Base, v.Seen, v.At))
	return err
}

type versionRow struct {
	Number  int64
	Name    string
	Note    string
	Person  id.ID `db:"person_id"`
	Created clock.Time
	Removed clock.Time
	At      clock.Time // of the update
}

func versionsOf(ctx context.Context, on store.Querier, item id.ID) ([]versionRow, error) {
	return store.All[versionRow](ctx, on, store.Q(`SELECT v.number, v.name, v.note, v.person_id, v.created, v.removed, u.created AS at
		FROM document_versions v JOIN document_updates u ON u.item_id = v.item_id AND u.number = v.number
		WHERE v.item_id = %s AND v.removed IS NULL ORDER BY v.number DESC`, item))
}

// versionOf is the name that a version has or had, nil when it never had one.
func versionOf(ctx context.Context, on store.Querier, item id.ID, number int64) (*versionRow, error) {
	return maybe(store.One[versionRow](ctx, on, store.Q(`SELECT number, name, note, person_id, created, removed, created AS at FROM document_versions
		WHERE item_id = %s AND number = %s`, item, number)))
}

func putVersion(ctx context.Context, tx *store.Tx, item id.ID, v versionRow) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO document_versions (item_id, number, name, note, person_id, created) VALUES (%s, %s, %s, %s, %s, %s)
		ON CONFLICT (item_id, number) DO UPDATE SET name = excluded.name, note = excluded.note, person_id = excluded.person_id, created = excluded.created, removed = NULL`,
		item, v.Number, v.Name, v.Note, v.Person, v.Created))
	return err
}

// setRemoved says when the name of a version was taken away; the zero time gives
// it back.
func setRemoved(ctx context.Context, tx *store.Tx, item id.ID, number int64, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE document_versions SET removed = %s WHERE item_id = %s AND number = %s`, at, item, number))
	return err
}

// maybe makes nil of a row that is not there.
func maybe[T any](row T, err error) (*T, error) {
	if errors.Is(err, store.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &row, nil
}
