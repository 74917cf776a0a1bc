package identity

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

// people is every account: who may be shown to whom is decided by the
// features, through access.ReadPerson and the person who asks. Here the
// program recognises people, it does not show them.
func people() *store.Query {
	return access.From(access.SystemActor("recognise who acts"), access.ReadPerson)
}

// columns are those of Person, from the alias p.
const columns = `p.id, p.kind, p.state, p.handle, p.name, COALESCE(p.email, '') AS email, p.about, p.locale, p.theme,
	p.photo, p.admin, p.clearance, p.confirmed, p.sponsor_id, p.expires, p.charter, p.created`

func findAll(ctx context.Context, on store.Querier, ids []id.ID) ([]Person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return store.All[Person](ctx, on, store.Q(`SELECT `+columns+` FROM %s p WHERE p.id IN %s`, people(), values(ids)))
}

// Faces gives what is shown of people beside what they contribute, in one
// query. Unknown ids are absent.
func Faces(ctx context.Context, on store.Querier, ids []id.ID) (map[id.ID]Face, error) {
	out := make(map[id.ID]Face, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := store.All[Face](ctx, on, store.Q(`SELECT p.id, p.name, p.handle, p.photo, p.kind = %d AS guest
		FROM %s p WHERE p.id IN %s`, Guest, people(), values(ids)))
	if err != nil {
		return nil, err
	}
	for _, f := range rows {
		out[f.ID] = f
	}
	return out, nil
}

// ByHandle finds active people by their handles, among those whom actor may know
// of.
func ByHandle(ctx context.Context, on store.Querier, actor access.Actor, handles []string) (map[string]Face, error) {
	out := make(map[string]Face, len(handles))
	if len(handles) == 0 {
		return out, nil
	}
	rows, err := store.All[Face](ctx, on, store.Q(`SELECT p.id, p.name, p.handle, p.photo, p.kind = %d AS guest
		FROM %s p WHERE p.handle IN %s AND p.state = %d`, Guest, access.From(actor, access.ReadPerson), store.Values(handles), Active))
	for _, f := range rows {
		out[f.Handle] = f
	}
	return out, err
}

// values lists distinct ids for IN, the last one repeated up to the next power of two:
// prepared statements are kept by text, and few lengths make few texts.
func values(ids []id.ID) *store.Query {
	seen := make(map[id.ID]bool, len(ids))
	list := make([]id.ID, 0, len(ids))
	for _, i := range ids {
		if !seen[i] {
			seen[i] = true
			list = append(list, i)
		}
	}
	size := 1
	for size < len(list) {
		size *= 2
	}
	for len(list) < size {
		list = append(list, list[len(list)-1])
	}
	return store.Values(list)
}

type factRow struct {
	Person id.ID
	Fact   int // 1: a membership; 2: a function in a unit, with the role 1 when they head it
	Place  id.ID
	Role   access.Role
	State  int
}

// loadFacts reads what decides the rights of people, in one query.
func loadFacts(ctx context.Context, on store.Querier, list []Person) (map[id.ID]access.Facts, error) {
	out := make(map[id.ID]access.Facts, len(list))
	if len(list) == 0 {
		return out, nil
	}
	ids := make([]id.ID, len(list))
	for i, p := range list {
		ids[i] = p.ID
		out[p.ID] = access.Facts{Person: p.ID, Guest: p.Kind == Guest, Admin: p.Admin, Clearance: p.Clearance, Roles: map[id.ID]access.Role{}}
	}
	in := values(ids)
	rows, err := store.All[factRow](ctx, on, store.Q(`
		SELECT m.person_id AS person, 1 AS fact, m.community_id AS place, m.role, m.state
		FROM memberships m WHERE m.person_id IN %s AND m.state IN (%d, %d)
		UNION ALL
		SELECT f.person_id, 2, f.unit_id, CASE WHEN f.head THEN 1 ELSE 0 END, 0 FROM functions f WHERE f.person_id IN %s`,
		in, access.MembershipActive, access.MembershipInvited, in))
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		facts := out[r.Person]
		switch {
		case r.Fact == 2:
			if r.Role == 1 && !slices.Contains(facts.Heads, r.Place) {
				facts.Heads = append(facts.Heads, r.Place)
			}
			if !slices.Contains(facts.Units, r.Place) {
				facts.Units = append(facts.Units, r.Place)
			}
		case r.State == access.MembershipActive:
			facts.Roles[r.Place] = r.Role
		default:
			facts.Invited = append(facts.Invited, r.Place)
		}
		out[r.Person] = facts
	}
	return out, nil
}
