// Package activity is the log of what happened: who did what to which item,
// when. Events are appended in the transaction of the change itself; what is
// derived from them (notifications, search, indicators, mail) follows the log
// at its own pace (P3, S9). The signed log of administrative acts stands
// beside it, in acts.go.
//
// What would surprise: the log is not read in the order of ids. Transactions
// commit out of the order in which they began, so each event also bears the
// turn of its transaction, and a follower's cursor is the pair (turn, id). An
// event that is dated in the past is followed like any other.
package activity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Verb is what happened, as "item.published" or "comment.added". Each feature
// declares its own.
type Verb string

// Event is one fact. The ids that do not apply are zero. Data is a JSON object
// of what else the followers of this verb need.
type Event struct {
	ID        id.ID
	Verb      Verb
	ActorKind access.Kind
	Actor     id.ID // the person who acted; zero for the system
	Item      id.ID
	Comment   id.ID
	Community id.ID
	Person    id.ID // whom it happened to
	Data      json.RawMessage
	Created   clock.Time
}

// Log appends events and runs their followers. It may be shared between
// goroutines once the followers are declared.
type Log struct {
	db        *store.DB
	ids       *id.Maker
	clock     clock.Clock
	log       *slog.Logger
	followers []*follower
	watchers  []chan struct{}
	running   sync.Once
	begun     chan struct{}

	checking sync.Mutex
	checked  bool // renumber was done
}

// NewLog makes the log of a database.
func NewLog(db *store.DB, ids *id.Maker, clk clock.Clock, log *slog.Logger) *Log {
	return &Log{db: db, ids: ids, clock: clk, log: log, begun: make(chan struct{})}
}

// Append writes e in the transaction of the change that it tells and returns
// it completed. ID and Created are kept when set, else filled: what dates the
// past, such as the demonstration, sets both. The actor is always the one who
// acts, except that the system may report what a person did elsewhere: then
// Actor is kept. After the commit the followers are woken.
func (l *Log) Append(ctx context.Context, tx *store.Tx, actor access.Actor, e Event) (Event, error) {
	if e.Verb == "" {
		return Event{}, errors.New("append event: no verb")
	}
	if len(e.Data) == 0 {
		e.Data = json.RawMessage("{}")
	}
	if !json.Valid(e.Data) {
		return Event{}, fmt.Errorf("append %s: data is not JSON", e.Verb)
	}
	if e.ID == 0 {
		e.ID = l.ids.New()
	}
	if e.Created.IsZero() {
		e.Created = l.clock.Now()
	}
	switch {
	case actor.Kind() != access.System || e.Actor == 0:
		e.ActorKind, e.Actor = actor.Kind(), actor.Person()
	case e.ActorKind == access.Anonymous:
		e.ActorKind = access.Person
	}
	if err := l.adopt(ctx); err != nil {
		return Event{}, fmt.Errorf("append %s: %w", e.Verb, err)
	}
	if err := insert(ctx, tx, e); err != nil {
		return Event{}, fmt.Errorf("append %s: %w", e.Verb, err)
	}
	tx.After(l.Wake)
	return e, nil
}

// ByItem is the history of one item, newest first: at most limit events with
// an id below before, or the newest when before is zero. The caller has made
// sure that the item may be read.
func (l *Log) ByItem(ctx context.Context, on store.Querier, item, before id.ID, limit int) ([]Event, error) {
	events, err := byItem(ctx, on, item, before, limit)
	if err != nil {
		return nil, fmt.Errorf("history of item: %w", err)
	}
	return events, nil
}

// Since is what the log holds after the event with this id, in the order of
// the log, at most limit events and never more than 200; zero is the
// beginning. It serves projections that keep their own place, outside the
// database. An id that the log does not hold is an error (store.ErrNone).
func (l *Log) Since(ctx context.Context, on store.Querier, after id.ID, limit int) ([]Event, error) {
	at := beginning
	if after != 0 {
		var err error
		if at, err = positionOf(ctx, on, after); err != nil {
			return nil, fmt.Errorf("events since %s: %w", after, err)
		}
	}
	batch, err := l.after(ctx, on, at, limit)
	if err != nil {
		return nil, fmt.Errorf("events since: %w", err)
	}
	return events(batch), nil
}

// Last is the newest event that Since would give, zero when there is none:
// whoever reads the database after it holds all that led there.
func (l *Log) Last(ctx context.Context, on store.Querier) (id.ID, error) {
	if err := l.adopt(ctx); err != nil {
		return 0, err
	}
	last, err := l.lastSettled(ctx, on)
	if err != nil {
		return 0, fmt.Errorf("last event: %w", err)
	}
	return last, nil
}

// Behind tells how many events come after one, counted up to 100,000, and when
// the oldest of them happened.
func (l *Log) Behind(ctx context.Context, after id.ID) (n int64, since clock.Time, err error) {
	at := beginning
	if after != 0 {
		if at, err = positionOf(ctx, l.db, after); err != nil {
			return 0, since, fmt.Errorf("events behind %s: %w", after, err)
		}
	}
	return behind(ctx, l.db, at)
}

// Watch is woken at each commit of this process, for what keeps its own place
// in the log. It is asked for before the log runs.
func (l *Log) Watch() <-chan struct{} {
	woken := make(chan struct{}, 1)
	l.watchers = append(l.watchers, woken)
	return woken
}

// Latest is when the newest event happened; the zero time when the log is
// empty.
func (l *Log) Latest(ctx context.Context) (clock.Time, error) {
	at, err := latest(ctx, l.db)
	if err != nil {
		return clock.Time{}, fmt.Errorf("newest event: %w", err)
	}
	return at, nil
}
