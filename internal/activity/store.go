package activity

import (
	"context"
	"encoding/json"
	"errors"
	"math"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// position is a place in the log: the turn of the transaction (column txn),
// then the event.
type position struct {
	Txn   int64
	Event int64
}

// beginning is before every event.
var beginning = position{Txn: math.MinInt64}

var errNoCursor = errors.New("the follower's cursor is gone")

type eventRow struct {
	ID          id.ID
	Txn         int64
	Verb        Verb
	ActorKind   access.Kind
	ActorID     id.ID
	ItemID      id.ID
	CommentID   id.ID
	CommunityID id.ID
	PersonID    id.ID
	Data        string
	Created     clock.Time
}

func (r eventRow) position() position { return position{Txn: r.Txn, Event: int64(r.ID)} }

func events(rows []eventRow) []Event {
	out := make([]Event, len(rows))
	for i, r := range rows {
		out[i] = Event{
			ID: r.ID, Verb: r.Verb, ActorKind: r.ActorKind, Actor: r.ActorID, Item: r.ItemID, Comment: r.CommentID,
			Community: r.CommunityID, Person: r.PersonID, Data: json.RawMessage(r.Data), Created: r.Created,
		}
	}
	return out
}

const columns = "id, txn, verb, actor_kind, actor_id, item_id, comment_id, community_id, person_id, data, created"

func insert(ctx context.Context, tx *store.Tx, e Event) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO events (`+columns+`) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)`,
		e.ID, tx.Turn("events"), e.Verb, e.ActorKind, e.Actor.Nullable(), e.Item.Nullable(), e.Comment.Nullable(),
		e.Community.Nullable(), e.Person.Nullable(), string(e.Data), e.Created))
	return err
}

func byItem(ctx context.Context, on store.Querier, item, before id.ID, limit int) ([]Event, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	rows, err := store.All[eventRow](ctx, on, store.Q(`SELECT `+columns+` FROM events
		WHERE item_id = %s AND id < %s ORDER BY id DESC LIMIT %s`, item, before, limit))
	return events(rows), err
}

// after reads the settled events that follow a place, in order, 200 at most.
// The number stands in the text: with an unknown one PostgreSQL plans for a
// tenth of the log.
func (l *Log) after(ctx context.Context, on store.Querier, at position, limit int) ([]eventRow, error) {
	rows, err := store.All[eventRow](ctx, on, store.Q(`SELECT `+columns+` FROM events
		WHERE (txn, id) > (%s, %s) AND %s ORDER BY txn, id LIMIT 200`, at.Txn, at.Event, l.db.Settled()))
	return rows[:min(limit, len(rows))], err
}

func positionOf(ctx context.Context, on store.Querier, event id.ID) (position, error) {
	return store.One[position](ctx, on, store.Q(`SELECT txn, id AS event FROM events WHERE id = %s`, event))
}

// ahead tells whether there is an event after a place, and whether no older
// transaction can precede it any more. The order keeps PostgreSQL on the index
// when there is none; an EXISTS would read the whole log to find that out.
func (l *Log) ahead(ctx context.Context, at position) (visible, settled bool, err error) {
	settled, err = store.One[bool](ctx, l.db, store.Q(`SELECT %s AS settled FROM events
		WHERE (txn, id) > (%s, %s) ORDER BY txn, id LIMIT 1`, l.db.Settled(), at.Txn, at.Event))
	if errors.Is(err, store.ErrNone) {
		return false, false, nil
	}
	return err == nil, settled, err
}

// place finds the cursor of a follower, making it when the follower is new.
func (l *Log) place(ctx context.Context, name string) (position, error) {
	at, err := store.One[position](ctx, l.db, store.Q(`SELECT txn, event FROM cursors WHERE name = %s`, name))
	if !errors.Is(err, store.ErrNone) {
		return at, err
	}
	return beginning, l.db.Write(ctx, func(tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO cursors (name, txn, event) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING`,
			name, beginning.Txn, beginning.Event))
		return err
	})
}

// renumber moves the turns of all events and cursors below zero, in the same
// order, when some come after the present of the server: a dump restored on a
// new one brings transactions that it has yet to count to, and what happens
// now would be taken for long past. It returns how many events it moved.
func (l *Log) renumber(ctx context.Context) (moved int64, err error) {
	if l.db.Engine() != store.Postgres {
		return 0, nil // counted from the last row
	}
	alien := store.Q(`SELECT COALESCE(MAX(txn), 0) FROM (SELECT MAX(txn) AS txn FROM events UNION ALL SELECT MAX(txn) FROM cursors) turns
		WHERE txn >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint`)
	if last, err := store.One[int64](ctx, l.db, alien); err != nil || last == 0 {
		return 0, err
	}
	return moved, l.db.Write(ctx, func(tx *store.Tx) error {
		// Nothing is appended meanwhile; another node may have done it.
		if _, err := store.Exec(ctx, tx, store.Q("LOCK TABLE events, cursors IN EXCLUSIVE MODE")); err != nil {
			return err
		}
		last, err := store.One[int64](ctx, tx, alien)
		if err != nil || last == 0 {
			return err
		}
		if _, err := store.Exec(ctx, tx, store.Q("UPDATE cursors SET txn = txn - %s WHERE txn > %s", last+1, beginning.Txn)); err != nil {
			return err
		}
		moved, err = store.Exec(ctx, tx, store.Q("UPDATE events SET txn = txn - %s", last+1))
		return err
	})
}

// take locks the cursor for this transaction and tells where it stands.
func take(ctx context.Context, tx *store.Tx, name string) (position, error) {
	at, err := store.One[position](ctx, tx, store.Q(`UPDATE cursors SET event = event WHERE name = %s RETURNING txn, event`, name))
	if errors.Is(err, store.ErrNone) {
		return at, errNoCursor
	}
	return at, err
}

func move(ctx context.Context, tx *store.Tx, name string, to position) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE cursors SET txn = %s, event = %s WHERE name = %s`, to.Txn, to.Event, name))
	return err
}

func lag(ctx context.Context, on store.Querier, name string) (int64, error) {
	at, err := store.One[position](ctx, on, store.Q(`SELECT txn, event FROM cursors WHERE name = %s`, name))
	if errors.Is(err, store.ErrNone) {
		at, err = beginning, nil
	}
	if err != nil {
		return 0, err
	}
	n, _, err := behind(ctx, on, at)
	return n, err
}

// behind counts the events after a place, and tells when the first of them
// happened.
func behind(ctx context.Context, on store.Querier, at position) (int64, clock.Time, error) {
	row, err := store.One[struct {
		Waiting int64
		Oldest  clock.Time
	}](ctx, on, store.Q(`SELECT COUNT(*) AS waiting, MIN(created) AS oldest FROM (SELECT created FROM events
		WHERE (txn, id) > (%s, %s) ORDER BY txn, id LIMIT 100000) waiting`, at.Txn, at.Event))
	return row.Waiting, row.Oldest, err
}

// lastSettled is the newest event that no older transaction can precede any
// more; zero when there is none.
func (l *Log) lastSettled(ctx context.Context, on store.Querier) (id.ID, error) {
	last, err := store.One[id.ID](ctx, on, store.Q(`SELECT id FROM events WHERE %s ORDER BY txn DESC, id DESC LIMIT 1`, l.db.Settled()))
	if errors.Is(err, store.ErrNone) {
		return 0, nil
	}
	return last, err
}

func latest(ctx context.Context, on store.Querier) (clock.Time, error) {
	at, err := store.One[clock.Time](ctx, on, store.Q(`SELECT created FROM events ORDER BY txn DESC, id DESC LIMIT 1`))
	if errors.Is(err, store.ErrNone) {
		return clock.Time{}, nil
	}
	return at, err
}

// skip moves the cursor of a follower to the end of the log.
func skip(ctx context.Context, tx *store.Tx, name string) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO cursors (name, txn, event)
		SELECT CAST(%s AS TEXT), e.txn, e.id FROM (SELECT txn, id FROM events ORDER BY txn DESC, id DESC LIMIT 1) e WHERE TRUE
		ON CONFLICT (name) DO UPDATE SET txn = excluded.txn, event = excluded.event`, name))
	return err
}
