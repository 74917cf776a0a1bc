package measure

import (
	"context"
	"slices"
	"sync"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB    *store.DB
	Clock clock.Clock
}

// Service measures desks. It is safe for concurrent use.
type Service struct {
	Parts

	lock sync.Mutex
	all  map[Period]reckoned
}

// reckoned is what all desks did in a period that ended on a day: it is worked
// out once.
type reckoned struct {
	until clock.Time
	desks map[id.ID][2]Figures
}

// NewService makes the Service.
func NewService(p Parts) *Service { return &Service{Parts: p, all: map[Period]reckoned{}} }

// One is how one desk did.
type One struct {
	Desk
	Period      Period
	From, Until clock.Time
	Flows       []Flow
}

// Unit measures the desk of a unit, for its people, those of a unit above it,
// and administrators; for others it is not found.
func (s *Service) Unit(ctx context.Context, actor access.Actor, unit id.ID, p Period) (One, error) {
	if !actor.Could(See) {
		return One{}, fault.Forbidden()
	}
	at, err := s.place(ctx, actor, unit)
	if err != nil {
		return One{}, err
	}
	when := p.span(s.Clock.Now())
	found, err := figuresOf(ctx, s.DB, []id.ID{unit}, when)
	if err != nil {
		return One{}, err
	}
	out := One{Desk: deskOf(at, found[unit]), Period: p, From: when.from, Until: when.until}
	out.Flows, err = flowsOf(ctx, s.DB, unit, when)
	return out, err
}

// place is where the desk of a unit stands, for who may see how it does.
func (s *Service) place(ctx context.Context, actor access.Actor, unit id.ID) (Place, error) {
	chain, err := chainOf(ctx, s.DB, unit)
	if err != nil {
		return Place{}, err
	}
	mine := actor.Units()
	sees := actor.IsAdmin() || slices.ContainsFunc(chain, func(u id.ID) bool { return slices.Contains(mine, u) })
	if !sees {
		return Place{}, fault.NotFound()
	}
	found, err := placesOf(ctx, s.DB, []id.ID{unit})
	if err == nil && len(found) == 0 {
		err = fault.NotFound()
	}
	if err != nil {
		return Place{}, err
	}
	return found[0], nil
}

// Overview is how the desks did that one sees, and what was sorted at each level
// of them.
type Overview struct {
	Period      Period
	From, Until clock.Time
	Levels      []Level // the lowest first
	Desks       []Desk  // the highest level first, by name
}

// Overview measures the desks of the units of an actor and all below them; all
// desks, for an administrator.
func (s *Service) Overview(ctx context.Context, actor access.Actor, p Period) (Overview, error) {
	if !actor.Could(See) {
		return Overview{}, fault.Forbidden()
	}
	places, err := s.places(ctx, actor)
	if err != nil {
		return Overview{}, err
	}
	when := p.span(s.Clock.Now())
	out := Overview{Period: p, From: when.from, Until: when.until}
	if len(places) == 0 {
		return out, nil
	}
	found, err := s.reckon(ctx, p, when)
	if err != nil {
		return out, err
	}
	for _, at := range places {
		d := deskOf(at, found[at.ID])
		out.Desks = append(out.Desks, d)
		out.Levels = addLevel(out.Levels, d)
	}
	slices.SortFunc(out.Levels, func(a, b Level) int { return a.Place - b.Place })
	return out, nil
}

// Several tells whether an actor sees how several desks do.
func (s *Service) Several(ctx context.Context, actor access.Actor) (bool, error) {
	list, err := s.places(ctx, actor)
	return len(list) > 1, err
}

func (s *Service) places(ctx context.Context, actor access.Actor) ([]Place, error) {
	if actor.IsAdmin() {
		return placesOf(ctx, s.DB, nil)
	}
	units := actor.Units()
	if len(units) == 0 {
		return nil, nil
	}
	under, err := underOf(ctx, s.DB, units)
	if err != nil || len(under) == 0 {
		return nil, err
	}
	return placesOf(ctx, s.DB, under)
}

// reckon works out what all desks did, unless it was done since midnight. Those
// who ask meanwhile wait for it rather than ask the same of the database.
func (s *Service) reckon(ctx context.Context, p Period, when span) (map[id.ID][2]Figures, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if last, there := s.all[p]; there && last.until.Equal(when.until.Time) {
		return last.desks, nil
	}
	found, err := figuresOf(ctx, s.DB, nil, when)
	if err != nil {
		return nil, err
	}
	s.all[p] = reckoned{when.until, found}
	return found, nil
}

// deskOf leaves out what would tell too much.
func deskOf(at Place, both [2]Figures) Desk {
	d := Desk{Place: at, Before: both[0].blur(), Now: both[1].blur()}
	if !d.Timed() {
		d.Before, d.Now = d.Before.hide(), d.Now.hide()
	}
	return d
}

func addLevel(list []Level, d Desk) []Level {
	at := slices.IndexFunc(list, func(l Level) bool { return l.Place == d.Level })
	if at < 0 {
		list, at = append(list, Level{Place: d.Level, NameFR: d.LevelFR, NameEN: d.LevelEN}), len(list)
	}
	l := &list[at]
	l.Handle, l.Raised, l.Kept = l.Handle+d.Now.Handle, l.Raised+d.Now.Raised, l.Kept+d.Now.Kept
	return list
}
