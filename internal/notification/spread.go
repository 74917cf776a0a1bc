package notification

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

const (
	// room is how many followers the transaction that handles facts may tell
	// by the way: those of a thread or of a small place hear at once.
	room = 100
	// step is how many one transaction tells afterwards. On SQLite it holds
	// the only writer for a few milliseconds.
	step = 300
	// share is how long to leave the database to others after a step, as a
	// multiple of what the step took.
	share = 2
	// look is how often to see what other nodes left.
	look = time.Second
)

// Audience is who follows what a fact is about, and what they are told for
// their information. It is kept as JSON while it is being told.
type Audience struct {
	Targets   []Target // the strongest reason first
	Important bool     // also those who want important things only
	Reason    Reason   // "" for that of each follow
	ReasonID  id.ID    // 0 for what is followed
	Subject   Target   // whose line it is; the item when zero
	Text      string   // of the fact, in a few words

	Except                      []id.ID // told otherwise, or by whom it was done
	Event, Item, Actor, Comment id.ID
	At                          clock.Time
}

// TellFollowers tells those who follow the targets, once those whom the fact
// addresses have been. Those for whom this transaction has no room are told by
// later ones.
func (b *Batch) TellFollowers(ctx context.Context, tx *store.Tx, e activity.Event, a Audience) error {
	a.Event, a.Item, a.Actor, a.Comment, a.At = e.ID, e.Item, e.Actor, e.Comment, e.Created
	a.Except = append(a.Except, e.Actor)
	for r := range b.told {
		if r.subject == (Target{Item, e.Item}) {
			a.Except = append(a.Except, r.person)
		}
	}
	left := spreading{Audience: a}
	more, err := b.spread(ctx, tx, &left)
	if err != nil || !more {
		return err
	}
	return putSpread(ctx, tx, left)
}

// spreading is an audience told up to a person.
type spreading struct {
	Audience
	told id.ID
}

// spread tells the next followers, as many as there is room for, and whether
// there may be more.
func (b *Batch) spread(ctx context.Context, tx *store.Tx, a *spreading) (more bool, err error) {
	if b.room <= 0 {
		return true, nil
	}
	people, err := tellNext(ctx, tx, *a, b.room)
	if err != nil || len(people) == 0 {
		return false, err
	}
	for _, p := range people {
		b.people[p] = true
		a.told = max(a.told, p)
	}
	more = len(people) == b.room
	b.room -= len(people)
	return more, nil
}

// Run tells the followers that the handling of facts left, oldest fact first,
// until ctx ends: a step at a time, leaving the database to others in between,
// so that what many follow never stands in the way of who writes.
func (s *Service) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		began := time.Now()
		told, err := s.step(ctx)
		pause := share * time.Since(began)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			s.log.ErrorContext(ctx, "cannot tell followers, will try again", slog.Any("error", err))
			pause = 10 * time.Second
		case !told:
			pause = look
		}
		s.rest(ctx, pause, !told && err == nil)
	}
	return nil
}

// rest waits, or until there is something to tell when that is what it waits
// for.
func (s *Service) rest(ctx context.Context, pause time.Duration, idle bool) {
	wake := s.left
	if !idle {
		wake = nil
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
	case <-ctx.Done():
	}
}

// CatchUp tells everybody who is left. It serves tests and the command line.
func (s *Service) CatchUp(ctx context.Context) error {
	for {
		if told, err := s.step(ctx); err != nil || !told {
			return err
		}
	}
}

// Untold counts the facts whose followers are still to be told.
func (s *Service) Untold(ctx context.Context) (int, error) { return untold(ctx, s.db) }

// step tells some followers in one transaction and moves their places with
// what it writes: a process that dies loses its last step only.
func (s *Service) step(ctx context.Context) (told bool, err error) {
	defer func() {
		// What one audience cannot bear must not stop the site.
		if r := recover(); r != nil {
			told, err = false, fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	if waits, err := anySpread(ctx, s.db); err != nil || !waits {
		return false, err
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		b := newBatch(step)
		for b.room > 0 {
			a, err := takeSpread(ctx, tx)
			if errors.Is(err, store.ErrNone) {
				break
			}
			if err != nil {
				return err
			}
			more, err := b.spread(ctx, tx, &a)
			if err != nil {
				return fmt.Errorf("tell the followers of event %s: %w", a.Event, err)
			}
			if err := moveSpread(ctx, tx, a, more); err != nil {
				return err
			}
		}
		s.signalAfter(ctx, tx, b)
		return nil
	})
	return err == nil, err
}
