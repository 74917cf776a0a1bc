package document

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/ydoc"
)

// Writers are the people who wrote in a document after one of its updates. The
// item was judged by the caller.
func (s *Service) Writers(ctx context.Context, item id.ID, after int64) ([]id.ID, error) {
	return writersAfter(ctx, s.DB, item, after)
}

// readable is how far a document is that actor reads; NotFound for what is no
// document.
func (s *Service) readable(ctx context.Context, actor access.Actor, item id.ID) (standing, error) {
	if _, err := access.Load(ctx, s.DB, actor, access.ReadItem, item); err != nil {
		return standing{}, err
	}
	at, err := standingOf(ctx, s.DB, item)
	return at, none(err)
}

// Moment is what a document said after one of its updates.
type Moment struct {
	Number int64
	Doc    prose.Node // as if nothing was proposed
	Stood  prose.Node // what was proposed included
	At     clock.Time // when the update came
	By     identity.Face
}

// Moment reads what a document said after its update number, 0 for before the
// first one. NotFound for a number that was never reached.
func (s *Service) Moment(ctx context.Context, actor access.Actor, item id.ID, number int64) (Moment, error) {
	at, err := s.readable(ctx, actor, item)
	if err != nil {
		return Moment{}, err
	}
	if number < 0 || number > at.Updates {
		return Moment{}, fault.NotFound()
	}
	doc, last, err := s.docAt(ctx, s.DB, item, number)
	if err != nil {
		return Moment{}, err
	}
	m := Moment{Number: number, Stood: Tree(doc), At: last.Created}
	m.Doc = prose.Refused(m.Stood)
	if last.Person != 0 {
		faces, err := identity.Faces(ctx, s.DB, []id.ID{last.Person})
		if err != nil {
			return m, err
		}
		m.By = faces[last.Person]
	}
	return m, nil
}

// docAt makes a document as it was after an update, and gives that update: from
// the state that is kept when it is not later, else from the beginning.
func (s *Service) docAt(ctx context.Context, on store.Querier, item id.ID, number int64) (*ydoc.Doc, update, error) {
	doc := newDoc()
	kept, err := stateOf(ctx, on, item)
	if errors.Is(err, store.ErrNone) || err == nil && kept.Number > number {
		kept, err = state{}, nil
	}
	if err == nil && kept.Number > 0 {
		_, err = doc.Apply(kept.Body)
	}
	if err != nil {
		return nil, update{}, err
	}
	var last update
	for u, err := range updatesBetween(ctx, on, item, kept.Number, number) {
		if err == nil {
			_, err = doc.Apply(u.Body)
		}
		if err != nil {
			return nil, u, err
		}
		last = u
	}
	if number > 0 && last.Number != number { // the state that is kept is that of the number
		last, err = updateOf(ctx, on, item, number)
	}
	return doc, last, err
}

// Restore makes a document say again what it said after an update: it is a new
// change, and what came between stays in the history.
func (s *Service) Restore(ctx context.Context, actor access.Actor, item id.ID, number int64) error {
	if err := s.mayWrite(ctx, s.DB, actor, item); err != nil {
		return err
	}
	m, err := s.Moment(ctx, actor, item, number)
	if err != nil {
		return err
	}
	return s.change(ctx, actor, item, func(doc *ydoc.Doc) ([]byte, error) { return replaceWhole(doc, m.Doc) })
}
