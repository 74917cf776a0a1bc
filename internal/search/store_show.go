package search

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

type querier = store.Querier

// shown is a hit as it is read again, with the text of which an extract is
// cut.
type shown struct {
	ID        id.ID
	Item      id.ID
	Kind      string
	Answer    bool
	Title     string
	Source    string
	Hash      string // of a file
	Community id.ID
	Place     string
	Author    id.ID
	Hint      string
	Published clock.Time
	Comments  int
	Useful    int
	Members   int
	Withheld  bool // restricted: no extract of it is shown
}

// naming reads the names of the communities of readable items, which relayed
// ones say too.
var naming = access.SystemActor("names around items that are judged")

func itemsShown(ctx context.Context, on querier, actor access.Actor, items []id.ID) ([]shown, error) {
	return store.All[shown](ctx, on, store.Q(`SELECT i.id, i.id AS item, i.kind, FALSE AS answer, i.title, COALESCE(b.source, '') AS source, '' AS hash,
			i.community_id AS community, c.name AS place, i.author_id AS author, '' AS hint, i.published, i.comments, i.useful, 0 AS members, i.protection = %d AS withheld
		FROM %s i LEFT JOIN bodies b ON b.item_id = i.id JOIN %s c ON c.id = i.community_id WHERE i.id IN %s AND i.state IN %s`,
		access.Restricted, access.From(actor, access.ReadItem), access.From(naming, access.ReadCommunity), store.Values(items), store.Values(out)))
}

func commentsShown(ctx context.Context, on querier, actor access.Actor, comments []id.ID) ([]shown, error) {
	return store.All[shown](ctx, on, store.Q(`SELECT k.id, k.item_id AS item, i.kind, k.kind = %d AS answer, i.title, k.source, '' AS hash,
			i.community_id AS community, c.name AS place, k.author_id AS author, '' AS hint, k.created AS published, 0 AS comments, k.useful, 0 AS members, i.protection = %d AS withheld
		FROM comments k JOIN %s i ON i.id = k.item_id JOIN %s c ON c.id = i.community_id
		WHERE k.id IN %s AND k.state = %d AND i.state IN %s`,
		content.Answer, access.Restricted, access.From(actor, access.ReadItem), access.From(naming, access.ReadCommunity), store.Values(comments), access.Published, store.Values(out)))
}

func filesShown(ctx context.Context, on querier, actor access.Actor, files []id.ID) ([]shown, error) {
	return store.All[shown](ctx, on, store.Q(`SELECT f.id, f.item_id AS item, i.kind, FALSE AS answer, f.name AS title, i.title AS source, f.hash,
			i.community_id AS community, c.name AS place, f.owner_id AS author, '' AS hint, f.created AS published, 0 AS comments, 0 AS useful, 0 AS members, i.protection = %d AS withheld
		FROM files f JOIN %s i ON i.id = f.item_id JOIN %s c ON c.id = i.community_id
		LEFT JOIN comments k ON k.id = f.comment_id AND k.item_id = f.item_id
		WHERE f.id IN %s AND (f.comment_id IS NULL OR k.state = %d) AND i.state IN %s`,
		access.Restricted, access.From(actor, access.ReadItem), access.From(naming, access.ReadCommunity), store.Values(files), access.Published, store.Values(out)))
}

func peopleShown(ctx context.Context, on querier, actor access.Actor, people []id.ID) ([]shown, error) {
	return store.All[shown](ctx, on, store.Q(`SELECT p.id, p.id AS item, '' AS kind, FALSE AS answer, p.name AS title, p.about AS source, '' AS hash,
			0 AS community, '' AS place, p.id AS author, p.handle AS hint, p.created AS published, 0 AS comments, 0 AS useful, 0 AS members
		FROM %s p WHERE p.id IN %s AND p.state = %d`, access.From(actor, access.ReadPerson), store.Values(people), identity.Active))
}

func placesShown(ctx context.Context, on querier, actor access.Actor, places []id.ID) ([]shown, error) {
	return store.All[shown](ctx, on, store.Q(`SELECT c.id, c.id AS item, '' AS kind, FALSE AS answer, c.name AS title, c.purpose AS source, '' AS hash,
			c.id AS community, '' AS place, 0 AS author, '' AS hint, c.created AS published, 0 AS comments, 0 AS useful, c.members
		FROM %s c WHERE c.id IN %s`, access.From(actor, access.ReadCommunity), store.Values(places)))
}

// Names ------------------------------------------------------------------------

func keyed(list []Name, err error) (map[id.ID]Name, error) {
	out := make(map[id.ID]Name, len(list))
	for _, n := range list {
		out[n.ID] = n
	}
	return out, err
}

func placesNamed(ctx context.Context, on querier, actor access.Actor, ids []id.ID) (map[id.ID]Name, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return keyed(store.All[Name](ctx, on, store.Q(`SELECT c.id, c.name AS title, c.purpose AS hint, '' AS kind FROM %s c WHERE c.id IN %s`,
		access.From(actor, access.ReadCommunity), store.Values(ids))))
}

func peopleNamed(ctx context.Context, on querier, actor access.Actor, ids []id.ID) (map[id.ID]Name, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return keyed(store.All[Name](ctx, on, store.Q(`SELECT p.id, p.name AS title, p.handle AS hint, '' AS kind FROM %s p WHERE p.id IN %s AND p.state = %d`,
		access.From(actor, access.ReadPerson), store.Values(ids), identity.Active)))
}

func itemsNamed(ctx context.Context, on querier, actor access.Actor, ids []id.ID) (map[id.ID]Name, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return keyed(store.All[Name](ctx, on, store.Q(`SELECT i.id, i.title, c.name AS hint, i.kind FROM %s i JOIN %s c ON c.id = i.community_id
		WHERE i.id IN %s AND i.state IN %s`,
		access.From(actor, access.ReadItem), access.From(naming, access.ReadCommunity), store.Values(ids), store.Values(out))))
}

// peopleCalled finds people by their handle or whole name.
func peopleCalled(ctx context.Context, on querier, actor access.Actor, name string, limit int) ([]Name, error) {
	return store.All[Name](ctx, on, store.Q(`SELECT p.id, p.name AS title, p.handle AS hint, '' AS kind FROM %s p
		WHERE p.handle = %s OR p.name_fold = %s ORDER BY p.id LIMIT %s`, access.From(actor, access.ReadPerson), name, text.Fold(name), limit))
}

func placesCalled(ctx context.Context, on querier, actor access.Actor, name string, limit int) ([]Name, error) {
	return store.All[Name](ctx, on, store.Q(`SELECT c.id, c.name AS title, c.purpose AS hint, '' AS kind FROM %s c
		WHERE c.name_fold = %s ORDER BY c.id LIMIT %s`, access.From(actor, access.ReadCommunity), text.Fold(name), limit))
}

// tagsLike are tags of whose name a word begins so, the most used first; what
// asks judges them.
func tagsLike(ctx context.Context, on querier, folded string, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT t.id FROM tags t WHERE ' ' || t.fold LIKE %s ORDER BY t.uses DESC, t.id LIMIT %s`,
		"% "+folded+"%", limit))
}
