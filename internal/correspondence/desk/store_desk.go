package desk

import (
	"context"

	"parvis/internal/id"
	"parvis/internal/store"
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

func allDesks(ctx context.Context, on store.Querier) ([]Desk, error) {
	return store.All[Desk](ctx, on, store.Q(`SELECT `+deskColumns+` FROM `+deskTables+` ORDER BY l.place DESC, u.name_fold, u.id`))
}

func anyDesk(ctx context.Context, on store.Querier, units []id.ID) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM dispatch_desks d WHERE d.unit_id IN %s)`, store.Values(units)))
}
