package measure

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB    *store.DB
	Clock clock.Clock
	Queue *jobs.Queue
}

// Service measures desks. It is safe for concurrent use.
type Service struct {
	Parts
	seen memo
}

// NewService makes the Service and declares its job.
func NewService(p Parts) *Service {
	s := &Service{Parts: p}
	s.Queue.Every("measure.reckon", every, s.Reckon)
	return s
}

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
// of them. It is worked out in the background: until that is done, it is of the
// day before and Behind, or of no day at all.
type Overview struct {
	Period      Period
	From, Until clock.Time // zero when nothing was ever worked out
	Behind      bool
	Levels      []Level // the lowest first
	Desks       []Desk  // the highest level first, by name
}

// Known tells whether there are figures, if not those until last midnight.
func (o Overview) Known() bool { return !o.Until.IsZero() }

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
	found, err := s.reckoned(ctx, p)
	if err != nil {
		return Overview{}, err
	}
	out := Overview{Period: p, Until: found.until, Behind: found.until.Before(clock.Midnight(s.Clock.Now(), 0).Time)}
	if out.Known() {
		out.From = p.span(out.Until).from
	}
	for _, at := range places {
		d := deskOf(at, found.desks[at.ID])
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
