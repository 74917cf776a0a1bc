package archive

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/correspondence"
	"parvis/internal/id"
	"parvis/internal/store"
)

// near is a dispatch to which a walk came, with the name of its affair, "" for
// none.
type near struct {
	Item id.ID
	Name string
	Fold string
}

// nearby are dispatches that actor reads and all that is joined to them by
// references, either way, from one that actor reads to the next: the nearest
// first, so many at most, along the steps that are allowed. What actor may not
// read is not walked through. The joins are crossed so that SQLite goes from what
// was reached to what is next to it, and not through all that somebody reads.
func nearby(ctx context.Context, on store.Querier, actor access.Actor, from []id.ID, allowed *store.Query, most int) ([]near, error) {
	readable := access.From(actor, access.ReadItem)
	return store.All[near](ctx, on, store.Q(`WITH RECURSIVE near (item) AS (
			SELECT d.item_id FROM dispatches d JOIN %s x ON x.id = d.item_id WHERE d.item_id IN %s
			UNION
			SELECT d.item_id FROM near n CROSS JOIN dispatch_references r CROSS JOIN dispatches d CROSS JOIN %s x
			WHERE (r.item_id = n.item OR r.to_id = n.item) AND d.item_id = CASE WHEN r.item_id = n.item THEN r.to_id ELSE r.item_id END
				AND d.step = %d AND x.id = d.item_id AND %s)
		SELECT n.item, COALESCE((SELECT a.name FROM dispatch_affairs a WHERE a.item_id = n.item), '') AS name,
			COALESCE((SELECT a.name_fold FROM dispatch_affairs a WHERE a.item_id = n.item), '') AS fold FROM near n LIMIT %d`,
		readable, store.Values(from), readable, correspondence.Released, allowed, most))
}

// fromUnnamed goes on from what bears no name: those that it reaches and that
// bear one are where it ends.
var fromUnnamed = store.Q(`NOT EXISTS (SELECT 1 FROM dispatch_affairs a WHERE a.item_id = n.item)`)

// ofName goes to what bears a name, or none.
func ofName(fold string) *store.Query {
	return store.Q(`NOT EXISTS (SELECT 1 FROM dispatch_affairs a WHERE a.item_id = d.item_id AND a.name_fold <> %s)`, fold)
}

// bearing are the dispatches that actor reads and that bear a name.
func bearing(ctx context.Context, on store.Querier, actor access.Actor, fold string, most int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT d.item_id FROM dispatch_affairs a CROSS JOIN dispatches d CROSS JOIN %s x
		WHERE a.name_fold = %s AND d.item_id = a.item_id AND d.step = %d AND x.id = d.item_id LIMIT %d`,
		access.From(actor, access.ReadItem), fold, correspondence.Released, most))
}
