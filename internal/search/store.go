package search

import (
	"context"

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

func (d *Database) find(ctx context.Context, actor access.Actor, q Query, words []string) ([]hitRow, error) {
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
	holds := make([]*store.Query, len(words))
	for i, w := range words {
		// A leading space makes a word match from its beginning.
		holds[i] = store.Q(`(' ' || i.title_fold LIKE %s OR ' ' || b.fold LIKE %s)`, "% "+w+"%", "% "+w+"%")
	}
	return store.All[hitRow](ctx, d.db, store.Q(`SELECT i.id, i.kind, i.title, b.source, i.community_id AS community, c.name AS place,
			i.author_id AS author, i.published, i.comments, i.useful
		FROM (SELECT * FROM %s i WHERE %s ORDER BY i.published DESC, i.id DESC LIMIT %d) i
		JOIN bodies b ON b.item_id = i.id JOIN %s c ON c.id = i.community_id
		WHERE %s ORDER BY i.published DESC, i.id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), where, Window, access.From(naming, access.ReadCommunity),
		store.Join(holds, " AND "), q.Limit+1))
}

// naming reads the names of the communities of readable items: relayed items
// say where they come from.
var naming = access.SystemActor("names of the communities of readable items")

// like is the condition that every word begins a word of a folded column.
func like(column *store.Query, words []string) *store.Query {
	parts := make([]*store.Query, len(words))
	for i, w := range words {
		parts[i] = store.Q("' ' || %s LIKE %s", column, "% "+w+"%")
	}
	return store.Q("(%s)", store.Join(parts, " AND "))
}

func (d *Database) people(ctx context.Context, actor access.Actor, words []string, limit int) ([]Name, error) {
	return store.All[Name](ctx, d.db, store.Q(`SELECT p.id, p.name AS title, p.handle AS hint, '' AS kind FROM %s p
		WHERE p.state = 2 AND %s ORDER BY CASE WHEN p.name_fold LIKE %s THEN 0 ELSE 1 END, p.name_fold, p.id LIMIT %s`,
		access.From(actor, access.ReadPerson), like(store.Q("p.name_fold"), words), words[0]+"%", limit))
}

func (d *Database) communities(ctx context.Context, actor access.Actor, words []string, limit int) ([]Name, error) {
	return store.All[Name](ctx, d.db, store.Q(`SELECT c.id, c.name AS title, c.purpose AS hint, '' AS kind FROM %s c
		WHERE %s ORDER BY CASE WHEN c.name_fold LIKE %s THEN 0 ELSE 1 END, c.members DESC, c.id LIMIT %s`,
		access.From(actor, access.ReadCommunity), like(store.Q("c.name_fold"), words), words[0]+"%", limit))
}

func (d *Database) items(ctx context.Context, actor access.Actor, words []string, limit int) ([]Name, error) {
	return store.All[Name](ctx, d.db, store.Q(`SELECT i.id, i.title, c.name AS hint, i.kind
		FROM (SELECT * FROM %s i WHERE i.state = %d ORDER BY i.published DESC, i.id DESC LIMIT %d) i
		JOIN %s c ON c.id = i.community_id
		WHERE %s ORDER BY i.published DESC, i.id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), access.Published, Window, access.From(naming, access.ReadCommunity),
		like(store.Q("i.title_fold"), words), limit))
}
