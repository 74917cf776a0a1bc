package intake

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/correspondence"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// brought finds what an import made.
var brought = access.From(access.SystemActor("what an import refers to"), access.ReadItem)

// unitsNamed are the live units that a name means: by code alone when one bears
// it, which an index finds, else by acronym or whole name.
func unitsNamed(ctx context.Context, on store.Querier, name string) ([]id.ID, error) {
	found, err := store.All[id.ID](ctx, on, store.Q(`SELECT u.id FROM units u WHERE u.code = %s AND NOT u.retired`, name))
	if err != nil || len(found) > 0 {
		return found, err
	}
	return store.All[id.ID](ctx, on, store.Q(`SELECT u.id FROM units u WHERE NOT u.retired AND (u.acronym = %s OR u.name_fold = %s) ORDER BY u.id LIMIT 2`,
		name, text.Fold(name)))
}

func hasType(ctx context.Context, on store.Querier, code string) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM dispatch_types WHERE code = %s)`, code))
}

type named struct {
	ID     id.ID
	Origin string
}

// broughtAs are the dispatches of these origins that are here.
func broughtAs(ctx context.Context, tx *store.Tx, origins []string) (map[string]id.ID, error) {
	out := make(map[string]id.ID, len(origins))
	if len(origins) == 0 {
		return out, nil
	}
	list, err := store.All[named](ctx, tx, store.Q(`SELECT x.id, x.origin FROM %s x JOIN dispatches d ON d.item_id = x.id WHERE x.origin IN %s`,
		brought, store.Values(origins)))
	for _, n := range list {
		out[n.Origin] = n.ID
	}
	return out, err
}

func putOrigin(ctx context.Context, tx *store.Tx, item id.ID, r Record) error {
	line := func(s string) string {
		s, _ = text.Line(s, 200)
		return s
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_origins (item_id, number, marking, drafted_by, approved_by) VALUES (%s, %s, %s, %s, %s)`,
		item, line(r.Number), line(r.Marking), line(r.DraftedBy), line(r.ApprovedBy)))
	return err
}

// awaited is a reference to what did not come yet.
type awaited struct {
	Origin   string
	Relation correspondence.Relation
}

func putAwaited(ctx context.Context, tx *store.Tx, item id.ID, list []awaited) error {
	return store.Fill(ctx, tx, `INSERT INTO dispatch_awaited (origin, item_id, kind)`, list, func(a awaited) []any {
		return []any{a.Origin, item, a.Relation}
	})
}

// waiting is a dispatch that refers to one that comes only now.
type waiting struct {
	Item     id.ID                   `db:"item_id"`
	Relation correspondence.Relation `db:"kind"`
}

func awaiting(ctx context.Context, tx *store.Tx, origin string) ([]waiting, error) {
	return store.All[waiting](ctx, tx, store.Q(`SELECT item_id, kind FROM dispatch_awaited WHERE origin = %s ORDER BY item_id`, origin))
}

func dropAwaited(ctx context.Context, tx *store.Tx, origin string) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM dispatch_awaited WHERE origin = %s`, origin))
	return err
}

func addReference(ctx context.Context, tx *store.Tx, item, to id.ID, r correspondence.Relation) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_references (item_id, to_id, kind) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING`, item, to, r))
	return err
}

// nameAffair keeps how the affair of a dispatch is called, when that was said.
func nameAffair(ctx context.Context, tx *store.Tx, item id.ID, name string) error {
	fold := text.Fold(name)
	if fold == "" {
		return nil
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_affairs (item_id, name, name_fold) VALUES (%s, %s, %s)`, item, name, fold))
	return err
}
