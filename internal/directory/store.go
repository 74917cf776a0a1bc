package directory

import (
	"context"
	"errors"
	"strings"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

// everyone is every account, to recognise the people that an import names.
func everyone() *store.Query {
	return access.From(access.SystemActor("recognise the people of an import"), access.ReadPerson)
}

// begins demands that every word typed begins a word of a folded column, which
// fragment compares with a pattern.
func begins(typed string, fragment func(pattern string) *store.Query) []*store.Query {
	var out []*store.Query
	for _, word := range strings.Fields(text.Fold(typed)) {
		out = append(out, fragment("% "+word+"%"))
	}
	return out
}

// entryColumns are those of Entry, from people p, functions f and units u.
const entryColumns = `p.id, p.name, p.handle, p.photo, p.kind = 2 AS guest,
	COALESCE(f.title, '') AS title, COALESCE(NULLIF(u.acronym, ''), u.name, '') AS unit, COALESCE(f.head, FALSE) AS head`

// findPeople lists those whom actor may read, by name. Path is that of the
// unit asked for.
func findPeople(ctx context.Context, on store.Querier, actor access.Actor, f Filter, path string) ([]Entry, error) {
	where := begins(f.Text, func(pattern string) *store.Query { return store.Q("' ' || p.name_fold LIKE %s", pattern) })
	where = append(where, store.Q("p.state <> %s AND p.kind <> %s AND (p.expires IS NULL OR p.expires > %s)",
		identity.Suspended, identity.Program, f.Now))
	if f.After != 0 {
		where = append(where, store.Q("(p.name_fold, p.id) > (SELECT b.name_fold, b.id FROM %s b WHERE b.id = %s)",
			access.From(actor, access.ReadPerson), f.After))
	}
	function := store.Q("LEFT JOIN functions f ON f.person_id = p.id AND f.main")
	if asked := f.functions(path); len(asked) > 0 {
		// The line shows the function that answers the question; the first one
		// when there are several.
		function = store.Q(`JOIN functions f ON f.person_id = p.id AND f.id = (SELECT MIN(g.id) FROM functions g
			JOIN units v ON v.id = g.unit_id WHERE g.person_id = p.id AND %s)`, store.Join(asked, " AND "))
	}
	return store.All[Entry](ctx, on, store.Q(`SELECT `+entryColumns+` FROM %s p %s LEFT JOIN units u ON u.id = f.unit_id
		WHERE %s ORDER BY p.name_fold, p.id LIMIT %s`,
		access.From(actor, access.ReadPerson), function, store.Join(where, " AND "), f.Limit))
}

// functions are the conditions on a function g in a unit v.
func (f Filter) functions(path string) []*store.Query {
	where := begins(f.Title, func(pattern string) *store.Query { return store.Q("' ' || g.title_fold LIKE %s", pattern) })
	switch {
	case f.Unit == 0:
	case f.Only:
		where = append(where, store.Q("g.unit_id = %s", f.Unit))
	default:
		where = append(where, store.Q("v.path >= %s AND v.path < %s", path, strings.TrimSuffix(path, "/")+"0"))
	}
	return where
}

func headsOf(ctx context.Context, on store.Querier, actor access.Actor, unit id.ID) ([]Entry, error) {
	return store.All[Entry](ctx, on, store.Q(`SELECT `+entryColumns+` FROM functions f JOIN %s p ON p.id = f.person_id
		JOIN units u ON u.id = f.unit_id WHERE f.unit_id = %s AND f.head AND p.state <> %s ORDER BY p.name_fold, p.id LIMIT 20`,
		access.From(actor, access.ReadPerson), unit, identity.Suspended))
}

// placesOf are the live communities that follow a unit and that actor may see.
func placesOf(ctx context.Context, on store.Querier, actor access.Actor, unit id.ID) ([]Place, error) {
	return store.All[Place](ctx, on, store.Q(`SELECT c.id, c.name, c.members FROM %s c
		WHERE c.unit_id = %s AND c.state = 1 ORDER BY c.name_fold, c.id LIMIT 50`, access.From(actor, access.ReadCommunity), unit))
}

// personBy finds somebody by handle, among those whom actor may read.
func personBy(ctx context.Context, on store.Querier, actor access.Actor, handle string) (id.ID, error) {
	person, err := store.One[id.ID](ctx, on, store.Q(`SELECT p.id FROM %s p WHERE p.handle = %s`, access.From(actor, access.ReadPerson), handle))
	if errors.Is(err, store.ErrNone) {
		return 0, fault.NotFound()
	}
	return person, err
}

// commonPlaces are the live communities where both are members.
func commonPlaces(ctx context.Context, on store.Querier, actor access.Actor, person id.ID) ([]Place, error) {
	return store.All[Place](ctx, on, store.Q(`SELECT c.id, c.name, c.members FROM %s c
		JOIN memberships theirs ON theirs.community_id = c.id AND theirs.person_id = %s AND theirs.state = 1
		JOIN memberships mine ON mine.community_id = c.id AND mine.person_id = %s AND mine.state = 1
		WHERE c.state = 1 ORDER BY c.activity DESC, c.id DESC LIMIT 24`,
		access.From(actor, access.ReadCommunity), person, actor.Person()))
}

// photoOf is the hash of the photo of somebody whom actor may see: anybody for
// an agent; for a guest, themselves and those who share a community with them.
func photoOf(ctx context.Context, on store.Querier, actor access.Actor, handle string) (string, error) {
	seen := access.From(actor, access.ReadPerson)
	if actor.IsGuest() {
		seen = store.Q(`(SELECT p.* FROM %s p WHERE p.id = %s OR EXISTS (SELECT 1 FROM memberships theirs
			JOIN memberships mine ON mine.community_id = theirs.community_id AND mine.person_id = %s AND mine.state = 1
			WHERE theirs.person_id = p.id AND theirs.state = 1))`, everyone(), actor.Person(), actor.Person())
	}
	hash, err := store.One[string](ctx, on, store.Q(`SELECT p.photo FROM %s p WHERE p.handle = %s AND p.photo <> ''`, seen, handle))
	if errors.Is(err, store.ErrNone) {
		return "", fault.NotFound()
	}
	return hash, err
}
