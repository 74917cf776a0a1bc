package setting

import (
	"context"

	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

const typeColumns = `code, name_fr, name_en, template, place, retired, version`

func allTypes(ctx context.Context, on store.Querier) ([]Type, error) {
	return store.All[Type](ctx, on, store.Q(`SELECT `+typeColumns+` FROM dispatch_types ORDER BY retired, place, code`))
}

// typeOf is the type of a code, nil for none.
func typeOf(ctx context.Context, tx *store.Tx, code string) (*Type, error) {
	found, err := store.All[Type](ctx, tx, store.Q(`SELECT `+typeColumns+` FROM dispatch_types WHERE code = %s %s`, code, tx.Hold()))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// putType writes a type, and what it was.
func putType(ctx context.Context, tx *store.Tx, t Type, was string) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_types (code, name_fr, name_en, template, place, version, was) VALUES (%s, %s, %s, %s, %s, %s, %s)
		ON CONFLICT (code) DO UPDATE SET name_fr = excluded.name_fr, name_en = excluded.name_en, template = excluded.template, place = excluded.place,
			version = excluded.version, was = excluded.was`, t.Code, t.NameFR, t.NameEN, t.Template, t.Place, t.Version, was))
	return err
}

// typeWas is what a type was before its last change, as it was written.
func typeWas(ctx context.Context, tx *store.Tx, code string) (string, error) {
	return store.One[string](ctx, tx, store.Q(`SELECT was FROM dispatch_types WHERE code = %s`, code))
}

func retireType(ctx context.Context, tx *store.Tx, code string, retired bool) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatch_types SET retired = %s WHERE code = %s`, retired, code))
	return err
}

func typesLeft(ctx context.Context, tx *store.Tx) (int, error) {
	return store.One[int](ctx, tx, store.Q(`SELECT COUNT(*) FROM dispatch_types WHERE NOT retired`))
}

const listColumns = `l.id, l.name, COALESCE(l.unit_id, 0) AS owner, COALESCE(w.name, '') AS whose, COALESCE(l.under_id, 0) AS under, COALESCE(t.name, '') AS top, l.retired, l.version,
	(SELECT COUNT(*) FROM dispatch_list_units n WHERE n.list_id = l.id) AS size
	FROM dispatch_lists l LEFT JOIN units w ON w.id = l.unit_id LEFT JOIN units t ON t.id = l.under_id`

// listsFor are the lists of all and those of some units.
func listsFor(ctx context.Context, on store.Querier, units []id.ID) ([]List, error) {
	return store.All[List](ctx, on, store.Q(`SELECT `+listColumns+` WHERE NOT l.retired AND (l.unit_id IS NULL OR l.unit_id IN %s)
		ORDER BY COALESCE(w.name_fold, ''), l.name, l.id`, store.Values(append([]id.ID{0}, units...))))
}

func listOf(ctx context.Context, on store.Querier, list id.ID) (List, error) {
	return store.One[List](ctx, on, store.Q(`SELECT `+listColumns+` WHERE l.id = %s`, list))
}

// listWas is what a list was before its last change, as it was written. The list
// is held until the transaction ends.
func listWas(ctx context.Context, tx *store.Tx, list id.ID) (string, error) {
	return store.One[string](ctx, tx, store.Q(`SELECT was FROM dispatch_lists WHERE id = %s %s`, list, tx.Hold()))
}

func unitsIn(ctx context.Context, on store.Querier, list id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT unit_id FROM dispatch_list_units WHERE list_id = %s ORDER BY unit_id`, list))
}

func namesIn(ctx context.Context, on store.Querier, list id.ID) ([]Office, error) {
	return store.All[Office](ctx, on, store.Q(`SELECT u.id, u.name FROM dispatch_list_units n JOIN units u ON u.id = n.unit_id WHERE n.list_id = %s ORDER BY u.name_fold, u.id`, list))
}

// writing are those of these units that write dispatches.
func writing(ctx context.Context, on store.Querier, units []id.ID) ([]Office, error) {
	return store.All[Office](ctx, on, store.Q(`SELECT u.id, u.name FROM dispatch_desks d JOIN units u ON u.id = d.unit_id
		WHERE NOT u.retired AND u.id IN %s ORDER BY u.name_fold, u.id`, store.Values(append([]id.ID{0}, units...))))
}

// meant are the live units that somebody means, by code, acronym or whole name,
// or a program by their id: two at most, for two are too many.
func meant(ctx context.Context, on store.Querier, typed string) ([]id.ID, error) {
	named, _ := id.Parse(typed) // zero, which is nobody's, when it is none
	return store.All[id.ID](ctx, on, store.Q(`SELECT u.id FROM units u WHERE NOT u.retired AND (u.id = %s OR u.code = %s OR u.acronym = %s OR u.name_fold = %s) ORDER BY u.id LIMIT 2`,
		named, typed, typed, text.Fold(typed)))
}

// putList writes a list, and what it was.
func putList(ctx context.Context, tx *store.Tx, l List, units []id.ID, was string) error {
	if _, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_lists (id, unit_id, name, under_id, version, was) VALUES (%s, %s, %s, %s, %s, %s)
		ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, name = excluded.name, under_id = excluded.under_id,
			version = excluded.version, was = excluded.was`, l.ID, l.Owner.Nullable(), l.Name, l.Under.Nullable(), l.Version, was)); err != nil {
		return err
	}
	if _, err := store.Exec(ctx, tx, store.Q(`DELETE FROM dispatch_list_units WHERE list_id = %s`, l.ID)); err != nil || len(units) == 0 {
		return err
	}
	rows := make([]*store.Query, len(units))
	for i, u := range units {
		rows[i] = store.Q("(%s, %s)", l.ID, u)
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_list_units (list_id, unit_id) VALUES %s`, store.Join(rows, ", ")))
	return err
}

func retireList(ctx context.Context, tx *store.Tx, list id.ID, retired bool) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatch_lists SET retired = %s WHERE id = %s`, retired, list))
	return err
}
