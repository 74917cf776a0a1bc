package directory

import (
	"context"
	"errors"
	"slices"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// unitColumns are those of Unit, from the alias u.
const columnsOfUnit = `u.id, u.code, u.parent_id AS parent, u.name, u.acronym, u.path, u.depth, u.retired`

const liveChildren = `(SELECT COUNT(*) FROM units b WHERE b.parent_id = u.id AND NOT b.retired) AS children`

func findUnit(ctx context.Context, on store.Querier, unit id.ID) (Unit, error) {
	u, err := store.One[Unit](ctx, on, store.Q(`SELECT `+columnsOfUnit+` FROM units u WHERE u.id = %s`, unit))
	if errors.Is(err, store.ErrNone) {
		return u, fault.NotFound()
	}
	return u, err
}

// treeLevel reads the roots and what stands directly below some units.
func treeLevel(ctx context.Context, on store.Querier, open []id.ID) ([]Unit, error) {
	return store.All[Unit](ctx, on, store.Q(`SELECT `+columnsOfUnit+`, `+liveChildren+` FROM units u
		WHERE NOT u.retired AND (u.parent_id IS NULL OR u.parent_id IN %s) ORDER BY u.name_fold, u.id`, store.Values(open)))
}

// around reads what stands above a unit, from the root down, then what stands
// directly below it.
func around(ctx context.Context, on store.Querier, u Unit) ([]Unit, error) {
	above := slices.DeleteFunc(idsOf(u.Path), func(i id.ID) bool { return i == u.ID })
	return store.All[Unit](ctx, on, store.Q(`SELECT `+columnsOfUnit+`, `+liveChildren+` FROM units u
		WHERE u.id IN %s OR (u.parent_id = %s AND NOT u.retired) ORDER BY u.depth, u.name_fold, u.id`, store.Values(above), u.ID))
}

func searchUnits(ctx context.Context, on store.Querier, typed string) ([]Unit, error) {
	fold := text.Fold(typed)
	if fold == "" {
		return []Unit{}, nil
	}
	name := store.Join(begins(typed, func(pattern string) *store.Query { return store.Q("' ' || u.name_fold LIKE %s", pattern) }), " AND ")
	return store.All[Unit](ctx, on, store.Q(`SELECT `+columnsOfUnit+`, `+liveChildren+` FROM units u
		WHERE NOT u.retired AND ((%s) OR LOWER(u.acronym) LIKE %s OR LOWER(u.code) = %s)
		ORDER BY CASE WHEN LOWER(u.acronym) = %s THEN 0 ELSE 1 END, u.depth, u.name_fold, u.id LIMIT 40`, name, fold+"%", fold, fold))
}

func unitsByID(ctx context.Context, on store.Querier, ids []id.ID) ([]Unit, error) {
	return store.All[Unit](ctx, on, store.Q(`SELECT `+columnsOfUnit+` FROM units u WHERE u.id IN %s`, store.Values(ids)))
}

func allUnits(ctx context.Context, on store.Querier) ([]Unit, error) {
	return store.All[Unit](ctx, on, store.Q(`SELECT `+columnsOfUnit+` FROM units u`))
}

// perStatement bounds the rows of one statement: SQLite looks each bound value
// up among those before it, so a few medium statements beat a large one.
const perStatement = 100

// writeUnits writes units, parents first.
func writeUnits(ctx context.Context, tx *store.Tx, units []Unit) error {
	for chunk := range slices.Chunk(units, perStatement) {
		rows := make([]*store.Query, len(chunk))
		for i, u := range chunk {
			rows[i] = store.Q("(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
				u.ID, u.Code, u.Parent.Nullable(), u.Name, text.Fold(u.Name), u.Acronym, u.Path, u.Depth, u.Retired)
		}
		if _, err := store.Exec(ctx, tx, store.Q(`INSERT INTO units (id, code, parent_id, name, name_fold, acronym, path, depth, retired)
			VALUES %s ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, name_fold = excluded.name_fold,
			acronym = excluded.acronym, path = excluded.path, depth = excluded.depth, retired = excluded.retired`,
			store.Join(rows, ", "))); err != nil {
			return err
		}
	}
	return nil
}

// lockImports makes imports follow each other and notes when the last one was.
func lockImports(ctx context.Context, tx *store.Tx, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO settings (name, value) VALUES ('directory.imported', %s)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, now.UTC().Format("2006-01-02T15:04:05Z")))
	return err
}
