package document

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ydoc"
)

// Change has a document changed by the program in the name of actor, as an
// editor would: write gives the update. It returns once the log holds it.
func (s *Service) Change(ctx context.Context, actor access.Actor, item id.ID, write func(doc *ydoc.Doc) ([]byte, error)) error {
	if _, err := access.Load(ctx, s.DB, actor, Write, item); err != nil {
		return err
	}
	if _, err := standingOf(ctx, s.DB, item); err != nil {
		return none(err)
	}
	kept := newPromise()
	for {
		err := s.rooms.room(item).change(ctx, actor.Person(), write, kept.keep)
		if err == errClosed {
			continue
		}
		if err != nil {
			return err
		}
		return kept.wait(ctx)
	}
}

// change integrates a change made here and gives it to the journal.
func (r *room) change(ctx context.Context, person id.ID, write func(doc *ydoc.Doc) ([]byte, error), done func(error)) error {
	r.journal.pause()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errClosed
	}
	if err := r.load(ctx); err != nil {
		return err
	}
	body, err := write(r.doc)
	if err == nil && len(body) > MaxUpdate {
		err = fault.New(fault.TooLarge, "document.too_large")
	}
	if err != nil {
		r.doc = nil
		return err
	}
	if body == nil {
		done(nil)
		return nil
	}
	e := entry{item: r.item, person: person, at: r.rooms.clock.Now(), body: body, room: r, done: done, made: r.made}
	if err := r.journal.add(e); err != nil {
		r.lose()
		return err
	}
	r.idler.Reset(linger)
	return nil
}

// promise is what a caller waits for.
type promise chan error

func newPromise() promise { return make(promise, 1) }

func (p promise) keep(err error) { p <- err }

func (p promise) wait(ctx context.Context) error {
	select {
	case err := <-p:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
