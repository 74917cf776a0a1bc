package desk

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// anyPerson reads whether somebody is there.
var anyPerson = access.From(access.SystemActor("who has a function in a unit that works"), access.ReadPerson)

const deliveryColumns = `d.item_id, d.unit_id, d.acts, d.state, d.rank, d.arrived, d.due, d.assignee_id, d.acknowledged, d.closed, d.outcome,
	d.from_id, d.line, d.raiser_id, d.kept, d.merit, d.warned`

// anyItem reads how a dispatch that is being handed over is protected.
var anyItem = access.From(access.SystemActor("what protects a dispatch that is delivered"), access.ReadItem)

// putDeliveries lays one dispatch on desks.
func putDeliveries(ctx context.Context, tx *store.Tx, list []Delivery) error {
	if len(list) == 0 {
		return nil
	}
	protection, err := store.One[access.Protection](ctx, tx, store.Q(`SELECT x.protection FROM %s x WHERE x.id = %s`, anyItem, list[0].Item))
	if err != nil {
		return err
	}
	rows := make([]*store.Query, len(list))
	for i, d := range list {
		rows[i] = store.Q("(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", d.Item, d.Unit, d.Acts, d.State, d.Rank, d.Arrived, d.Due,
			d.Acknowledged, d.Closed, d.From.Nullable(), d.Line, d.Raiser.Nullable(), protection, d.Merit)
	}
	_, err = store.Exec(ctx, tx, store.Q(`INSERT INTO deliveries (item_id, unit_id, acts, state, rank, arrived, due, acknowledged, closed,
		from_id, line, raiser_id, protection, merit) VALUES %s`, store.Join(rows, ", ")))
	return err
}

func deliveryOf(ctx context.Context, tx *store.Tx, unit, item id.ID) (Delivery, error) {
	return store.One[Delivery](ctx, tx, store.Q(`SELECT `+deliveryColumns+` FROM deliveries d WHERE d.unit_id = %s AND d.item_id = %s %s`, unit, item, tx.Hold()))
}

// deliveryFrom is what a unit passed on, or raised.
func deliveryFrom(ctx context.Context, tx *store.Tx, item, from id.ID, raised bool) (Delivery, error) {
	d, err := store.One[Delivery](ctx, tx, store.Q(`SELECT `+deliveryColumns+` FROM deliveries d
		WHERE d.item_id = %s AND d.from_id = %s AND (d.raiser_id IS NOT NULL) = %s %s`, item, from, raised, tx.Hold()))
	if errors.Is(err, store.ErrNone) {
		return d, fault.NotFound()
	}
	return d, err
}

// keepDelivery writes what may change of one.
func keepDelivery(ctx context.Context, tx *store.Tx, d Delivery) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE deliveries SET state = %s, due = %s, assignee_id = %s, acknowledged = %s, closed = %s, outcome = %s,
		from_id = %s, line = %s, raiser_id = %s, kept = %s, warned = %s WHERE unit_id = %s AND item_id = %s`,
		d.State, d.Due, d.Assignee.Nullable(), d.Acknowledged, d.Closed, d.Outcome, d.From.Nullable(), d.Line, d.Raiser.Nullable(), d.Kept, d.Warned, d.Unit, d.Item))
	return err
}

func dropDelivery(ctx context.Context, tx *store.Tx, d Delivery) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM deliveries WHERE unit_id = %s AND item_id = %s`, d.Unit, d.Item))
	return err
}

// begun tells whether a unit did something with what came to it, or passed it on
// or raised it further.
func begun(ctx context.Context, tx *store.Tx, d Delivery) (bool, error) {
	if d.touched() {
		return true, nil
	}
	return store.One[bool](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM delivery_notes n WHERE n.unit_id = %s AND n.item_id = %s)
		OR EXISTS (SELECT 1 FROM deliveries o WHERE o.item_id = %s AND o.from_id = %s)`, d.Unit, d.Item, d.Item, d.Unit))
}

func nameUnit(ctx context.Context, tx *store.Tx, item, unit id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO named_units (item_id, unit_id, passed) VALUES (%s, %s, TRUE) ON CONFLICT DO NOTHING`, item, unit))
	return err
}

// unnameUnit undoes nameUnit; what release named stays.
func unnameUnit(ctx context.Context, tx *store.Tx, item, unit id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM named_units WHERE item_id = %s AND unit_id = %s AND passed`, item, unit))
	return err
}

// addressed tells whether a dispatch went to a unit when it was released.
func addressed(ctx context.Context, tx *store.Tx, item, unit id.ID) (bool, error) {
	return store.One[bool](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM dispatch_addressees a WHERE a.item_id = %s AND a.unit_id = %s)`, item, unit))
}

// mayHandle tells whether somebody has a function in a unit and reads a
// dispatch.
func mayHandle(ctx context.Context, tx *store.Tx, unit, item, person id.ID) (bool, error) {
	return store.One[bool](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM functions f JOIN %s p ON p.id = f.person_id
		WHERE f.unit_id = %s AND f.person_id = %s AND p.state = 2 AND %s)`, anyPerson, unit, person, access.MayRead("f.person_id", item)))
}

// mayRead tells whether somebody who is there reads a dispatch.
func mayRead(ctx context.Context, tx *store.Tx, item, person id.ID) (bool, error) {
	return store.One[bool](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM %s who WHERE who.id = %s AND who.state = 2 AND %s)`,
		anyPerson, person, access.MayRead("who.id", item)))
}

// headCleared tells whether somebody who heads a unit may read what is so
// protected.
func headCleared(ctx context.Context, tx *store.Tx, unit id.ID, p access.Protection) (bool, error) {
	return store.One[bool](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM functions f JOIN %s p ON p.id = f.person_id
		WHERE f.unit_id = %s AND f.head AND p.state = 2 AND p.clearance >= %s)`, anyPerson, unit, p))
}
