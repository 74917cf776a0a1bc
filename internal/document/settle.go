package document

import (
	"context"
	"errors"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document/citation"
	"parvis/internal/document/prose"
	"parvis/internal/id"
	"parvis/internal/store"
)

// When the text of the item is derived: after a pause in the writing, and from
// time to time while it goes on.
const (
	pauseFor  = 2 * time.Second
	atLeast   = 15 * time.Second
	forgotten = time.Minute // by a process that was killed meanwhile
)

// settleSoon has the text derived once the writing pauses; r.mu is held.
func (r *room) settleSoon() {
	now := time.Now()
	r.last = now
	if r.first.IsZero() {
		r.first = now
	}
	if r.settler == nil {
		r.settler = r.rooms.after(pauseFor, r.settleNow)
	}
}

// settleNow derives the text, unless somebody is writing and it was derived not
// long ago.
func (r *room) settleNow() {
	r.mu.Lock()
	now := time.Now()
	if quiet := now.Sub(r.last); quiet < pauseFor && now.Sub(r.first) < atLeast {
		r.settler.Reset(pauseFor - quiet)
		r.mu.Unlock()
		return
	}
	r.settler, r.first = nil, time.Time{}
	r.mu.Unlock()
	r.rooms.settle(context.Background(), r)
}

// settleRoom writes the text of an open document.
func (s *Service) settleRoom(ctx context.Context, r *room) {
	p, body, err := s.unsaid(ctx, r)
	if err == nil && p.Number > 0 {
		err = s.settle(ctx, r.item, p, body)
	}
	if err != nil {
		s.Log.ErrorContext(ctx, "document not settled", "document", r.item, "error", err)
	}
}

// unsaid is what an open document says and, after many updates, its state, when
// the item does not say it or the state is old; the number is 0 otherwise: most
// documents that are opened are only read.
func (s *Service) unsaid(ctx context.Context, r *room) (p Pause, body []byte, err error) {
	at, err := standingOf(ctx, s.DB, r.item)
	if errors.Is(err, store.ErrNone) {
		return p, nil, nil // erased meanwhile
	}
	if err != nil {
		return p, nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.doc == nil && r.made > 0 && at.Settled >= at.Updates && at.Updates-r.packed < packAfter {
		return p, nil, nil // it rests, and all is said
	}
	if err := r.load(ctx); err != nil {
		return p, nil, err
	}
	many := r.number-r.packed >= packAfter
	if at.Settled >= r.number && !many {
		return p, nil, nil
	}
	if many {
		body, r.packed = r.doc.Encode(nil), r.number
	}
	return r.pause(), body, nil
}

// settle writes what a document says after an update, as the text of the item,
// and its state if one is given.
func (s *Service) settle(ctx context.Context, item id.ID, p Pause, body []byte) error {
	says := prose.Cut(p.Says, content.MaxSource)
	moved, err := s.moved(ctx, item, says)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if body != nil {
			if err := keepState(ctx, tx, item, state{Number: p.Number, Body: body}); err != nil {
				return err
			}
		}
		at, err := standingOf(ctx, tx, item)
		if errors.Is(err, store.ErrNone) || err == nil && at.Settled >= p.Number {
			return nil // erased meanwhile, or said already
		}
		if err != nil {
			return err
		}
		people, err := writersAfter(ctx, tx, item, at.Settled)
		if err != nil {
			return err
		}
		if err := setSettled(ctx, tx, item, p.Number); err != nil {
			return err
		}
		it, named, changed, err := s.Content.Transcribe(ctx, tx, item, says, at.Writer, at.Written)
		if err == nil {
			err = s.Ledger.Pause(ctx, tx, it, p)
		}
		if err != nil || !changed {
			return err
		}
		if err := citation.Keep(ctx, tx, item, says); err != nil {
			return err
		}
		first, err := keepBurst(ctx, tx, burst{item: item, last: p.Number, at: at.Written, moved: moved, people: people})
		if err != nil {
			return err
		}
		return s.Tell(ctx, tx, access.SystemActor("a document was written to"), DocumentWritten, it, writtenFact{From: first, To: p.Number, People: people, Mentions: named})
	})
}

// moved is what changed in the text of an item since it was last derived. It is
// found before the transaction, which others wait for.
func (s *Service) moved(ctx context.Context, item id.ID, says string) (prose.Summary, error) {
	before, err := s.Content.Text(ctx, item)
	if err != nil || before == says {
		return prose.Summary{}, err
	}
	return movedBetween(before, says), nil
}

// movedBetween is what changed between two texts.
func movedBetween(before, says string) prose.Summary {
	return prose.Summarize(prose.Diff(prose.Read(before, nil), prose.Read(says, nil)))
}

// Settle derives the texts of the documents that are open, without waiting for
// a pause.
func (s *Service) Settle(ctx context.Context) error {
	for _, r := range s.rooms.all() {
		s.settleRoom(ctx, r)
	}
	return ctx.Err()
}

// settleForgotten derives the texts that a process left behind when it was
// killed.
func (s *Service) settleForgotten(ctx context.Context) error {
	list, err := unsettled(ctx, s.DB, clock.At(s.Clock.Now().Add(-forgotten)), 100)
	if err != nil {
		return err
	}
	for _, item := range list {
		s.settleRoom(ctx, s.rooms.room(item))
	}
	return nil
}

// writtenFact is what the event of a pause says.
type writtenFact struct {
	From     int64   `json:"from"` // the updates since the last pause
	To       int64   `json:"to"`
	People   []id.ID `json:"people"`             // who made them
	Mentions []id.ID `json:"mentions,omitempty"` // who is named and was not
}
