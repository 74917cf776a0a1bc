package desk

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

const deskColumns = `u.id, u.name, u.acronym, l.place AS "level.place", l.name_fr AS "level.name_fr", l.name_en AS "level.name_en", l.keeps AS "level.keeps",
	COALESCE(a.id, 0) AS "above.id", COALESCE(a.name, '') AS "above.name", COALESCE(a.acronym, '') AS "above.acronym"`

const deskTables = `dispatch_desks d JOIN units u ON u.id = d.unit_id JOIN dispatch_levels l ON l.place = d.level LEFT JOIN units a ON a.id = d.above_id`

func deskOf(ctx context.Context, on store.Querier, unit id.ID) (Desk, error) {
	return store.One[Desk](ctx, on, store.Q(`SELECT `+deskColumns+` FROM `+deskTables+` WHERE d.unit_id = %s`, unit))
}

func desksOf(ctx context.Context, on store.Querier, units []id.ID) ([]Desk, error) {
	return store.All[Desk](ctx, on, store.Q(`SELECT `+deskColumns+` FROM `+deskTables+` WHERE d.unit_id IN %s ORDER BY l.place, u.name_fold, u.id`, store.Values(units)))
}

// keepingUnder are those right below a unit that make a selection of the day.
func keepingUnder(ctx context.Context, on store.Querier, unit id.ID) ([]Desk, error) {
	return store.All[Desk](ctx, on, store.Q(`SELECT `+deskColumns+` FROM `+deskTables+` WHERE d.above_id = %s AND l.keeps > 0 ORDER BY u.name_fold, u.id`, unit))
}

func allDesks(ctx context.Context, on store.Querier) ([]Desk, error) {
	return store.All[Desk](ctx, on, store.Q(`SELECT `+deskColumns+` FROM `+deskTables+` ORDER BY l.place DESC, u.name_fold, u.id`))
}

func anyDesk(ctx context.Context, on store.Querier, units []id.ID) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM dispatch_desks d WHERE d.unit_id IN %s)`, store.Values(units)))
}

// countAround counts the desks of these units and those that raise to them, up to
// a limit.
func countAround(ctx context.Context, on store.Querier, units []id.ID, limit int) (int, error) {
	if len(units) == 0 {
		return 0, nil
	}
	among := store.Values(units)
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM (SELECT d.unit_id FROM dispatch_desks d WHERE d.unit_id IN %s OR d.above_id IN %s LIMIT %d) a`, among, among, limit))
}

// desksWith are those of these units on whose desk a dispatch is.
func desksWith(ctx context.Context, on store.Querier, units []id.ID, item id.ID) ([]Office, error) {
	return store.All[Office](ctx, on, store.Q(`SELECT u.id, u.name, u.acronym FROM deliveries d JOIN units u ON u.id = d.unit_id
		WHERE d.item_id = %s AND d.unit_id IN %s ORDER BY u.name_fold, u.id`, item, store.Values(units)))
}

// receivedOf are those of these dispatches that came to one of these units.
func receivedOf(ctx context.Context, on store.Querier, units, items []id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT DISTINCT d.item_id FROM deliveries d WHERE d.item_id IN %s AND d.unit_id IN %s`, store.Values(items), store.Values(units)))
}

// Layout -----------------------------------------------------------------------

func levels(ctx context.Context, on store.Querier) ([]Level, error) {
	return store.All[Level](ctx, on, store.Q(`SELECT place, name_fr, name_en, keeps FROM dispatch_levels ORDER BY place`))
}

func levelOf(ctx context.Context, on store.Querier, place int) (Level, error) {
	return store.One[Level](ctx, on, store.Q(`SELECT place, name_fr, name_en, keeps FROM dispatch_levels WHERE place = %s`, place))
}

func putLevel(ctx context.Context, tx *store.Tx, l Level) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_levels (place, name_fr, name_en, keeps) VALUES (%s, %s, %s, %s)
		ON CONFLICT (place) DO UPDATE SET name_fr = excluded.name_fr, name_en = excluded.name_en, keeps = excluded.keeps`, l.Place, l.NameFR, l.NameEN, l.Keeps))
	return err
}

func levelUsed(ctx context.Context, tx *store.Tx, place int) (bool, error) {
	return store.One[bool](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM dispatch_desks d WHERE d.level = %s)`, place))
}

func dropLevel(ctx context.Context, tx *store.Tx, place int) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM dispatch_levels WHERE place = %s`, place))
	return err
}

// standing is what a desk would stand on: whether its unit and its level exist,
// and the highest level of those that raise to it.
type standing struct {
	Unit, Level bool
	Below       int
}

func stands(ctx context.Context, tx *store.Tx, unit id.ID, level int) (standing, error) {
	return store.One[standing](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM units u WHERE u.id = %s AND NOT u.retired) AS unit,
		EXISTS (SELECT 1 FROM dispatch_levels l WHERE l.place = %s) AS level,
		(SELECT COALESCE(MAX(d.level), 0) FROM dispatch_desks d WHERE d.above_id = %s) AS below`, unit, level, unit))
}

func putDesk(ctx context.Context, tx *store.Tx, unit id.ID, level int, above id.ID, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_desks (unit_id, level, above_id, since) VALUES (%s, %s, %s, %s)
		ON CONFLICT (unit_id) DO UPDATE SET level = excluded.level, above_id = excluded.above_id`, unit, level, above.Nullable(), now))
	return err
}

func deskUsed(ctx context.Context, tx *store.Tx, unit id.ID) (bool, error) {
	return store.One[bool](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM dispatch_desks d WHERE d.above_id = %s)
		OR EXISTS (SELECT 1 FROM deliveries d WHERE d.unit_id = %s AND d.closed IS NULL)`, unit, unit))
}

func dropDesk(ctx context.Context, tx *store.Tx, unit id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM dispatch_desks WHERE unit_id = %s`, unit))
	return err
}

// unitsNamed are the live units that somebody means: by code, acronym or whole
// name.
func unitsNamed(ctx context.Context, on store.Querier, typed string) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT u.id FROM units u WHERE NOT u.retired AND (u.code = %s OR u.acronym = %s OR u.name_fold = %s) ORDER BY u.id LIMIT 2`,
		typed, typed, text.Fold(typed)))
}
