package search

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

type hitRow struct {
	ID        id.ID
	Kind      string
	Title     string
	Source    string
	Community id.ID
	Place     string
	Author    id.ID
	Published clock.Time
	Comments  int
	Useful    int
}

// within is the readable items that a query looks into.
func (d *Database) within(actor access.Actor, q Query) *store.Query {
	where := store.Q("i.state IN %s", store.Values([]access.State{access.Published, access.Archived}))
	if q.Kind != "" {
		where = store.Q("%s AND i.kind = %s", where, q.Kind)
	}
	if q.Community != 0 {
		where = store.Q("%s AND i.community_id = %s", where, q.Community)
	}
	if q.Before != (Place{}) {
		where = store.Q("%s AND (i.published, i.id) < (%s, %s)", where, q.Before.Published, q.Before.Item)
	}
	return store.Q(`SELECT * FROM %s i WHERE %s ORDER BY i.published DESC, i.id DESC LIMIT %s`, access.From(actor, access.ReadItem), where, d.window)
}

func (d *Database) find(ctx context.Context, actor access.Actor, q Query, words []string) ([]hitRow, error) {
	holds := make([]*store.Query, len(words))
	for i, w := range words {
		// A leading space makes a word match from its beginning.
		holds[i] = store.Q(`(' ' || i.title_fold LIKE %s OR ' ' || b.fold LIKE %s)`, "% "+w+"%", "% "+w+"%")
	}
	return store.All[hitRow](ctx, d.db, store.Q(`SELECT i.id, i.kind, i.title, b.source, i.community_id AS community, c.name AS place,
			i.author_id AS author, i.published, i.comments, i.useful
		FROM (%s) i JOIN bodies b ON b.item_id = i.id JOIN %s c ON c.id = i.community_id
		WHERE %s ORDER BY i.published DESC, i.id DESC LIMIT %s`,
		d.within(actor, q), access.From(naming, access.ReadCommunity), store.Join(holds, " AND "), q.Limit+1))
}

// end is the last item that a query looked into, zero when there was no other.
func (d *Database) end(ctx context.Context, actor access.Actor, q Query) (Place, error) {
	p, err := store.One[Place](ctx, d.db, store.Q(`SELECT i.published, i.id AS item FROM (%s) i ORDER BY i.published, i.id LIMIT 1`,
		d.within(actor, q)))
	if errors.Is(err, store.ErrNone) {
		return Place{}, nil
	}
	if err != nil {
		return Place{}, err
	}
	q.Before = p
	rest := Database{db: d.db, window: 1}
	more, err := store.One[bool](ctx, d.db, store.Q(`SELECT EXISTS (%s)`, rest.within(actor, q)))
	if !more {
		p = Place{}
	}
	return p, err
}

// naming reads the names of the communities of readable items, which relayed
// ones say too, and the titles that are judged next.
var naming = access.SystemActor("names around items that are judged")

// like is the condition that every word begins a word of a folded column.
func like(column *store.Query, words []string) *store.Query {
	parts := make([]*store.Query, len(words))
	for i, w := range words {
		parts[i] = store.Q("' ' || %s LIKE %s", column, "% "+w+"%")
	}
	return store.Q("(%s)", store.Join(parts, " AND "))
}

// from is the condition that a folded column begins so: a run of its index.
func from(column *store.Query, begins string) *store.Query {
	return store.Q("%s >= %s AND %s < %s", column, begins, column, begins+"\U0010ffff")
}

// peopleFrom finds people whose name begins so.
func (d *Database) peopleFrom(ctx context.Context, actor access.Actor, begins string, limit int) ([]Name, error) {
	return store.All[Name](ctx, d.db, store.Q(`SELECT p.id, p.name AS title, p.handle AS hint, '' AS kind FROM %s p
		WHERE p.state = 2 AND %s ORDER BY p.name_fold, p.id LIMIT %s`,
		access.From(actor, access.ReadPerson), from(store.Q("p.name_fold"), begins), limit))
}

// people finds people by the beginnings of any words of their name, in the
// order of an index: it stops at the first ones.
func (d *Database) people(ctx context.Context, actor access.Actor, words []string, limit int) ([]Name, error) {
	return store.All[Name](ctx, d.db, store.Q(`SELECT p.id, p.name AS title, p.handle AS hint, '' AS kind FROM %s p
		WHERE p.state = 2 AND %s ORDER BY p.name_fold, p.id LIMIT %s`,
		access.From(actor, access.ReadPerson), like(store.Q("p.name_fold"), words), limit))
}

func (d *Database) communities(ctx context.Context, actor access.Actor, words []string, limit int) ([]Name, error) {
	return store.All[Name](ctx, d.db, store.Q(`SELECT c.id, c.name AS title, c.purpose AS hint, '' AS kind FROM %s c
		WHERE %s ORDER BY CASE WHEN c.name_fold LIKE %s THEN 0 ELSE 1 END, c.members DESC, c.id LIMIT %s`,
		access.From(actor, access.ReadCommunity), like(store.Q("c.name_fold"), words), words[0]+"%", limit))
}

// itemsFrom finds items whose title begins so, however old: the first ones in
// an index, then judged.
func (d *Database) itemsFrom(ctx context.Context, actor access.Actor, begins string, limit int) ([]Name, error) {
	return store.All[Name](ctx, d.db, store.Q(`SELECT i.id, i.title, c.name AS hint, i.kind
		FROM (SELECT t.id FROM %s t WHERE %s ORDER BY t.title_fold, t.id LIMIT %d) first
		JOIN %s i ON i.id = first.id JOIN %s c ON c.id = i.community_id
		WHERE i.state IN %s ORDER BY i.published DESC, i.id DESC LIMIT %s`,
		access.From(naming, access.ReadItem), from(store.Q("t.title_fold"), begins), probes,
		access.From(actor, access.ReadItem), access.From(naming, access.ReadCommunity),
		store.Values([]access.State{access.Published, access.Archived}), limit))
}

func (d *Database) items(ctx context.Context, actor access.Actor, words []string, limit int) ([]Name, error) {
	return store.All[Name](ctx, d.db, store.Q(`SELECT i.id, i.title, c.name AS hint, i.kind
		FROM (SELECT * FROM %s i WHERE i.state = %d ORDER BY i.published DESC, i.id DESC LIMIT %s) i
		JOIN %s c ON c.id = i.community_id
		WHERE %s ORDER BY i.published DESC, i.id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), access.Published, d.window, access.From(naming, access.ReadCommunity),
		like(store.Q("i.title_fold"), words), limit))
}
