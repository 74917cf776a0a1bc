package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// system reads the spine of dispatches that were judged.
var system = access.SystemActor("dispatches that were judged")

const columns = `d.item_id, d.unit_id, x.author_id, x.title, COALESCE(d.type, '') AS type, d.precedence, x.protection, x.audience, x.state,
	d.step, d.expects, d.due, d.in_turn, d.version, d.returned, d.returner_id, d.signatory_id, d.holder_since, COALESCE(d.year, 0) AS year, COALESCE(d.number, 0) AS number,
	COALESCE((SELECT o.number FROM dispatch_origins o WHERE o.item_id = d.item_id), '') AS original,
	d.released, d.signer_id, d.for_id`

// dispatchesOf reads those of these that actor may read.
func dispatchesOf(ctx context.Context, on store.Querier, actor access.Actor, items []id.ID) (map[id.ID]Dispatch, error) {
	out := make(map[id.ID]Dispatch, len(items))
	if len(items) == 0 {
		return out, nil
	}
	list, err := store.All[Dispatch](ctx, on, store.Q(`SELECT `+columns+` FROM dispatches d JOIN %s x ON x.id = d.item_id WHERE d.item_id IN %s`,
		access.From(actor, access.ReadItem), store.Values(items)))
	if err != nil {
		return nil, err
	}
	list, err = withAsked(ctx, on, list)
	for _, d := range list {
		out[d.Item] = d
	}
	return out, err
}

// withAsked adds to dispatches those whose visa is waited for.
func withAsked(ctx context.Context, on store.Querier, list []Dispatch) ([]Dispatch, error) {
	at := map[id.ID]int{}
	var items []id.ID
	for i, d := range list {
		if d.Step == InVisas {
			at[d.Item] = i
			items = append(items, d.Item)
		}
	}
	if len(items) == 0 {
		return list, nil
	}
	visas, err := visasOf(ctx, on, items...)
	for _, v := range visas {
		if v.State == Waiting {
			d := &list[at[v.Item]]
			d.asked = append(d.asked, v.Person)
			if d.askedBy.IsZero() || v.Due.Before(d.askedBy.Time) {
				d.askedBy = v.Due
			}
		}
	}
	return list, err
}

// dispatchOf reads one that actor may read; otherwise it is not found.
func dispatchOf(ctx context.Context, on store.Querier, actor access.Actor, item id.ID) (Dispatch, error) {
	found, err := dispatchesOf(ctx, on, actor, []id.ID{item})
	if err == nil && len(found) == 0 {
		err = fault.NotFound()
	}
	return found[item], err
}

func anyDispatch(ctx context.Context, on store.Querier, item id.ID) (Dispatch, error) {
	return dispatchOf(ctx, on, system, item)
}

func insertDispatch(ctx context.Context, tx *store.Tx, item, unit id.ID, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatches (item_id, unit_id, precedence, step, holder_since)
		VALUES (%s, %s, 0, %s, %s)`, item, unit, Drafted, now))
	return err
}

func updateDispatch(ctx context.Context, tx *store.Tx, item id.ID, w Writing, q Qualification) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatches SET unit_id = %s, type = NULLIF(%s, ''), precedence = %s, expects = %s, due = %s,
		signatory_id = %s, in_turn = %s WHERE item_id = %s`,
		w.Unit, q.Type, q.Precedence, w.Expects, w.Due, w.Signatory.Nullable(), w.InTurn, item))
	return err
}

// moveTo says who has it from now on; why it came back is settled with that.
func moveTo(ctx context.Context, tx *store.Tx, item id.ID, to Step, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatches SET step = %s, holder_since = %s, returned = '', returner_id = NULL WHERE item_id = %s`, to, now, item))
	return err
}

// changed counts one more version of what its drafter says.
func changed(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatches SET version = version + 1, returned = '', returner_id = NULL WHERE item_id = %s`, item))
	return err
}

func setReleased(ctx context.Context, tx *store.Tx, d Dispatch) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatches SET step = %s, holder_since = %s, year = NULLIF(CAST(%s AS INTEGER), 0), number = NULLIF(CAST(%s AS INTEGER), 0), released = %s, signer_id = %s, for_id = %s
		WHERE item_id = %s`, d.Step, d.HolderSince, d.Year, d.Number, d.Released, d.Signer.Nullable(), d.For.Nullable(), d.Item))
	return err
}

// nextNumber gives the next number of a unit in a year. Its row stays locked
// until the transaction ends, so that one that fails leaves no gap.
func nextNumber(ctx context.Context, tx *store.Tx, unit id.ID, year int) (int, error) {
	return store.One[int](ctx, tx, store.Q(`INSERT INTO dispatch_numbers (unit_id, year, last) VALUES (%s, %s, 1)
		ON CONFLICT (unit_id, year) DO UPDATE SET last = dispatch_numbers.last + 1 RETURNING last`, unit, year))
}

func putReferences(ctx context.Context, tx *store.Tx, item id.ID, list []Reference) error {
	if _, err := store.Exec(ctx, tx, store.Q(`DELETE FROM dispatch_references WHERE item_id = %s`, item)); err != nil || len(list) == 0 {
		return err
	}
	rows := make([]*store.Query, len(list))
	for i, r := range list {
		rows[i] = store.Q("(%s, %s, %s, %s)", item, r.To, r.Relation, r.Shown)
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_references (item_id, to_id, kind, shown) VALUES %s`, store.Join(rows, ", ")))
	return err
}

func referencesOf(ctx context.Context, on store.Querier, item id.ID) ([]Reference, error) {
	return store.All[Reference](ctx, on, store.Q(`SELECT to_id, kind, shown FROM dispatch_references WHERE item_id = %s ORDER BY to_id`, item))
}

// originOf is what one that was judged was elsewhere.
func originOf(ctx context.Context, on store.Querier, item id.ID) (Origin, error) {
	list, err := store.All[Origin](ctx, on, store.Q(`SELECT number, marking, drafted_by, approved_by FROM dispatch_origins WHERE item_id = %s`, item))
	if err != nil || len(list) == 0 {
		return Origin{}, err
	}
	return list[0], nil
}

func hasType(ctx context.Context, on store.Querier, code string) (bool, error) {
	n, err := store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM dispatch_types WHERE code = %s AND NOT retired`, code))
	return n == 1, err
}

// erase forgets what a dispatch has beside its item.
func erase(ctx context.Context, tx *store.Tx, item id.ID) error {
	for _, q := range []*store.Query{
		store.Q(`DELETE FROM named_units WHERE item_id = %s`, item),
		store.Q(`DELETE FROM named_people WHERE item_id = %s`, item),
		store.Q(`DELETE FROM dispatches WHERE item_id = %s`, item),
	} {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}
