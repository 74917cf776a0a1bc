package archive

import (
	"context"
	"errors"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// columns go with tables: x is the item as far as the actor reads it; their
// argument is access.Excerpt.
const columns = `d.item_id, x.title, %s, COALESCE(d.type, '') AS type, d.precedence, x.protection, x.audience,
	COALESCE(d.year, 0) AS year, COALESCE(d.number, 0) AS number, d.expects, d.due, d.released, x.author_id AS author,
	COALESCE((SELECT g.number FROM dispatch_origins g WHERE g.item_id = d.item_id), '') AS original,
	u.id AS "issuer.id", u.code AS "issuer.code", u.name AS "issuer.name", u.acronym AS "issuer.acronym"`

// rowsWhere are few dispatches of which where gives the items. The joins are
// crossed so that SQLite begins with these.
func rowsWhere(actor access.Actor, where *store.Query) *store.Query {
	return store.Q(`SELECT `+columns+` FROM dispatches d CROSS JOIN %s x CROSS JOIN units u
		WHERE x.id = d.item_id AND u.id = d.unit_id AND d.step = %d AND %s`, access.Excerpt, access.From(actor, access.ReadItem), correspondence.Released, where)
}

// rowsOf are those of these that actor reads.
func rowsOf(ctx context.Context, on store.Querier, actor access.Actor, items []id.ID) ([]Row, error) {
	if len(items) == 0 {
		return nil, nil
	}
	return store.All[Row](ctx, on, rowsWhere(actor, store.Q(`d.item_id IN %s`, store.Values(items))))
}

// rowOf is a released dispatch that actor reads; any other is not found.
func rowOf(ctx context.Context, on store.Querier, actor access.Actor, item id.ID) (Row, error) {
	list, err := rowsOf(ctx, on, actor, []id.ID{item})
	if err != nil || len(list) == 0 {
		return Row{}, errors.Join(err, fault.NotFound())
	}
	return list[0], nil
}

type reference struct {
	Item     id.ID                   `db:"item_id"`
	To       id.ID                   `db:"to_id"`
	Relation correspondence.Relation `db:"kind"`
	Shown    bool
}

// referencesOf are those of dispatches that were judged.
func referencesOf(ctx context.Context, on store.Querier, items []id.ID) ([]reference, error) {
	if len(items) == 0 {
		return nil, nil
	}
	return store.All[reference](ctx, on, store.Q(`SELECT item_id, to_id, kind, shown FROM dispatch_references WHERE item_id IN %s ORDER BY item_id, to_id`, store.Values(items)))
}

// addresseesOf are those of dispatches that were judged, for action first.
func addresseesOf(ctx context.Context, on store.Querier, rows []Row) error {
	at := make(map[id.ID]int, len(rows))
	items := make([]id.ID, len(rows))
	for i, r := range rows {
		at[r.Item], items[i] = i, r.Item
	}
	if len(items) == 0 {
		return nil
	}
	list, err := store.All[Addressee](ctx, on, store.Q(`SELECT a.item_id, a.acts, u.id AS "unit.id", u.code AS "unit.code", u.name AS "unit.name", u.acronym AS "unit.acronym"
		FROM dispatch_addressees a JOIN units u ON u.id = a.unit_id WHERE a.item_id IN %s ORDER BY a.item_id, a.acts DESC, u.name_fold, u.id`, store.Values(items)))
	for _, a := range list {
		rows[at[a.Item]].To = append(rows[at[a.Item]].To, a)
	}
	return err
}

// where is a filter without its words.
func (f Filter) where() *store.Query {
	return store.Q(`%s AND %s`, f.span(nil), f.rest())
}

// ofUnit is what concerns the unit: looked up by the unit while that is little,
// asked of each dispatch when it is much, so that neither a quiet unit nor a busy
// one has all that there is read.
func (f Filter) ofUnit() *store.Query {
	if f.busy {
		issued := store.Q(`d.unit_id = %s`, f.Unit)
		received := store.Q(`EXISTS (SELECT 1 FROM dispatch_addressees a WHERE a.item_id = d.item_id AND a.unit_id = %s AND %s)`, f.Unit, f.side())
		switch {
		case f.Side == Issued:
			return issued
		case f.Side == Received || f.Acts != nil:
			return received
		}
		return store.Q(`(%s OR %s)`, issued, received)
	}
	received := store.Q(`SELECT a.item_id FROM dispatch_addressees a WHERE a.unit_id = %s AND %s`, f.Unit, f.side())
	switch {
	case f.Unit == 0:
		return store.Q("TRUE")
	case f.Side == Issued:
		return store.Q(`d.item_id IN (SELECT i.item_id FROM dispatches i WHERE i.unit_id = %s AND i.step = %d)`, f.Unit, correspondence.Released)
	case f.Side == Received || f.Acts != nil:
		return store.Q(`d.item_id IN (%s)`, received)
	}
	return store.Q(`d.item_id IN (SELECT i.item_id FROM dispatches i WHERE i.unit_id = %s AND i.step = %d UNION ALL %s)`, f.Unit, correspondence.Released, received)
}

// isBusy tells whether more than so many dispatches went from a unit, or to it.
func isBusy(ctx context.Context, on store.Querier, unit id.ID, most int) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM dispatch_addressees a WHERE a.unit_id = %s LIMIT 1 OFFSET %s)
		OR EXISTS (SELECT 1 FROM dispatches d WHERE d.item_id IN (SELECT i.item_id FROM dispatches i WHERE i.unit_id = %s AND i.step = %d LIMIT 1 OFFSET %s))`,
		unit, most, unit, correspondence.Released, most))
}

func (f Filter) side() *store.Query {
	if f.Acts == nil {
		return store.Q("TRUE")
	}
	return store.Q(`a.acts = %s`, *f.Acts)
}

func (f Filter) rest() *store.Query {
	parts := []*store.Query{store.Q("TRUE")}
	add := func(on bool, q *store.Query) {
		if on {
			parts = append(parts, q)
		}
	}
	add(f.busy, f.ofUnit())
	add(f.Unit == 0 && f.Acts != nil, store.Q(`EXISTS (SELECT 1 FROM dispatch_addressees a WHERE a.item_id = d.item_id AND %s)`, f.side()))
	add(f.Tag != 0, store.Q(`EXISTS (SELECT 1 FROM item_tags t WHERE t.item_id = x.id AND t.tag_id = %s)`, f.Tag))
	add(f.Type != "", store.Q(`d.type = %s`, f.Type))
	add(f.Precedence != 0, store.Q(`d.precedence = %s`, f.Precedence))
	if f.Protection != nil {
		parts = append(parts, store.Q(`x.protection = %s`, *f.Protection))
	}
	return store.Join(parts, " AND ")
}

// span is what bounds a filter in time and by unit, which indexes follow; rest is
// what is looked at row by row.
func (f Filter) span(after *Cursor) *store.Query {
	parts := []*store.Query{store.Q(`d.released IS NOT NULL AND d.step = %d`, correspondence.Released)}
	if !f.busy {
		parts = append(parts, f.ofUnit())
	}
	if !f.From.IsZero() {
		parts = append(parts, store.Q(`d.released >= %s`, f.From))
	}
	if !f.To.IsZero() {
		parts = append(parts, store.Q(`d.released < %s`, f.To))
	}
	if after != nil {
		parts = append(parts, store.Q(`(d.released, d.item_id) < (%s, %s)`, after.Released, after.Item))
	}
	return store.Join(parts, " AND ")
}

// window are those that a filter keeps and actor reads among its span from a
// moment on, the last released first. The joins are crossed so that SQLite goes
// through the window, and not through all that somebody reads.
func window(ctx context.Context, on store.Querier, actor access.Actor, f Filter, after *Cursor, from clock.Time) ([]Row, error) {
	since := store.Q("TRUE")
	if !from.IsZero() {
		since = store.Q(`d.released >= %s`, from)
	}
	return store.All[Row](ctx, on, store.Q(`SELECT `+columns+` FROM dispatches d CROSS JOIN %s x CROSS JOIN units u
		WHERE x.id = d.item_id AND u.id = d.unit_id AND %s AND %s AND %s ORDER BY d.released DESC, d.item_id DESC LIMIT %s`,
		access.Excerpt, access.From(actor, access.ReadItem), f.span(after), since, f.rest(), maxWindow))
}

// windowFrom is where a window of about so many begins: at a whole hour, so that
// an address says nothing of one dispatch that its reader may not read. Zero when
// all that is left fits in it.
func windowFrom(ctx context.Context, on store.Querier, f Filter, after *Cursor, size int) (clock.Time, error) {
	list, err := store.All[clock.Time](ctx, on, store.Q(`SELECT d.released FROM dispatches d JOIN %s x ON x.id = d.item_id
		WHERE d.item_id = (SELECT d.item_id FROM dispatches d WHERE %s ORDER BY d.released DESC, d.item_id DESC LIMIT 1 OFFSET %s)`, anyDispatch, f.span(after), size-1))
	if err != nil || len(list) == 0 {
		return clock.Time{}, err
	}
	return clock.At(list[0].Truncate(time.Hour)), nil
}

// anyDispatch is where a page goes on, whoever reads it.
var anyDispatch = access.From(access.SystemActor("where a page of the archive goes on"), access.ReadItem)

// among are those of these that a filter keeps.
func among(ctx context.Context, on store.Querier, actor access.Actor, f Filter, items []id.ID) (map[id.ID]Row, error) {
	out := make(map[id.ID]Row, len(items))
	if len(items) == 0 {
		return out, nil
	}
	rows, err := store.All[Row](ctx, on, rowsWhere(actor, store.Q(`d.item_id IN %s AND %s`, store.Values(items), f.where())))
	for _, r := range rows {
		out[r.Item] = r
	}
	return out, err
}

type typeRow struct{ Code, FR, EN string }

func typesOf(ctx context.Context, on store.Querier) ([]typeRow, error) {
	return store.All[typeRow](ctx, on, store.Q(`SELECT code, name_fr AS fr, name_en AS en FROM dispatch_types ORDER BY place, code`))
}

// unitsCalled are the units that a name means: by code or acronym, else by whole
// name.
func unitsCalled(ctx context.Context, on store.Querier, typed, fold string) ([]Unit, error) {
	return store.All[Unit](ctx, on, store.Q(`SELECT u.id, u.code, u.name, u.acronym FROM units u
		WHERE LOWER(u.code) = LOWER(%s) OR LOWER(u.acronym) = LOWER(%s) OR u.name_fold = %s OR u.name_fold LIKE %s
		ORDER BY CASE WHEN u.name_fold LIKE %s THEN 1 ELSE 0 END, u.retired, u.depth, u.id LIMIT 1`, typed, typed, fold, fold+"%", fold+"_%"))
}

type originRow struct {
	Item id.ID `db:"item_id"`
	correspondence.Origin
}

// originsOf are what dispatches that were judged were elsewhere.
func originsOf(ctx context.Context, on store.Querier, items []id.ID) (map[id.ID]correspondence.Origin, error) {
	out := map[id.ID]correspondence.Origin{}
	if len(items) == 0 {
		return out, nil
	}
	rows, err := store.All[originRow](ctx, on, store.Q(`SELECT item_id, number, marking, drafted_by, approved_by FROM dispatch_origins WHERE item_id IN %s`, store.Values(items)))
	for _, r := range rows {
		out[r.Item] = r.Origin
	}
	return out, err
}
