package document

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/ydoc"
)

// Replace makes a document say what a Markdown text says.
func (s *Service) Replace(ctx context.Context, actor access.Actor, item id.ID, source string) error {
	says := s.read(ctx, actor, source)
	return s.change(ctx, actor, item, func(doc *ydoc.Doc) ([]byte, error) { return replaceWhole(doc, says) })
}

// Append adds a Markdown text at the end of a document.
func (s *Service) Append(ctx context.Context, actor access.Actor, item id.ID, source string) error {
	more := s.read(ctx, actor, source)
	return s.change(ctx, actor, item, func(doc *ydoc.Doc) ([]byte, error) { return appendBlocks(doc, more) })
}

// ReplaceSection makes what stands under a heading say what a Markdown text
// says; NotFound when there is no such heading.
func (s *Service) ReplaceSection(ctx context.Context, actor access.Actor, item id.ID, heading, source string) error {
	says := s.read(ctx, actor, source)
	return s.change(ctx, actor, item, func(doc *ydoc.Doc) ([]byte, error) { return replaceSection(doc, heading, says) })
}

// read is a Markdown text as a document, those whom it names mentioned.
func (s *Service) read(ctx context.Context, actor access.Actor, source string) prose.Node {
	return prose.Read(source, People(ctx, s.DB, actor))
}

// People finds who is mentioned in a text, among those whom actor may know of,
// each once.
func People(ctx context.Context, on store.Querier, actor access.Actor) prose.People {
	const most = 200
	known := map[string]identity.Face{}
	return func(handle string) (person, name string, ok bool) {
		p, asked := known[handle]
		if !asked && len(known) < most {
			found, _ := identity.ByHandle(ctx, on, actor, []string{handle}) // unknown, it stays as it is written
			p = found[handle]
			known[handle] = p
		}
		return p.ID.String(), p.Name, p.ID != 0
	}
}

// change has a document changed by the program in the name of actor, as an
// editor would: write gives the update. It returns once the log holds it.
func (s *Service) change(ctx context.Context, actor access.Actor, item id.ID, write func(doc *ydoc.Doc) ([]byte, error)) error {
	return s.ChangeFor(ctx, actor, Write, item, write)
}

// ChangeFor is a change that another right than that to write allows: what write
// does must be no more than that.
func (s *Service) ChangeFor(ctx context.Context, actor access.Actor, right access.Action, item id.ID, write func(doc *ydoc.Doc) ([]byte, error)) error {
	if err := s.judge(ctx, s.DB, actor, right, item); err != nil {
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
	if err := r.ready(ctx); err != nil {
		return err
	}
	r.still = still{} // what is written here is not told block by block
	body, err := write(r.doc)
	if err == nil && len(body) > MaxUpdate {
		err = fault.New(fault.TooLarge, "document.too_large")
	}
	if err != nil {
		r.drop()
		return err
	}
	if body == nil {
		done(nil)
		return nil
	}
	r.learnAll()
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
