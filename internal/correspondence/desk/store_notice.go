package desk

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// toWarn are the deliveries of whose date something is to be said: those that
// are late, and those that end before a moment.
func toWarn(ctx context.Context, on store.Querier, now, soon clock.Time, limit int) ([]Delivery, error) {
	one := func(warned Warning, before clock.Time) *store.Query {
		return store.Q(`SELECT * FROM (SELECT `+deliveryColumns+` FROM deliveries d WHERE d.warned = %d AND d.due IS NOT NULL AND d.closed IS NULL
			AND d.due < %s ORDER BY d.due LIMIT %d) w`, warned, before, limit)
	}
	return store.All[Delivery](ctx, on, store.Q(`%s UNION ALL %s LIMIT %d`, one(0, soon), one(OfTomorrow, now), limit))
}

// duty is what somebody has to do about a dispatch: a delivery that they hold,
// one that nobody of the unit that they head holds, a contribution.
type duty struct {
	Person id.ID
	Unit   id.ID
	Note   id.ID // of a contribution
	Held   bool
	Warned Warning
}

// dutiesOf are those about a dispatch, of people who read it. One that is held
// by nobody is a duty when it is immediate or late: of who heads the unit, of all
// of its people when nobody does.
func dutiesOf(ctx context.Context, tx *store.Tx, item id.ID) ([]duty, error) {
	return store.All[duty](ctx, tx, store.Q(`SELECT q.person, q.unit, q.note, q.held, q.warned FROM (
		SELECT d.assignee_id AS person, d.unit_id AS unit, 0 AS note, TRUE AS held, d.warned
			FROM deliveries d WHERE d.item_id = %s AND d.closed IS NULL AND d.assignee_id IS NOT NULL
		UNION ALL SELECT h.person_id, d.unit_id, 0, FALSE, d.warned FROM deliveries d JOIN functions h ON h.unit_id = d.unit_id
			AND (h.head OR NOT EXISTS (SELECT 1 FROM functions o WHERE o.unit_id = h.unit_id AND o.head))
			WHERE d.item_id = %s AND d.closed IS NULL AND d.assignee_id IS NULL AND d.acts = TRUE AND (d.rank = %d OR d.warned = %d)
		UNION ALL SELECT w.asked_id, w.unit_id, w.id, FALSE, 0
			FROM delivery_notes w WHERE w.item_id = %s AND w.asked_id IS NOT NULL AND w.answered IS NULL) q WHERE %s`,
		item, item, -int(Immediate), OfLate, item, access.MayRead("q.person", item)))
}

// headsOf are those who head a unit and read a dispatch; all of its people who
// do when nobody heads it.
func headsOf(ctx context.Context, tx *store.Tx, unit, item id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`SELECT h.person_id FROM functions h WHERE h.unit_id = %s
		AND (h.head OR NOT EXISTS (SELECT 1 FROM functions o WHERE o.unit_id = h.unit_id AND o.head)) AND %s`,
		unit, access.MayRead("h.person_id", item)))
}

// raisersOf are those who raised a dispatch to a unit, to any when it is zero,
// and those who hold it on the desk from which it was, as far as they read what
// they are told of.
func raisersOf(ctx context.Context, tx *store.Tx, item, to, told id.ID) ([]id.ID, error) {
	which := store.Q(`d.item_id = %s AND d.raiser_id IS NOT NULL`, item)
	if to != 0 {
		which = store.Q(`%s AND d.unit_id = %s`, which, to)
	}
	return store.All[id.ID](ctx, tx, store.Q(`SELECT q.person FROM (SELECT d.raiser_id AS person FROM deliveries d WHERE %s
		UNION SELECT b.assignee_id FROM deliveries d JOIN deliveries b ON b.item_id = d.item_id AND b.unit_id = d.from_id
			WHERE %s AND b.assignee_id IS NOT NULL) q WHERE %s`, which, which, access.MayRead("q.person", told)))
}

// instructedBy are the earlier dispatches from which a released one instructs.
func instructedBy(ctx context.Context, tx *store.Tx, item id.ID) ([]id.ID, error) {
	const instructs = 3 // correspondence.Instructs
	return store.All[id.ID](ctx, tx, store.Q(`SELECT r.to_id FROM dispatch_references r WHERE r.item_id = %s AND r.kind = %d`, item, instructs))
}

// issuersOf are the unit that issued a dispatch and those above it.
func issuersOf(ctx context.Context, tx *store.Tx, item id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`WITH RECURSIVE above (id, parent_id) AS (
			SELECT u.id, u.parent_id FROM units u JOIN dispatches d ON d.unit_id = u.id WHERE d.item_id = %s
			UNION SELECT u.id, u.parent_id FROM units u JOIN above a ON u.id = a.parent_id)
		SELECT id FROM above`, item))
}
