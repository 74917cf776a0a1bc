package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/store"
)

// numberedLike are the released dispatches of a year and a number that actor
// reads, of units whose name, or acronym, or code is like this.
func numberedLike(ctx context.Context, on store.Querier, actor access.Actor, unit string, year, number, limit int) ([]Dispatch, error) {
	like := store.Q("TRUE")
	if unit != "" {
		like = store.Q(`(lower(d.type) || ' ' || u.name_fold LIKE %s OR lower(u.acronym) = %s OR lower(u.code) = %s OR lower(d.type) || ' ' || lower(u.acronym) = %s)`,
			"%"+unit+"%", unit, unit, unit)
	}
	return store.All[Dispatch](ctx, on, store.Q(`SELECT `+columns+` FROM dispatches d JOIN %s x ON x.id = d.item_id JOIN units u ON u.id = d.unit_id
		WHERE d.year = %s AND d.number = %s AND d.number IS NOT NULL AND d.step = %s AND %s ORDER BY d.released DESC, d.item_id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), year, number, Released, like, limit))
}

// numberedElsewhere are those that actor reads and that had one of these numbers
// where they come from.
func numberedElsewhere(ctx context.Context, on store.Querier, actor access.Actor, numbers []string, limit int) ([]Dispatch, error) {
	return store.All[Dispatch](ctx, on, store.Q(`SELECT `+columns+` FROM dispatches d JOIN %s x ON x.id = d.item_id
		WHERE d.item_id IN (SELECT g.item_id FROM dispatch_origins g WHERE g.number <> '' AND g.number IN %s) AND d.step = %s
		ORDER BY d.released DESC, d.item_id DESC LIMIT %s`, access.From(actor, access.ReadItem), store.Values(numbers), Released, limit))
}
