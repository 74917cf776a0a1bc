package history

import (
	"context"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// sameVisit is how long somebody may have been away and still be on the same
// visit: what was new when it began stays offered, whatever is opened again.
const sameVisit = 30 * time.Minute

// often is how often a visit that goes on is noted.
const often = time.Minute

// News is what others wrote in a document since somebody's last visit: between
// the updates From and To.
type News struct {
	From, To int64
	People   []identity.Face // none: nothing is new
}

// Arrive notes that actor has a document before them and tells what is new to
// them. read is when they last read it, as its item knows: it counts for who
// comes for the first time since visits are noted here. Nothing is new to who
// never read it.
func (s *Service) Arrive(ctx context.Context, actor access.Actor, item id.ID, read clock.Time) (News, error) {
	last, err := s.Documents.Last(ctx, actor, item)
	if err != nil || actor.Person() == 0 {
		return News{}, err
	}
	v, err := s.visit(ctx, actor.Person(), item, last, read)
	if err != nil {
		return News{}, err
	}
	if err := s.keep(ctx, actor.Person(), item, v, last); err != nil {
		return News{}, err
	}
	return s.since(ctx, actor, item, v.Base, last)
}

// Look notes that actor still has a document before them, or had until now: what
// came until now is seen.
func (s *Service) Look(ctx context.Context, actor access.Actor, item id.ID) error {
	last, err := s.Documents.Last(ctx, actor, item)
	if err != nil || actor.Person() == 0 {
		return err
	}
	v, err := s.visit(ctx, actor.Person(), item, last, clock.Time{})
	if err != nil {
		return err
	}
	return s.keep(ctx, actor.Person(), item, v, last)
}

// Acknowledge says that nothing up to an update is new to actor any more.
func (s *Service) Acknowledge(ctx context.Context, actor access.Actor, item id.ID, upTo int64) error {
	last, err := s.Documents.Last(ctx, actor, item)
	if err != nil || actor.Person() == 0 {
		return err
	}
	upTo = min(upTo, last)
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		return putVisit(ctx, tx, item, actor.Person(), visitRow{Base: upTo, Seen: upTo, At: s.Clock.Now()})
	})
}

// New is what is new to actor, without a visit.
func (s *Service) New(ctx context.Context, actor access.Actor, item id.ID, read clock.Time) (News, error) {
	last, err := s.Documents.Last(ctx, actor, item)
	if err != nil || actor.Person() == 0 {
		return News{}, err
	}
	v, err := s.visit(ctx, actor.Person(), item, last, read)
	if err != nil {
		return News{}, err
	}
	return s.since(ctx, actor, item, v.Base, last)
}

// visit is the present visit of somebody, or the one that begins.
func (s *Service) visit(ctx context.Context, person, item id.ID, last int64, read clock.Time) (v visitRow, err error) {
	was, err := visitOf(ctx, s.DB, item, person)
	switch {
	case err != nil:
		return v, err
	case was == nil && read.IsZero():
		return visitRow{Base: last}, nil
	case was == nil:
		v.Base, err = numberAt(ctx, s.DB, item, read)
		return v, err
	case s.Clock.Now().Sub(was.At.Time) >= sameVisit:
		return visitRow{Base: was.Seen, Seen: was.Seen, At: was.At}, nil
	}
	return *was, nil
}

// keep notes a visit, unless all of it was noted a moment ago.
func (s *Service) keep(ctx context.Context, person, item id.ID, v visitRow, last int64) error {
	now := s.Clock.Now()
	if v.Seen == last && now.Sub(v.At.Time) < often {
		return nil
	}
	v.Seen, v.At = last, now
	return s.DB.Write(ctx, func(tx *store.Tx) error { return putVisit(ctx, tx, item, person, v) })
}

// since is what others wrote after an update.
func (s *Service) since(ctx context.Context, actor access.Actor, item id.ID, base, last int64) (News, error) {
	n := News{From: base, To: last}
	if base >= last {
		return n, nil
	}
	people, err := s.Documents.Writers(ctx, item, base)
	if err != nil {
		return n, err
	}
	people = slices.DeleteFunc(people, func(p id.ID) bool { return p == actor.Person() })
	n.People, err = s.named(ctx, people)
	return n, err
}
