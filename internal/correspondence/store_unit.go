package correspondence

import (
	"context"
	"slices"

	"parvis/internal/id"
	"parvis/internal/store"
)

// desksAmong are those of these units that have a desk and still exist.
func desksAmong(ctx context.Context, on store.Querier, units []id.ID) ([]id.ID, error) {
	if len(units) == 0 {
		return nil, nil
	}
	return store.All[id.ID](ctx, on, store.Q(`SELECT k.unit_id FROM dispatch_desks k JOIN units u ON u.id = k.unit_id
		WHERE NOT u.retired AND k.unit_id IN %s ORDER BY k.unit_id`, store.Values(units)))
}

// desksUnder are those of a unit and of all that is under it.
func desksUnder(ctx context.Context, on store.Querier, unit id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT k.unit_id FROM dispatch_desks k JOIN units u ON u.id = k.unit_id
		JOIN units top ON top.id = %s AND substr(u.path, 1, length(top.path)) = top.path
		WHERE NOT u.retired ORDER BY u.path, k.unit_id`, unit))
}

// desksOfList are those of a list that a unit may use: its own, or everybody's.
func desksOfList(ctx context.Context, on store.Querier, list, by id.ID) ([]id.ID, error) {
	found, err := store.All[id.ID](ctx, on, store.Q(`SELECT COALESCE(under_id, 0) FROM dispatch_lists
		WHERE id = %s AND NOT retired AND (unit_id IS NULL OR unit_id = %s)`, list, by))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if found[0] != 0 {
		return desksUnder(ctx, on, found[0])
	}
	units, err := store.All[id.ID](ctx, on, store.Q(`SELECT unit_id FROM dispatch_list_units WHERE list_id = %s`, list))
	if err != nil {
		return nil, err
	}
	return desksAmong(ctx, on, units)
}

// headsOver tells whether somebody heads a unit or one above it.
func headsOver(ctx context.Context, on store.Querier, unit, person id.ID) (bool, error) {
	n, err := store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM functions f JOIN units top ON top.id = f.unit_id
		JOIN units u ON u.id = %s AND substr(u.path, 1, length(top.path)) = top.path
		WHERE f.head AND f.person_id = %s`, unit, person))
	return n > 0, err
}

func putAddressees(ctx context.Context, tx *store.Tx, item id.ID, list []Addressee) error {
	if _, err := store.Exec(ctx, tx, store.Q(`DELETE FROM dispatch_addressees WHERE item_id = %s`, item)); err != nil || len(list) == 0 {
		return err
	}
	rows := make([]*store.Query, len(list))
	for i, a := range list {
		rows[i] = store.Q("(%s, %s, %s, %s)", item, a.Unit, a.Acts, a.List.Nullable())
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_addressees (item_id, unit_id, acts, by_list) VALUES %s`, store.Join(rows, ", ")))
	return err
}

func addresseesOf(ctx context.Context, on store.Querier, item id.ID) ([]Addressee, error) {
	return store.All[Addressee](ctx, on, store.Q(`SELECT unit_id, acts, by_list FROM dispatch_addressees WHERE item_id = %s
		ORDER BY acts DESC, unit_id`, item))
}

// nameUnits opens a dispatch to the unit that issues it, to its addressees and
// to the chain above each of them: sorting opens nothing.
func nameUnits(ctx context.Context, tx *store.Tx, d Dispatch, to []Addressee) error {
	units := make([]id.ID, len(to))
	for i, a := range to {
		units[i] = a.Unit
	}
	chain, err := chainOf(ctx, tx, units)
	if err != nil {
		return err
	}
	var rows []*store.Query
	named := map[id.ID]bool{}
	for _, u := range slices.Concat([]id.ID{d.Unit}, units, chain) {
		if !named[u] {
			named[u] = true
			rows = append(rows, store.Q("(%s, %s)", d.Item, u))
		}
	}
	_, err = store.Exec(ctx, tx, store.Q(`INSERT INTO named_units (item_id, unit_id) VALUES %s`, store.Join(rows, ", ")))
	return err
}

// chainOf are the units to which the desks of these raise, up to the highest
// level.
func chainOf(ctx context.Context, on store.Querier, units []id.ID) ([]id.ID, error) {
	if len(units) == 0 {
		return nil, nil
	}
	return store.All[id.ID](ctx, on, store.Q(`WITH RECURSIVE chain (unit_id) AS (
		SELECT k.above_id FROM dispatch_desks k WHERE k.above_id IS NOT NULL AND k.unit_id IN %s
		UNION SELECT k.above_id FROM dispatch_desks k JOIN chain c ON c.unit_id = k.unit_id WHERE k.above_id IS NOT NULL)
		SELECT unit_id FROM chain ORDER BY unit_id`, store.Values(units)))
}

type unitRow struct {
	ID   id.ID
	Name string
}

func unitNames(ctx context.Context, on store.Querier, units []id.ID) (map[id.ID]string, error) {
	list, err := store.All[unitRow](ctx, on, store.Q(`SELECT id, name FROM units WHERE id IN %s`, store.Values(units)))
	out := make(map[id.ID]string, len(list))
	for _, u := range list {
		out[u.ID] = u.Name
	}
	return out, err
}
