package community

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// below is the condition that a path stands in the subtree of another: paths
// end with a slash, and 0 is the character that follows it.
const below = `u.path >= c.path AND u.path < RTRIM(c.path, '/') || '0'`

// followers are the live hierarchical communities with the path that each
// follows; one of them, or all when zero.
func followers(community id.ID) *store.Query {
	only := store.Q("TRUE")
	if community != 0 {
		only = store.Q("c.id = %s", community)
	}
	return store.Q(`(SELECT c.id, top.path FROM %s c JOIN units top ON top.id = c.unit_id
		WHERE c.kind = %s AND c.state = 1 AND %s)`, every(), Hierarchical, only)
}

// some limits a query to these people; everybody when nil.
func some(column *store.Query, people []id.ID) *store.Query {
	if people == nil {
		return store.Q("TRUE")
	}
	return store.Q("%s IN %s", column, store.Values(people))
}

type pair struct{ Community, Person id.ID }

// enrol makes members of the agents whose function is below the unit of a
// community and who never stood there in any way, and returns who they are.
func enrol(ctx context.Context, tx *store.Tx, community id.ID, people []id.ID, now clock.Time) ([]pair, error) {
	return store.All[pair](ctx, tx, store.Q(`INSERT INTO memberships (community_id, person_id, role, state, enrolled, since)
		SELECT DISTINCT c.id, p.id, 2, 1, TRUE, CAST(%s AS BIGINT)
		FROM %s c JOIN units u ON `+below+`
		JOIN functions f ON f.unit_id = u.id
		JOIN %s p ON p.id = f.person_id AND p.kind = %s AND p.state <> %s
		WHERE %s
		ON CONFLICT (community_id, person_id) DO NOTHING
		RETURNING community_id AS community, person_id AS person`,
		now, followers(community), everyone(), identity.Agent, identity.Suspended, some(store.Q("p.id"), people)))
}

// withdraw removes those whom a unit had enrolled and who no longer have a
// function below it. Managers stay: somebody chose them.
func withdraw(ctx context.Context, tx *store.Tx, people []id.ID) ([]pair, error) {
	return store.All[pair](ctx, tx, store.Q(`DELETE FROM memberships
		WHERE enrolled AND state = 1 AND role < 3 AND %s
		AND NOT EXISTS (SELECT 1 FROM %s c JOIN units u ON `+below+`
			JOIN functions f ON f.unit_id = u.id
			WHERE c.id = memberships.community_id AND f.person_id = memberships.person_id)
		AND community_id IN (SELECT live.id FROM %s live)
		RETURNING community_id AS community, person_id AS person`,
		some(store.Q("person_id"), people), followers(0), followers(0)))
}

// startable are the units that actor heads with all that stands below, or all
// units for an administrator.
func startable(ctx context.Context, on store.Querier, actor access.Actor) ([]Ref, error) {
	mine := store.Q(`EXISTS (SELECT 1 FROM functions f JOIN units c ON c.id = f.unit_id
		WHERE f.person_id = %s AND f.head AND `+below+`)`, actor.Person())
	if actor.IsAdmin() {
		mine = store.Q("TRUE")
	}
	return store.All[Ref](ctx, on, store.Q(`SELECT u.id, u.name FROM units u WHERE NOT u.retired AND %s ORDER BY u.depth, u.name_fold, u.id LIMIT 500`, mine))
}
