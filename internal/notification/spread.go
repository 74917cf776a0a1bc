package notification

import (
	"context"
	"errors"
	"fmt"

	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// step is how many follows one transaction tells through: on SQLite it holds
// the only writer for some tens of milliseconds.
const step = 1000

// audience is who follows what a fact is about, and what they are told. It is
// kept as JSON while it is being told.
type audience struct {
	Targets   []Target
	Important bool
	Reason    Reason  // "" for that of each follow
	Except    []id.ID // told otherwise, or by whom it was done

	Event, Item, Actor, Comment id.ID
	At                          clock.Time
}

// tellFollowers tells the followers of the item of a fact, once those whom it
// addresses have been. Those for whom this transaction has no room are told by
// later ones.
func tellFollowers(ctx context.Context, tx *store.Tx, e activity.Event, a audience, b *Batch) error {
	a.Event, a.Item, a.Actor, a.Comment, a.At = e.ID, e.Item, e.Actor, e.Comment, e.Created
	for r := range b.told {
		if r.subject == (Target{Item, e.Item}) {
			a.Except = append(a.Except, r.person)
		}
	}
	last, more, err := a.tell(ctx, tx, 0, b)
	if more {
		b.spreads = append(b.spreads, spreading{a, last})
	}
	return err
}

// tell tells the next followers after a person, as many as the batch has room
// for: the last one told, and whether there may be more.
func (a audience) tell(ctx context.Context, tx *store.Tx, after id.ID, b *Batch) (last id.ID, more bool, err error) {
	if b.room == 0 {
		return after, true, nil
	}
	followers, err := followersOf(ctx, tx, a, after, b.room)
	if err != nil || len(followers) == 0 {
		return after, false, err
	}
	except := make(map[id.ID]bool, len(a.Except))
	for _, p := range a.Except {
		except[p] = true
	}
	e := activity.Event{Actor: a.Actor, Comment: a.Comment, Created: a.At}
	for _, f := range followers {
		if except[f.Person] {
			continue
		}
		t := Told{ForInfo, Target{Item, a.Item}, reasonOf(f.Kind), f.ID}
		if a.Reason != "" {
			t.Reason = a.Reason
		}
		b.Tell(e, t, f.Person)
	}
	more = len(followers) == b.room
	b.room -= len(followers)
	return followers[len(followers)-1].Person, more, nil
}

// spreading is an audience told up to a person.
type spreading struct {
	audience
	told id.ID
}

// spreadJob tells the rest of an audience. It may be done twice: how far one
// is stands in the database and moves with what is written.
type spreadJob struct {
	Event id.ID `json:"event"`
}

// Kind names the job in the queue.
func (spreadJob) Kind() string { return "notification.spread" }

// begin leaves the rest of an audience to later transactions.
func (s *Service) begin(ctx context.Context, tx *store.Tx, a spreading) error {
	if err := putSpread(ctx, tx, a); err != nil {
		return fmt.Errorf("leave followers for later: %w", err)
	}
	return s.queue.Enqueue(ctx, tx, spreadJob{a.Event})
}

// spread tells the rest of an audience, a bounded transaction at a time, so
// that others write in between and a process that dies loses its last step
// only.
func (s *Service) spread(ctx context.Context, j spreadJob) error {
	for more := true; more; {
		err := s.db.Write(ctx, func(tx *store.Tx) error {
			a, err := takeSpread(ctx, tx, j.Event)
			if errors.Is(err, store.ErrNone) {
				more = false // another one finished it
				return nil
			}
			if err != nil {
				return err
			}
			b := newBatch()
			if a.told, more, err = a.tell(ctx, tx, a.told, b); err != nil {
				return err
			}
			if err := s.flush(ctx, tx, b); err != nil {
				return err
			}
			s.signalAfter(ctx, tx, b)
			return moveSpread(ctx, tx, a, more)
		})
		if err != nil {
			return fmt.Errorf("tell the followers of event %s: %w", j.Event, err)
		}
	}
	return nil
}

// resume goes on with what a process that was killed left untold.
func (s *Service) resume(ctx context.Context) error {
	left, err := spreads(ctx, s.db)
	if err != nil {
		return err
	}
	for _, event := range left {
		if err := s.spread(ctx, spreadJob{event}); err != nil {
			return err
		}
	}
	return nil
}
