package desk

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Pass gives a delivery to another unit, with a line saying why. The unit is
// named on the dispatch, so that its people read it; this desk is done with it.
func (s *Service) Pass(ctx context.Context, actor access.Actor, unit, item, to id.ID, why string) error {
	var check fault.Check
	why = line(&check, "line", why, MaxLine)
	check.Field("unit", to != 0, "fault.field.required")
	check.Field("unit", to != unit, "desk.pass.self")
	return s.change(ctx, actor, unit, item, func(tx *store.Tx, h *held) (told, error) {
		if err := h.isOpen(); err != nil {
			return told{}, err
		}
		if err := check.Err(); err != nil {
			return told{}, err
		}
		if _, err := deliveryOf(ctx, tx, to, item); !errors.Is(err, store.ErrNone) {
			return told{}, orInvalid(err, "unit", "desk.pass.already")
		}
		if err := s.reach(ctx, tx, h, to, "unit"); err != nil {
			return told{}, err
		}
		next := Delivery{Item: item, Unit: to, Acts: h.Acts, State: Waiting, Rank: h.Rank, Arrived: s.Clock.Now(), Due: h.Due, From: unit, Line: why, Merit: h.Merit}
		if err := putDeliveries(ctx, tx, []Delivery{next}); err != nil {
			return told{}, err
		}
		h.State, h.Closed = Passed, s.Clock.Now()
		return told{verb: HandedOn, fact: fact{To: to, Was: h.Assignee, Line: why}}, nil
	})
}

// TakeBack undoes Pass, as long as the other unit did nothing with it.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, unit, item id.ID) error {
	return s.change(ctx, actor, unit, item, func(tx *store.Tx, h *held) (told, error) {
		if h.State != Passed {
			return told{}, fault.New(fault.Conflict, "desk.not_passed")
		}
		there, err := deliveryFrom(ctx, tx, item, unit, false)
		if err != nil {
			return told{}, err
		}
		if err := s.retract(ctx, tx, there, "desk.pass.begun"); err != nil {
			return told{}, err
		}
		h.open()
		return told{verb: TakenBack, fact: fact{To: there.Unit, Was: h.Assignee}}, nil
	})
}

// reach names a unit on a dispatch. A restricted one goes to no unit whose head
// may not read it.
func (s *Service) reach(ctx context.Context, tx *store.Tx, h *held, to id.ID, field string) error {
	desk, err := deskOf(ctx, tx, to)
	if errors.Is(err, store.ErrNone) {
		return invalid(field, "desk.pass.no_desk")
	}
	if err != nil {
		return err
	}
	if h.label.Protection == access.Restricted {
		cleared, err := headCleared(ctx, tx, to, h.label.Protection)
		if err != nil {
			return err
		}
		if !cleared {
			return invalid(field, "desk.pass.clearance", "unit", desk.Name)
		}
	}
	return nameUnit(ctx, tx, h.Item, to)
}

// retract takes back a delivery that was passed or raised, with the naming that
// came with it. What was done with it there is not undone from here.
func (s *Service) retract(ctx context.Context, tx *store.Tx, there Delivery, refusal string) error {
	begun, err := begun(ctx, tx, there)
	if err != nil {
		return err
	}
	if begun {
		return fault.New(fault.Conflict, refusal)
	}
	if err := dropDelivery(ctx, tx, there); err != nil {
		return err
	}
	return unnameUnit(ctx, tx, there.Item, there.Unit)
}

// orInvalid is err, or when there is none the fault of a field.
func orInvalid(err error, field, key string, args ...any) error {
	if err != nil {
		return err
	}
	return invalid(field, key, args...)
}
