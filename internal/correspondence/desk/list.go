package desk

import (
	"context"
	"errors"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// View is which deliveries of a desk are listed.
type View string

// The views of a desk.
const (
	ToHandle View = "handle"
	ToRead   View = "read"
	Done     View = "done" // closed and passed on
)

// PageOfDesk is how many deliveries a page of a desk holds, Many where counting
// them stops.
const (
	PageOfDesk = 30
	Many       = 500
)

// Cursor is the place after the last row of a page. What was late when the
// first page was read stays late to the last one.
type Cursor struct {
	AsOf    clock.Time
	Past    bool // the late ones are all listed
	Rank    int
	Merit   int
	Due     clock.Time
	Arrived clock.Time // of Done: when it was closed
	Item    id.ID
	Unit    id.ID // of what stands below
}

// Counts say how much waits on a desk. Oldest is that of what was counted.
type Counts struct {
	Handle, Read, Late       int
	HandleOldest, ReadOldest clock.Time
}

// Page is a part of a desk.
type Page struct {
	Desk   Desk
	Rows   []Row
	Faces  map[id.ID]identity.Face // who has them, who raised them
	Counts Counts
	Next   *Cursor // nil at the end
}

// List lists what is on the desk of a unit of the actor.
func (s *Service) List(ctx context.Context, actor access.Actor, unit id.ID, v View, after *Cursor, limit int) (Page, error) {
	desk, err := s.desk(ctx, actor, unit, false)
	if err != nil {
		return Page{}, err
	}
	c := Cursor{AsOf: s.Clock.Now()}
	if after != nil {
		c = *after
	}
	p := Page{Desk: desk}
	if p.Counts, err = s.counts(ctx, actor, unit); err != nil {
		return p, err
	}
	list := waitingRows
	if v == Done {
		list = doneRows
	}
	if p.Rows, err = rowsOf(ctx, s.DB, list(actor, unit, v == ToHandle, c, limit+1)); err != nil {
		return p, err
	}
	if len(p.Rows) > limit {
		p.Rows = p.Rows[:limit]
		next := cursorAfter(p.Rows[limit-1], v, c.AsOf)
		p.Next = &next
	}
	p.Faces, err = facesOf(ctx, s.DB, p.Rows)
	return p, err
}

func cursorAfter(r Row, v View, asOf clock.Time) Cursor {
	c := Cursor{AsOf: asOf, Past: !r.Late(asOf), Rank: r.Rank, Merit: r.Merit, Due: r.Due, Arrived: r.Arrived, Item: r.Item}
	if v == Done {
		c.Arrived = r.Closed
	}
	return c
}

func (s *Service) counts(ctx context.Context, actor access.Actor, unit id.ID) (Counts, error) {
	list, err := store.All[counted](ctx, s.DB, countDesk(actor, unit, s.Clock.Now()))
	var out Counts
	for _, c := range list {
		switch {
		case c.Late:
			out.Late = c.N
		case c.Acts:
			out.Handle, out.HandleOldest = c.N, c.Oldest
		default:
			out.Read, out.ReadOldest = c.N, c.Oldest
		}
	}
	return out, err
}

// desk is that of a unit of the actor, or with up of the unit below one. Those of
// others are not found.
func (s *Service) desk(ctx context.Context, actor access.Actor, unit id.ID, up bool) (Desk, error) {
	if !actor.Could(See) {
		return Desk{}, fault.Forbidden()
	}
	d, err := deskOf(ctx, s.DB, unit)
	if err == nil && belongs(actor, unit) != nil && !(up && belongs(actor, d.Above.ID) == nil) {
		err = store.ErrNone
	}
	if errors.Is(err, store.ErrNone) {
		return Desk{}, fault.NotFound()
	}
	return d, err
}

// Desks are those of the units of the actor, the lowest level first.
func (s *Service) Desks(ctx context.Context, actor access.Actor) ([]Desk, error) {
	if !actor.Could(See) {
		return nil, fault.Forbidden()
	}
	return desksOf(ctx, s.DB, actor.Units())
}

// Received are those of these dispatches that came to a desk of the actor, done
// with or not.
func (s *Service) Received(ctx context.Context, actor access.Actor, items []id.ID) ([]id.ID, error) {
	if len(items) == 0 || len(actor.Units()) == 0 {
		return nil, nil
	}
	return receivedOf(ctx, s.DB, actor.Units(), items)
}

// Compares tells whether the actor sees how several desks do: those of their
// units, those below, all for an administrator.
func (s *Service) Compares(ctx context.Context, actor access.Actor) (bool, error) {
	if actor.IsAdmin() {
		return true, nil
	}
	n, err := countAround(ctx, s.DB, actor.Units(), 2)
	return n > 1, err
}

// On shows on which desks of the actor a dispatch is that they read.
func (s *Service) On(ctx context.Context, actor access.Actor, item id.ID) (templ.Component, error) {
	if len(actor.Units()) == 0 || !actor.Could(See) {
		return templ.NopComponent, nil
	}
	list, err := desksWith(ctx, s.DB, actor.Units(), item)
	return onDesks(list, item), err
}

// Receives tells whether a unit of the actor has a desk.
func (s *Service) Receives(ctx context.Context, actor access.Actor) (bool, error) {
	units := actor.Units()
	if len(units) == 0 || !actor.Could(See) {
		return false, nil
	}
	return anyDesk(ctx, s.DB, units)
}

func facesOf(ctx context.Context, on store.Querier, rows []Row) (map[id.ID]identity.Face, error) {
	var people []id.ID
	for _, r := range rows {
		for _, p := range []id.ID{r.Assignee, r.Raiser} {
			if p != 0 {
				people = append(people, p)
			}
		}
	}
	return identity.Faces(ctx, on, people)
}
