package desk

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// rowColumns go with rowsWhere: x is the item as far as the actor reads it. Whether
// it was raised is counted rather than asked: PostgreSQL, which takes a question
// for one about all rows, would read every delivery of the site.
const rowColumns = deliveryColumns + `, x.title, x.protection, x.comments, x.useful, p.type, COALESCE(p.year, 0) AS year, COALESCE(p.number, 0) AS number, p.expects,
	COALESCE((SELECT g.number FROM dispatch_origins g WHERE g.item_id = d.item_id), '') AS original,
	u.id AS "issuer.id", u.name AS "issuer.name", u.acronym AS "issuer.acronym",
	COALESCE(s.id, 0) AS "sender.id", COALESCE(s.name, '') AS "sender.name", COALESCE(s.acronym, '') AS "sender.acronym",
	o.id AS "place.id", o.name AS "place.name", o.acronym AS "place.acronym",
	(SELECT COUNT(*) FROM deliveries r WHERE r.item_id = d.item_id AND r.from_id = d.unit_id AND r.raiser_id IS NOT NULL) > 0 AS raised`

func rowsWhere(actor access.Actor, where []*store.Query, tail *store.Query) *store.Query {
	return rowsAmong(store.Q(`deliveries`), actor, where, tail)
}

// rowsAmong is rowsWhere among some deliveries. The first join is crossed so that
// SQLite begins with these: of itself it may take every dispatch of the site by its
// state, then look where each was delivered.
func rowsAmong(some *store.Query, actor access.Actor, where []*store.Query, tail *store.Query) *store.Query {
	return store.Q(`SELECT `+rowColumns+` FROM %s d CROSS JOIN %s x JOIN dispatches p ON p.item_id = d.item_id
		JOIN units u ON u.id = p.unit_id JOIN units o ON o.id = d.unit_id LEFT JOIN units s ON s.id = d.from_id WHERE x.id = d.item_id AND %s %s`,
		some, access.From(actor, access.ReadSealed), store.Join(where, " AND "), tail)
}

// lateRows are those that should be closed already, the longest first.
func lateRows(actor access.Actor, unit id.ID, acts bool, c Cursor, limit int) *store.Query {
	where := []*store.Query{store.Q(`d.unit_id = %s AND d.acts = %s AND d.closed IS NULL AND d.due IS NOT NULL AND d.due < %s`, unit, acts, c.AsOf)}
	if c.Item != 0 {
		where = append(where, store.Q(`(d.due, d.item_id) > (%s, %s)`, c.Due, c.Item))
	}
	return rowsWhere(actor, where, store.Q(`ORDER BY d.due, d.item_id LIMIT %s`, limit))
}

// openRows are the others, the most pressing first; of what is to be read, what is
// useful then; then the oldest.
func openRows(actor access.Actor, unit id.ID, acts bool, c Cursor, limit int) *store.Query {
	where := []*store.Query{store.Q(`d.unit_id = %s AND d.acts = %s AND d.closed IS NULL AND (d.due IS NULL OR d.due >= %s)`, unit, acts, c.AsOf)}
	if c.Item != 0 {
		where = append(where, store.Q(`(d.rank, d.merit, d.arrived, d.item_id) > (%s, %s, %s, %s)`, c.Rank, c.Merit, c.Arrived, c.Item))
	}
	return rowsWhere(actor, where, store.Q(`ORDER BY d.rank, d.merit, d.arrived, d.item_id LIMIT %s`, limit))
}

// waitingRows are what is still to be done: the late ones, then the others. Both
// have the same limit, and the whole as well: what is left of it, in the text, would
// be another statement for each number of late ones.
func waitingRows(actor access.Actor, unit id.ID, acts bool, c Cursor, limit int) *store.Query {
	if c.Past {
		return openRows(actor, unit, acts, c, limit)
	}
	late := lateRows(actor, unit, acts, c, limit)
	c.Item = 0 // the others are listed from their first
	return store.Q(`SELECT * FROM (%s) l UNION ALL SELECT * FROM (%s) o LIMIT %s`, late, openRows(actor, unit, acts, c, limit), limit)
}

// doneRows are what was closed or passed on, the last first.
func doneRows(actor access.Actor, unit id.ID, _ bool, c Cursor, limit int) *store.Query {
	where := []*store.Query{store.Q(`d.unit_id = %s AND d.closed IS NOT NULL`, unit)}
	if c.Item != 0 {
		where = append(where, store.Q(`(d.closed, d.item_id) < (%s, %s)`, c.Arrived, c.Item))
	}
	return rowsWhere(actor, where, store.Q(`ORDER BY d.closed DESC, d.item_id DESC LIMIT %s`, limit))
}

// rowsOf reads what one of these lists.
func rowsOf(ctx context.Context, on store.Querier, list *store.Query) ([]Row, error) {
	return store.All[Row](ctx, on, list)
}

func rowOf(ctx context.Context, on store.Querier, actor access.Actor, unit, item id.ID) (Row, error) {
	return store.One[Row](ctx, on, rowsWhere(actor, []*store.Query{store.Q(`d.unit_id = %s AND d.item_id = %s`, unit, item)}, store.Q("")))
}

type counted struct {
	Acts, Late bool
	N          int
	Oldest     clock.Time
}

// countDesk counts what waits on a desk of the actor, list by list, each up to
// Many.
//
// Whatever is on a desk names its unit and is out, and what protects it stays as
// it was: to the people of the unit, access.ReadItem comes down to their clearance.
// So the indexes answer alone, where lists look at each dispatch.
func countDesk(actor access.Actor, unit id.ID, now clock.Time) *store.Query {
	cleared := access.ClearedFor(actor, "d.protection")
	one := func(acts bool) *store.Query {
		return store.Q(`SELECT w.acts, FALSE AS late, COUNT(*) AS n, MIN(w.arrived) AS oldest FROM (SELECT d.acts, d.arrived
			FROM deliveries d WHERE d.unit_id = %s AND d.acts = %s AND d.closed IS NULL AND %s
			ORDER BY d.rank, d.merit, d.arrived, d.item_id LIMIT %d) w GROUP BY w.acts`, unit, acts, cleared, Many)
	}
	late := store.Q(`SELECT TRUE AS acts, TRUE AS late, COUNT(*) AS n, NULL AS oldest FROM (SELECT d.acts
		FROM deliveries d WHERE d.unit_id = %s AND d.acts = TRUE AND d.closed IS NULL AND d.due IS NOT NULL AND d.due < %s AND %s
		ORDER BY d.due, d.item_id LIMIT %d) w`, unit, now, cleared, Many)
	return store.Q(`%s UNION ALL %s UNION ALL %s`, one(true), one(false), late)
}

// keptRows are those of a selection, in the order in which they were kept. They
// are found before they are judged: no selection holds more than MaxKeeps, which
// PostgreSQL cannot know.
func keptRows(actor access.Actor, unit id.ID, since clock.Time) *store.Query {
	some := store.Q(`(SELECT k.* FROM deliveries k WHERE k.unit_id = %s AND k.kept >= %s ORDER BY k.kept, k.item_id LIMIT %d)`, unit, since, MaxKeeps)
	return rowsAmong(some, actor, []*store.Query{store.Q(`TRUE`)}, store.Q(`ORDER BY d.kept, d.item_id`))
}

func keptSince(ctx context.Context, tx *store.Tx, unit id.ID, since clock.Time) (int, error) {
	return store.One[int](ctx, tx, store.Q(`SELECT COUNT(*) FROM deliveries d WHERE d.unit_id = %s AND d.kept >= %s`, unit, since))
}

// under are the units whose desks stand below one, at any depth.
func under(unit id.ID) *store.Query {
	return store.Q(`WITH RECURSIVE under (id) AS (SELECT b.unit_id FROM dispatch_desks b WHERE b.above_id = %s
		UNION SELECT b.unit_id FROM dispatch_desks b JOIN under w ON b.above_id = w.id)`, unit)
}

func desksBelow(ctx context.Context, on store.Querier, unit id.ID) ([]Desk, error) {
	return store.All[Desk](ctx, on, store.Q(`%s SELECT `+deskColumns+` FROM `+deskTables+` WHERE d.unit_id IN (SELECT id FROM under)
		ORDER BY l.place DESC, u.name_fold, u.id`, under(unit)))
}

// belowRows are what waits on these desks, the last that arrived first.
func belowRows(actor access.Actor, units []id.ID, c Cursor, limit int) *store.Query {
	where := []*store.Query{store.Q(`d.closed IS NULL`)}
	if len(units) == 1 {
		where = append(where, store.Q(`d.unit_id = %s`, units[0]))
	} else {
		// Whichever desks they are on, the last ones are read from their index, in
		// its order: to find those of each desk and to sort them takes a hundred
		// times longer. The sum keeps the planner from it.
		where = append(where, store.Q(`d.unit_id + 0 IN %s`, store.Values(units)))
	}
	if c.Item != 0 {
		where = append(where, store.Q(`(d.arrived, d.item_id, d.unit_id) < (%s, %s, %s)`, c.Arrived, c.Item, c.Unit))
	}
	return rowsWhere(actor, where, store.Q(`ORDER BY d.arrived DESC, d.item_id DESC, d.unit_id DESC LIMIT %s`, limit))
}
