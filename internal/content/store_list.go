package content

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// listing is which items, in which order: keys is a select of ids within the
// bounds, order sorts what is read of them.
type listing struct {
	keys  *store.Query
	order *store.Query
	more  bool // keys asks for one row more than a page
}

var (
	lastActive    = store.Q("x.activity DESC, x.id DESC")
	lastPublished = store.Q("x.published DESC, x.id DESC")
	lastMade      = store.Q("x.id DESC")
	firstMade     = store.Q("x.id")
	lastBinned    = store.Q("x.binned DESC, x.id DESC")
)

type itemRow struct {
	Item
	Source     string
	PlaceName  string
	Openness   access.Openness
	Unit       id.ID
	Validation bool
	Dormant    bool
	Members    int
	Seen       clock.Time
}

func (r itemRow) place() Place {
	return Place{ID: r.Community, Name: r.PlaceName, Openness: r.Openness, Unit: r.Unit, Validation: r.Validation, Archived: r.Dormant, Members: r.Members}
}

const placed = spine + `, c.name AS place_name, c.openness, c.unit_id AS unit, c.validation, (c.state <> 1) AS dormant, c.members, rd.seen`

func readRows(ctx context.Context, on store.Querier, reader id.ID, l listing) ([]itemRow, error) {
	return store.All[itemRow](ctx, on, store.Q(`SELECT `+placed+` FROM (%s) k JOIN %s x ON x.id = k.id
		JOIN %s c ON c.id = x.community_id LEFT JOIN reads rd ON rd.item_id = x.id AND rd.person_id = %s ORDER BY %s`,
		access.Excerpt, l.keys, anyItem, anyPlace, reader, l.order))
}

// readItem reads one item that was judged, with its text.
func readItem(ctx context.Context, on store.Querier, reader, item id.ID) (itemRow, error) {
	r, err := store.One[itemRow](ctx, on, store.Q(`SELECT `+placed+`, b.source FROM %s x JOIN bodies b ON b.item_id = x.id
		JOIN %s c ON c.id = x.community_id LEFT JOIN reads rd ON rd.item_id = x.id AND rd.person_id = %s WHERE x.id = %s`,
		access.Excerpt, anyItem, anyPlace, reader, item))
	if errors.Is(err, store.ErrNone) {
		return r, fault.NotFound()
	}
	return r, err
}

// before is the keyset condition on a pair of columns.
func before(column *store.Query, c Cursor) *store.Query {
	if c == (Cursor{}) {
		return store.Q("TRUE")
	}
	return store.Q("(%s, x.id) < (%s, %s)", column, c.At, c.ID)
}

func (f Filter) where() *store.Query {
	parts := []*store.Query{store.Q("x.state = %s", f.state())}
	switch {
	case f.Kind != "":
		parts = append(parts, store.Q("x.kind = %s", f.Kind))
	case len(f.apart) > 0 && f.Pins != PinsOnly && f.Tag == 0:
		parts = append(parts, store.Q("x.kind NOT IN %s", store.Values(f.apart)))
	}
	if f.Tag != 0 {
		parts = append(parts, store.Q("EXISTS (SELECT 1 FROM item_tags it WHERE it.item_id = x.id AND it.tag_id = %s)", f.Tag))
	}
	switch {
	case f.Waiting && len(f.waits) == 0:
		parts = append(parts, store.Q("FALSE"))
	case f.Waiting:
		parts = append(parts, store.Q("(%s)", store.Join(f.waits, " OR ")))
	}
	return store.Join(parts, " AND ")
}

func (f Filter) state() access.State {
	if f.Archived {
		return access.Archived
	}
	return access.Published
}

// byCommunity reads what was made there and what was relayed there as two
// short runs, each in the order of an index.
func byCommunity(actor access.Actor, community id.ID, f Filter, after Cursor, limit int) listing {
	readable := access.From(actor, access.ReadItem)
	at := before(store.Q("x.activity"), after)
	relayed := f
	relayed.apart = nil // somebody wanted it seen here
	pins := map[Pins]*store.Query{PinsAmong: store.Q("TRUE"), PinsApart: store.Q("NOT x.pinned"), PinsOnly: store.Q("x.pinned")}[f.Pins]
	if f.Pins == PinsOnly { // what is relayed is pinned where it comes from
		return listing{more: true, order: lastActive, keys: store.Q(`SELECT x.id FROM %s x WHERE x.community_id = %s AND %s AND %s AND %s
			ORDER BY x.activity DESC, x.id DESC LIMIT %s`, readable, community, f.where(), pins, at, limit)}
	}
	return listing{more: true, order: lastActive, keys: store.Q(`SELECT u.id FROM (
		SELECT a.id, a.activity FROM (SELECT x.id, x.activity FROM %s x WHERE x.community_id = %s AND %s AND %s AND %s
			ORDER BY x.activity DESC, x.id DESC LIMIT %s) a
		UNION ALL
		SELECT b.id, b.activity FROM (SELECT x.id, x.activity FROM relays r JOIN %s x ON x.id = r.item_id WHERE r.community_id = %s AND %s AND %s
			ORDER BY x.activity DESC, x.id DESC LIMIT %s) b
		) u ORDER BY u.activity DESC, u.id DESC LIMIT %s`,
		readable, community, f.where(), pins, at, limit, readable, community, relayed.where(), at, limit, limit)}
}

func pinnedIn(actor access.Actor, community id.ID) listing {
	return listing{order: lastActive, keys: store.Q(`SELECT x.id FROM %s x WHERE x.community_id = %s AND x.pinned AND x.state = %s
		ORDER BY x.activity DESC, x.id DESC LIMIT %s`, access.From(actor, access.ReadItem), community, access.Published, PageOfRows)}
}

func byAuthor(actor access.Actor, person id.ID, after Cursor, limit int) listing {
	return listing{more: true, order: lastPublished, keys: store.Q(`SELECT x.id FROM %s x WHERE x.author_id = %s AND x.state = %s AND %s
		ORDER BY x.published DESC, x.id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), person, access.Published, before(store.Q("x.published"), after), limit)}
}

func latest(actor access.Actor, f Filter, after Cursor, limit int) listing {
	return listing{more: true, order: lastPublished, keys: store.Q(`SELECT x.id FROM %s x WHERE %s AND %s
		ORDER BY x.published DESC, x.id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), f.where(), before(store.Q("x.published"), after), limit)}
}

func byTag(actor access.Actor, tag id.ID, after Cursor, limit int) listing {
	last := maxID
	if after.ID != 0 {
		last = after.ID
	}
	return listing{more: true, order: lastMade, keys: store.Q(`SELECT x.id FROM item_tags it JOIN %s x ON x.id = it.item_id
		WHERE it.tag_id = %s AND it.item_id < %s AND x.state IN %s ORDER BY it.item_id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), tag, last, store.Values([]access.State{access.Published, access.Archived}), limit)}
}

func byIDs(actor access.Actor, items []id.ID) listing {
	return listing{order: lastMade, keys: store.Q(`SELECT x.id FROM %s x WHERE x.id IN %s`, access.From(actor, access.ReadItem), store.Values(items))}
}

func binnedIn(actor access.Actor, community id.ID, after Cursor, limit int) listing {
	return listing{more: true, order: lastBinned, keys: store.Q(`SELECT x.id FROM %s x WHERE x.community_id = %s AND x.state = %s AND %s
		ORDER BY x.binned DESC, x.id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), community, access.Binned, before(store.Q("x.binned"), after), limit)}
}

func toRelease(actor access.Actor, community id.ID, after Cursor, limit int) listing {
	where := store.Q("TRUE")
	if community != 0 {
		where = store.Q("x.community_id = %s", community)
	}
	return listing{more: true, order: firstMade, keys: store.Q(`SELECT x.id FROM %s x WHERE x.id > %s AND %s ORDER BY x.id LIMIT %s`,
		access.From(actor, Release), after.ID, where, limit)}
}

func notOut(actor access.Actor, after Cursor, limit int) listing {
	last := maxID
	if after.ID != 0 {
		last = after.ID
	}
	return listing{more: true, order: lastMade, keys: store.Q(`SELECT x.id FROM %s x WHERE x.author_id = %s AND x.state IN %s AND x.id < %s ORDER BY x.id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), actor.Person(),
		store.Values([]access.State{access.Scheduled, access.Pending, access.Returned}), last, limit)}
}

func spoke(ctx context.Context, on store.Querier, person id.ID) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM %s x WHERE x.author_id = %s)
		OR EXISTS (SELECT 1 FROM comments k JOIN %s x ON x.id = k.item_id WHERE k.author_id = %s)`, anyItem, person, anyItem, person))
}
