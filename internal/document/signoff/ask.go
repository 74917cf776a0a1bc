package signoff

import (
	"context"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Ask sends a document to be reviewed. Its faults of kind Invalid say what is
// wrong: nobody asked, somebody who does not read the document, a review that
// goes on already, nothing to review.
func (s *Service) Ask(ctx context.Context, actor access.Actor, q Request) error {
	var check fault.Check
	q.Expects = line(&check, "expects", q.Expects)
	q.Steps = distinct(q.Steps)
	check.Field("people", len(q.Steps) > 0, "signoff.ask.nobody")
	check.Field("people", len(q.Steps) <= MaxSteps, "fault.field.too_many", "count", MaxSteps)
	check.Field("days", q.Days >= 1 && q.Days <= MaxDays, "signoff.days.bad", "count", MaxDays)
	number, err := s.Documents.Last(ctx, actor, q.Item)
	if err != nil {
		return err
	}
	says, err := s.saying(ctx, actor, q.Item, number)
	if err != nil {
		return err
	}
	check.Field("people", !says.Doc.Blank(), "signoff.ask.blank")
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.open(ctx, tx, actor, Ask, q.Item)
		switch {
		case err != nil:
			return err
		case c.Round.State == Open:
			return fault.New(fault.Conflict, "signoff.ask.open")
		case check.Err() != nil:
			return check.Err()
		}
		now := s.Clock.Now()
		c.Round = Round{ID: s.IDs.New(), Item: c.ID, Requester: actor.Person(), Expects: q.Expects, InTurn: q.InTurn, Days: q.Days, State: Open, Number: number, Created: now}
		if err := insertRound(ctx, tx, c.Round); err != nil {
			return err
		}
		c.Visas = nil
		for i, step := range q.Steps {
			v, err := s.visaFor(ctx, tx, c, step)
			if err != nil {
				return err
			}
			v.Place, v.State = i+1, Coming
			if err := insertVisa(ctx, tx, v); err != nil {
				return err
			}
			c.Visas = append(c.Visas, v)
		}
		return s.next(ctx, tx, actor, c)
	})
}

// distinct leaves out who is asked twice.
func distinct(list []Step) []Step {
	var out []Step
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// visaFor makes a visa of a step: somebody must be there who reads the document.
func (s *Service) visaFor(ctx context.Context, tx *store.Tx, c *course, step Step) (Visa, error) {
	v := Visa{ID: s.IDs.New(), Round: c.Round.ID, Item: c.ID, Role: step.Role, Person: step.Person, Unit: step.Unit}
	people, err := holders(ctx, tx, c.Community, step)
	if err != nil {
		return v, err
	}
	actors, err := s.People.Actors(ctx, tx, people)
	if err != nil {
		return v, err
	}
	able := slices.ContainsFunc(people, func(p id.ID) bool {
		a, live := actors[p]
		return live && a.May(access.ReadItem, c.label)
	})
	switch step.Role {
	case HeadOfUnit:
		if v.Function, err = officeName(ctx, tx, step.Unit); err != nil {
			return v, err
		}
		if !able {
			return v, invalid("people", "signoff.ask.head_cannot_read", "unit", v.Function)
		}
	case Managers:
		if !able {
			return v, invalid("people", "signoff.ask.no_manager")
		}
	default:
		if !able {
			faces, err := identity.Faces(ctx, tx, people)
			if err != nil {
				return v, err
			}
			return v, invalid("people", "signoff.ask.cannot_read", "name", faces[step.Person].Name)
		}
	}
	return v, nil
}

// next asks those whose turn it is, once nobody is waited for. It tells whether
// anybody is.
func (s *Service) next(ctx context.Context, tx *store.Tx, actor access.Actor, c *course) error {
	var turn []*Visa
	for i := range c.Visas {
		v := &c.Visas[i]
		if v.State == Waiting {
			return nil
		}
		if v.State == Coming && (!c.Round.InTurn || len(turn) == 0) {
			turn = append(turn, v)
		}
	}
	return s.askFor(ctx, tx, actor, c, turn...)
}

// askFor has visas waited for from now on, and tells whom.
func (s *Service) askFor(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, visas ...*Visa) error {
	now := s.Clock.Now()
	f := fact{Round: c.Round.ID, Note: c.Round.Expects}
	for _, v := range visas {
		v.State, v.Since, v.Due, v.Late = Waiting, now, clock.At(now.AddDate(0, 0, c.Round.Days)), false
		f.Again = f.Again || v.Again
		if err := keepVisa(ctx, tx, *v); err != nil {
			return err
		}
		people, err := holders(ctx, tx, c.Community, v.Step())
		if err != nil {
			return err
		}
		f.Asked = append(f.Asked, people...)
	}
	if len(visas) == 0 {
		return nil
	}
	return s.tell(ctx, tx, actor, Asked, c.Item, c.Round.Requester, f)
}

// lookAt is when somebody who is waited for is reminded: the day before, then on
// the day, when who asked is told as well.
func lookAt(v Visa) clock.Time {
	switch {
	case v.State != Waiting || v.Late || v.Due.IsZero():
		return clock.Time{}
	case v.Due.Sub(v.Since.Time) > 36*time.Hour:
		return clock.At(v.Due.AddDate(0, 0, -1))
	}
	return v.Due
}

// Watch reminds those whose day comes, and tells who asked of those who are late.
func (s *Service) Watch(ctx context.Context) error {
	const step = 200
	for {
		now := s.Clock.Now()
		due, err := toLookAt(ctx, s.DB, now, step)
		if err != nil {
			return err
		}
		err = s.DB.Write(ctx, func(tx *store.Tx) error {
			for _, v := range due {
				if err := s.remind(ctx, tx, v, now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(due) < step {
			return err
		}
	}
}

// program acts when nobody does: it reminds.
var program = access.SystemActor("reviews are followed until they are answered")

func (s *Service) remind(ctx context.Context, tx *store.Tx, v Visa, now clock.Time) error {
	c, err := s.open(ctx, tx, program, access.ReadItem, v.Item)
	if err != nil {
		return err
	}
	held, err := c.visa(v.ID)
	if err != nil || held.State != Waiting || c.Round.State != Open {
		return looked(ctx, tx, v, clock.Time{}, v.Late) // answered meanwhile
	}
	people, err := holders(ctx, tx, c.Community, v.Step())
	if err != nil {
		return err
	}
	f := fact{Round: c.Round.ID, Visa: v.ID, Asked: people}
	if v.Due.After(now.Time) {
		if err := looked(ctx, tx, v, v.Due, false); err != nil {
			return err
		}
		return s.tell(ctx, tx, program, Reminded, c.Item, c.Round.Requester, f)
	}
	if err := looked(ctx, tx, v, clock.Time{}, true); err != nil {
		return err
	}
	return s.tell(ctx, tx, program, Overran, c.Item, c.Round.Requester, f)
}
