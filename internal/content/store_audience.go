package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

type readerCount struct{ Agents, Guests int }

// countReaders counts active people, service accounts aside, as ReadItem would
// judge them.
func countReaders(ctx context.Context, on store.Querier, place Place, audience access.Audience, relays []id.ID) (readerCount, error) {
	least := access.GuestRole
	if audience == access.ManagersOnly {
		least = access.ManagerRole
	}
	who := []*store.Query{store.Q(`p.id IN (SELECT m.person_id FROM memberships m
		WHERE m.community_id = %s AND m.state = 1 AND m.role >= %s)`, place.ID, least)}
	if audience == access.Everyone && place.Openness == access.Open {
		who = append(who, store.Q(`p.kind = %s`, identity.Agent))
	}
	if len(relays) > 0 {
		who = append(who, store.Q(`p.kind = %s AND p.id IN (SELECT m.person_id FROM memberships m
			WHERE m.community_id IN %s AND m.state = 1)`, identity.Agent, store.Values(relays)))
	}
	return store.One[readerCount](ctx, on, store.Q(`SELECT
		COUNT(CASE WHEN p.kind = %s THEN 1 END) AS agents, COUNT(CASE WHEN p.kind = %s THEN 1 END) AS guests
		FROM %s p WHERE p.state = %s AND (%s)`, identity.Agent, identity.Guest, anyPerson, identity.Active, store.Join(who, " OR ")))
}

// countNamed counts who may read an item of a sealed place, one after the other;
// nobody but those who work on it before it is out.
func countNamed(ctx context.Context, on store.Querier, item id.ID) (readerCount, error) {
	return store.One[readerCount](ctx, on, store.Q(`SELECT
		COUNT(CASE WHEN w.kind = %s THEN 1 END) AS agents, COUNT(CASE WHEN w.kind = %s THEN 1 END) AS guests
		FROM %s w WHERE w.state = %s AND (%s OR w.id IN (SELECT n.person_id FROM named_people n WHERE n.item_id = %s))`,
		identity.Agent, identity.Guest, anyPerson, identity.Active, access.MayRead("w.id", item), item))
}
