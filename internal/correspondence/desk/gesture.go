package desk

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Acknowledge tells who issued a dispatch that it arrived.
func (s *Service) Acknowledge(ctx context.Context, actor access.Actor, unit, item id.ID) error {
	return s.change(ctx, actor, unit, item, func(_ *store.Tx, h *held) (told, error) {
		if !h.Acknowledged.IsZero() {
			return told{}, nil
		}
		h.Acknowledged = s.Clock.Now()
		return told{verb: Acknowledged}, nil
	})
}

// Unacknowledge undoes Acknowledge.
func (s *Service) Unacknowledge(ctx context.Context, actor access.Actor, unit, item id.ID) error {
	return s.change(ctx, actor, unit, item, func(_ *store.Tx, h *held) (told, error) {
		if h.Acknowledged.IsZero() {
			return told{}, nil
		}
		h.Acknowledged = clock.Time{}
		return told{verb: Unacknowledged}, nil
	})
}

// Take gives a delivery to the actor. It returns who had it, to undo.
func (s *Service) Take(ctx context.Context, actor access.Actor, unit, item id.ID) (was id.ID, err error) {
	return s.Assign(ctx, actor, unit, item, actor.Person())
}

// Assign gives a delivery to somebody of the unit who reads it, to nobody when
// person is zero. It returns who had it, to undo.
func (s *Service) Assign(ctx context.Context, actor access.Actor, unit, item, person id.ID) (was id.ID, err error) {
	err = s.change(ctx, actor, unit, item, func(tx *store.Tx, h *held) (told, error) {
		if err := h.isOpen(); err != nil {
			return told{}, err
		}
		was = h.Assignee
		if was == person {
			return told{}, nil
		}
		h.Assignee, h.State = person, Waiting
		if person != 0 {
			may, err := mayHandle(ctx, tx, unit, item, person)
			if err != nil {
				return told{}, err
			}
			if !may {
				return told{}, invalid("person", "desk.assign.outside")
			}
			h.State = Taken
		}
		return told{verb: Assigned, person: person, fact: fact{Was: was}}, nil
	})
	return was, err
}

// SetDue says by when the unit means to have closed a delivery; zero for no
// date. It returns the date before, to undo: Redate, which takes one that has
// passed as well.
func (s *Service) SetDue(ctx context.Context, actor access.Actor, unit, item id.ID, due clock.Time) (was clock.Time, err error) {
	if !due.IsZero() && !due.After(s.Clock.Now().Time) {
		err = invalid("due", "fault.field.future")
	}
	return s.date(ctx, actor, unit, item, due, err)
}

// Redate undoes SetDue: the date before may have passed.
func (s *Service) Redate(ctx context.Context, actor access.Actor, unit, item id.ID, due clock.Time) (was clock.Time, err error) {
	return s.date(ctx, actor, unit, item, due, nil)
}

func (s *Service) date(ctx context.Context, actor access.Actor, unit, item id.ID, due clock.Time, wrong error) (was clock.Time, err error) {
	err = s.change(ctx, actor, unit, item, func(_ *store.Tx, h *held) (told, error) {
		if err := h.isOpen(); err != nil {
			return told{}, err
		}
		if was = h.Due; was == due || wrong != nil {
			return told{}, wrong
		}
		h.Due, h.Warned = due, 0
		return told{verb: Dated, fact: fact{Was: h.Assignee}}, nil
	})
	return was, err
}

// Close ends a delivery with its outcome. What was to be read needs none.
func (s *Service) Close(ctx context.Context, actor access.Actor, unit, item id.ID, outcome string) error {
	var check fault.Check
	outcome = line(&check, "outcome", outcome, MaxOutcome)
	return s.change(ctx, actor, unit, item, func(_ *store.Tx, h *held) (told, error) {
		if err := h.isOpen(); err != nil {
			return told{}, err
		}
		if err := check.Err(); err != nil {
			return told{}, err
		}
		now := s.Clock.Now()
		h.State, h.Closed, h.Outcome = Closed, now, outcome
		if h.Acknowledged.IsZero() {
			h.Acknowledged = now // who closes it had it
		}
		return told{verb: Settled, fact: fact{Was: h.Assignee, Line: outcome}}, nil
	})
}

// Reopen puts back on the desk what was closed. The acknowledgement that came
// with closing stays: the unit did receive it.
func (s *Service) Reopen(ctx context.Context, actor access.Actor, unit, item id.ID) error {
	return s.change(ctx, actor, unit, item, func(_ *store.Tx, h *held) (told, error) {
		if h.State != Closed {
			return told{}, fault.New(fault.Conflict, "desk.not_closed")
		}
		h.open()
		return told{verb: Reopened, fact: fact{Was: h.Assignee}}, nil
	})
}

// open has a delivery wait again, with who had it.
func (h *held) open() {
	h.State, h.Closed, h.Outcome = Waiting, clock.Time{}, ""
	if h.Assignee != 0 {
		h.State = Taken
	}
}

// line reads one line that somebody typed.
func line(check *fault.Check, name, typed string, most int) string {
	out, ok := text.Line(typed, most)
	check.Field(name, ok, "fault.field.too_long", "count", most)
	return out
}

func invalid(field, key string, args ...any) error {
	var check fault.Check
	check.Field(field, false, key, args...)
	return check.Err()
}
