package measure

import (
	"context"
	"sync"
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
)

// every is how often it is seen to that all desks were measured until last
// midnight: who comes right after it, or after a first start, has the figures
// within a minute.
const every = time.Minute

// reckoned is what all desks did in a period that ended on a day: the one before,
// then that one.
type reckoned struct {
	until clock.Time
	desks map[id.ID][2]Figures
}

// Reckon measures all desks until last midnight, in each period for which nobody
// did it yet. Nothing is added up from what was kept of earlier days: a median is
// no sum, and what is brought from archives changes the past.
func (s *Service) Reckon(ctx context.Context) error {
	for _, p := range []Period{Week, Month, Quarter} {
		when := p.span(s.Clock.Now())
		until, err := keptUntil(ctx, s.DB, p)
		if err != nil {
			return err
		}
		if !until.Before(when.until.Time) {
			continue
		}
		desks, err := figuresOf(ctx, s.DB, nil, when)
		if err != nil {
			return err
		}
		if err := keep(ctx, s.DB, p, reckoned{when.until, desks}); err != nil {
			return err
		}
	}
	return nil
}

// memo is what this server read last of what is kept, so that it is read and
// understood once a day.
type memo struct {
	lock sync.Mutex
	of   map[Period]reckoned
}

// reckoned is what is kept of a period, until a zero moment when nothing is.
func (s *Service) reckoned(ctx context.Context, p Period) (reckoned, error) {
	until, err := keptUntil(ctx, s.DB, p)
	if err != nil || until.IsZero() {
		return reckoned{}, err
	}
	s.seen.lock.Lock()
	last := s.seen.of[p]
	s.seen.lock.Unlock()
	if last.until == until {
		return last, nil
	}
	if last, err = kept(ctx, s.DB, p); err != nil {
		return last, err
	}
	s.seen.lock.Lock()
	defer s.seen.lock.Unlock()
	if s.seen.of == nil {
		s.seen.of = map[Period]reckoned{}
	}
	s.seen.of[p] = last
	return last, nil
}
