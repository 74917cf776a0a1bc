package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// anyPerson counts who will read a dispatch and names who may sign it; what they
// may read is judged elsewhere.
var anyPerson = access.From(access.SystemActor("who reads and signs a dispatch"), access.ReadPerson)

// typesOf are the types that a new dispatch may have.
func typesOf(ctx context.Context, on store.Querier) ([]Type, error) {
	return store.All[Type](ctx, on, store.Q(`SELECT code, name_fr, name_en, template FROM dispatch_types WHERE NOT retired ORDER BY place, code`))
}

// unitsWithDesk are those of these units that write and receive, by name.
func unitsWithDesk(ctx context.Context, on store.Querier, among []id.ID) ([]Unit, error) {
	if len(among) == 0 {
		return nil, nil
	}
	return store.All[Unit](ctx, on, store.Q(`SELECT u.id, u.code, u.name, u.name_fold, u.acronym FROM units u JOIN dispatch_desks k ON k.unit_id = u.id
		WHERE NOT u.retired AND u.id IN %s ORDER BY u.name_fold, u.id`, store.Values(among)))
}

// unitsNamed are those whose name, acronym or code is one of these, folded.
func unitsNamed(ctx context.Context, on store.Querier, folded []string) ([]Unit, error) {
	if len(folded) == 0 {
		return nil, nil
	}
	names := store.Values(folded)
	return store.All[Unit](ctx, on, store.Q(`SELECT id, code, name, name_fold, acronym FROM units
		WHERE NOT retired AND (name_fold IN %s OR lower(acronym) IN %s OR lower(code) IN %s) ORDER BY name_fold, id`, names, names, names))
}

// unitsLike are those with a desk, or above one, in whose name or acronym there
// is a text, those that begin with it first.
func unitsLike(ctx context.Context, on store.Querier, folded string, limit int) ([]Suggested, error) {
	return store.All[Suggested](ctx, on, store.Q(`SELECT * FROM (SELECT u.id, u.code, u.name, u.name_fold, u.acronym,
			(SELECT COUNT(*) FROM dispatch_desks k JOIN units b ON b.id = k.unit_id
				WHERE NOT b.retired AND substr(b.path, 1, length(u.path)) = u.path) AS desks,
			EXISTS (SELECT 1 FROM dispatch_desks o WHERE o.unit_id = u.id) AS desk
		FROM units u WHERE NOT u.retired AND (u.name_fold LIKE %s OR lower(u.acronym) LIKE %s)) l WHERE l.desks > 0
		ORDER BY CASE WHEN l.name_fold LIKE %s THEN 0 ELSE 1 END, l.name_fold, l.id LIMIT %s`,
		"%"+folded+"%", folded+"%", folded+"%", limit))
}

// listsOf are the lists that a unit may write to: its own and those of all.
func listsOf(ctx context.Context, on store.Querier, units []id.ID) ([]List, error) {
	return store.All[List](ctx, on, store.Q(`SELECT id, name, COALESCE(unit_id, 0) AS unit_id FROM dispatch_lists
		WHERE NOT retired AND (unit_id IS NULL OR unit_id IN %s) ORDER BY name, id`, store.Values(append(units, 0))))
}

func listNames(ctx context.Context, on store.Querier, lists []id.ID) (map[id.ID]string, error) {
	found, err := store.All[List](ctx, on, store.Q(`SELECT id, name, COALESCE(unit_id, 0) AS unit_id FROM dispatch_lists WHERE id IN %s`, store.Values(append(lists, 0))))
	out := make(map[id.ID]string, len(found))
	for _, l := range found {
		out[l.ID] = l.Name
	}
	return out, err
}

// headsAbove are the people who may sign for these units, those nearest first.
func headsAbove(ctx context.Context, on store.Querier, units []id.ID) ([]Head, error) {
	if len(units) == 0 {
		return nil, nil
	}
	return store.All[Head](ctx, on, store.Q(`SELECT u.id AS unit_id, p.id AS person_id, p.name, p.clearance, top.name AS of_name, top.depth
		FROM units u JOIN units top ON substr(u.path, 1, length(top.path)) = top.path
		JOIN functions f ON f.unit_id = top.id AND f.head JOIN %s p ON p.id = f.person_id AND p.kind = %s AND p.state = %s
		WHERE u.id IN %s ORDER BY u.id, top.depth DESC, p.name_fold, p.id`, anyPerson, identity.Agent, identity.Active, store.Values(units)))
}

// countIn counts the people of units, and those of them who are cleared.
func countIn(ctx context.Context, on store.Querier, units []id.ID, p access.Protection) (people, cleared int, err error) {
	if len(units) == 0 {
		return 0, 0, nil
	}
	n, err := store.One[struct{ People, Cleared int }](ctx, on, store.Q(`SELECT COUNT(*) AS people, COUNT(CASE WHEN p.clearance >= %s THEN 1 END) AS cleared
		FROM %s p WHERE p.kind = %s AND p.state = %s AND p.id IN (SELECT f.person_id FROM functions f WHERE f.unit_id IN %s)`,
		p, anyPerson, identity.Agent, identity.Active, store.Values(units)))
	return n.People, n.Cleared, err
}

// countFor counts who reads by the distribution alone.
func countFor(ctx context.Context, on store.Querier, a access.Audience, p access.Protection) (int, error) {
	heads := store.Q(`TRUE`)
	if a == access.ForDirectors {
		heads = store.Q(`p.id IN (SELECT f.person_id FROM functions f WHERE f.head)`)
	}
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM %s p WHERE p.kind = %s AND p.state = %s AND p.clearance >= %s AND %s`,
		anyPerson, identity.Agent, identity.Active, p, heads))
}

// qualified are the qualifications that these dispatches got, those that actor
// reads.
func qualified(ctx context.Context, on store.Querier, actor access.Actor, items []id.ID) ([]Dispatch, error) {
	found, err := dispatchesOf(ctx, on, actor, items)
	out := make([]Dispatch, 0, len(found))
	for _, item := range items { // in the order in which they are like
		if d, ok := found[item]; ok && d.Qualified() && d.Step == Released {
			out = append(out, d)
		}
	}
	return out, err
}

// past holds for what a list shows from a cursor on, the last first; for all of it
// from the zero Cursor.
func past(after Cursor) *store.Query {
	if after.Since.IsZero() {
		return store.Q(`TRUE`)
	}
	return store.Q(`(d.holder_since < %s OR d.holder_since = %s AND d.item_id < %s)`, after.Since, after.Since, after.Item)
}

// lastOf are the last dispatches that units released, for actor.
func lastOf(ctx context.Context, on store.Querier, actor access.Actor, units []id.ID, after Cursor, limit int) ([]Dispatch, error) {
	if len(units) == 0 {
		return nil, nil
	}
	return store.All[Dispatch](ctx, on, store.Q(`SELECT `+columns+` FROM dispatches d JOIN %s x ON x.id = d.item_id
		WHERE d.unit_id IN %s AND d.step = %s AND %s ORDER BY d.holder_since DESC, d.item_id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), store.Values(units), Released, past(after), limit))
}

// begunBy are the dispatches that are not out and on which a person works: what
// they draft, or shall sign or give a visa on. What came to somebody last comes
// first.
func begunBy(ctx context.Context, on store.Querier, actor access.Actor, limit int) ([]Dispatch, error) {
	me := actor.Person()
	list, err := store.All[Dispatch](ctx, on, store.Q(`SELECT `+columns+` FROM dispatches d JOIN %s x ON x.id = d.item_id
		WHERE d.item_id IN (SELECT n.item_id FROM named_people n WHERE n.person_id = %s) AND d.step IN (%s, %s, %s)
			AND (x.author_id = %s OR d.signatory_id = %s OR EXISTS (SELECT 1 FROM dispatch_visas v WHERE v.item_id = d.item_id AND v.person_id = %s))
		ORDER BY d.holder_since DESC, d.item_id DESC LIMIT %s`, access.From(actor, access.ReadItem), me, Drafted, InVisas, ToSign, me, me, me, limit))
	if err != nil {
		return nil, err
	}
	return withAsked(ctx, on, list)
}

// sharedWith are those that their drafter lets actor read.
func sharedWith(ctx context.Context, on store.Querier, actor access.Actor, after Cursor, limit int) ([]Dispatch, error) {
	return store.All[Dispatch](ctx, on, store.Q(`SELECT `+columns+` FROM named_people n JOIN dispatch_readers r ON r.item_id = n.item_id AND r.person_id = n.person_id
		JOIN dispatches d ON d.item_id = n.item_id JOIN %s x ON x.id = d.item_id WHERE n.person_id = %s AND %s
		ORDER BY d.holder_since DESC, d.item_id DESC LIMIT %s`, access.From(actor, access.ReadItem), actor.Person(), past(after), limit))
}

func setReturned(ctx context.Context, tx *store.Tx, item, by id.ID, why string, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatches SET step = %s, holder_since = %s, returned = %s, returner_id = %s WHERE item_id = %s`,
		Drafted, now, why, by, item))
	return err
}
