package desk

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Raise puts a dispatch on the desk above as well, with a line saying why. The
// unit above is named on it; it stays on this desk too.
func (s *Service) Raise(ctx context.Context, actor access.Actor, unit, item id.ID, why string) error {
	var check fault.Check
	why = line(&check, "line", why, MaxLine)
	check.Field("line", why != "", "desk.raise.why")
	return s.change(ctx, actor, unit, item, func(tx *store.Tx, h *held) (told, error) {
		above, err := above(ctx, tx, unit)
		if err != nil {
			return told{}, err
		}
		if err := check.Err(); err != nil {
			return told{}, err
		}
		there, err := deliveryOf(ctx, tx, above, item)
		switch {
		case errors.Is(err, store.ErrNone):
			if err := s.reach(ctx, tx, h, above, "line"); err != nil {
				return told{}, err
			}
			err = putDeliveries(ctx, tx, []Delivery{{Item: item, Unit: above, Acts: true, State: Waiting, Rank: h.Rank, Arrived: s.Clock.Now(), Due: h.Due,
				From: unit, Line: why, Raiser: actor.Person()}})
		case err != nil:
		case there.Raiser != 0:
			err = invalid("line", "desk.raise.already")
		case !there.Open():
			err = invalid("line", "desk.raise.over")
		default:
			// It was addressed to the unit above, or passed to it: it is raised where
			// it is.
			there.From, there.Line, there.Raiser = unit, why, actor.Person()
			err = keepDelivery(ctx, tx, there)
		}
		return told{verb: Raised, fact: fact{To: above, Line: why}}, err
	})
}

// Lower undoes Raise, as long as nobody above did anything with it.
func (s *Service) Lower(ctx context.Context, actor access.Actor, unit, item id.ID) error {
	return s.change(ctx, actor, unit, item, func(tx *store.Tx, h *held) (told, error) {
		there, err := deliveryFrom(ctx, tx, item, unit, true)
		if err != nil {
			return told{}, err
		}
		straight, err := addressed(ctx, tx, item, there.Unit)
		if err != nil {
			return told{}, err
		}
		if straight {
			there.From, there.Line, there.Raiser = 0, "", 0
			err = keepDelivery(ctx, tx, there)
		} else {
			err = s.retract(ctx, tx, there, "desk.raise.begun")
		}
		return told{verb: Lowered, fact: fact{To: there.Unit}}, err
	})
}

// above is the unit to which a desk raises.
func above(ctx context.Context, tx *store.Tx, unit id.ID) (id.ID, error) {
	desk, err := deskOf(ctx, tx, unit)
	switch {
	case errors.Is(err, store.ErrNone):
		return 0, fault.NotFound()
	case err == nil && desk.Above.ID == 0:
		return 0, fault.New(fault.Conflict, "desk.raise.top")
	}
	return desk.Above.ID, err
}

// Keep puts a dispatch into the selection of the day of its desk, as long as
// there is room.
func (s *Service) Keep(ctx context.Context, actor access.Actor, unit, item id.ID) error {
	return s.change(ctx, actor, unit, item, func(tx *store.Tx, h *held) (told, error) {
		desk, err := deskOf(ctx, tx, unit)
		if errors.Is(err, store.ErrNone) || err == nil && desk.Level.Keeps == 0 {
			return told{}, fault.New(fault.Conflict, "desk.keep.none")
		}
		if err != nil {
			return told{}, err
		}
		now := s.Clock.Now()
		if h.selected(now) {
			return told{}, nil
		}
		n, err := keptSince(ctx, tx, unit, clock.Midnight(now, 0))
		if err != nil {
			return told{}, err
		}
		if n >= desk.Level.Keeps {
			return told{}, fault.New(fault.Conflict, "desk.keep.full", "count", desk.Level.Keeps)
		}
		h.Kept = now
		return told{verb: Kept}, nil
	})
}

// Drop takes it out of the selection.
func (s *Service) Drop(ctx context.Context, actor access.Actor, unit, item id.ID) error {
	return s.change(ctx, actor, unit, item, func(_ *store.Tx, h *held) (told, error) {
		if h.Kept.IsZero() {
			return told{}, nil
		}
		h.Kept = clock.Time{}
		return told{verb: Dropped}, nil
	})
}

// Selection is what a desk kept on one day.
type Selection struct {
	Desk Desk
	Day  clock.Time // when it began
	Own  bool       // the actor is of this unit, not of the one above
	Page
}

// Selection shows what a desk kept today, to its people and to those of the unit
// above: to each what they read.
func (s *Service) Selection(ctx context.Context, actor access.Actor, unit id.ID) (Selection, error) {
	d, err := s.desk(ctx, actor, unit, true)
	if err != nil {
		return Selection{}, err
	}
	out := Selection{Desk: d, Day: clock.Midnight(s.Clock.Now(), 0), Own: belongs(actor, unit) == nil}
	if out.Rows, err = rowsOf(ctx, s.DB, keptRows(actor, unit, out.Day)); err != nil {
		return out, err
	}
	out.Faces, err = facesOf(ctx, s.DB, out.Rows)
	return out, err
}

// Selections are the desks whose selection of the day who works at one reads: their
// own when it makes one, and those of the desks right below.
func (s *Service) Selections(ctx context.Context, d Desk) ([]Desk, error) {
	list, err := keepingUnder(ctx, s.DB, d.ID)
	if d.Level.Keeps > 0 {
		list = append([]Desk{d}, list...)
	}
	return list, err
}
