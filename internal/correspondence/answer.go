package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Give gives a visa, in one's name or in that of somebody whom one replaces, on
// the Dispatch.Version that was seen; zero does not ask. After the last, the
// dispatch goes to its signatory.
func (s *Service) Give(ctx context.Context, actor access.Actor, item, visa id.ID, seen int, note string) error {
	var check fault.Check
	note = line(&check, "note", note)
	return s.gesture(ctx, actor, item, func(tx *store.Tx, c *course) (told, error) {
		v, err := s.awaited(ctx, tx, actor, c, visa)
		switch {
		case err != nil:
			return told{}, err
		case seen != 0 && seen != c.Version:
			return told{}, fault.New(fault.Conflict, "correspondence.visa.changed")
		case check.Err() != nil:
			return told{}, check.Err()
		}
		if err := s.answer(ctx, tx, actor, c, v, Given, note); err != nil {
			return told{}, err
		}
		return told{Viewed, fact{Visa: v.ID, For: inNameOf(actor, v.Person), Note: note}}, s.proceed(ctx, tx, c)
	})
}

// Refuse sends a dispatch back to who drafts it, with a reason.
func (s *Service) Refuse(ctx context.Context, actor access.Actor, item, visa id.ID, reason string) error {
	var check fault.Check
	reason = line(&check, "reason", reason)
	check.Field("reason", reason != "", "correspondence.reason.missing")
	return s.gesture(ctx, actor, item, func(tx *store.Tx, c *course) (told, error) {
		v, err := s.awaited(ctx, tx, actor, c, visa)
		switch {
		case err != nil:
			return told{}, err
		case check.Err() != nil:
			return told{}, check.Err()
		}
		if err := s.answer(ctx, tx, actor, c, v, Refused, reason); err != nil {
			return told{}, err
		}
		if err := s.goTo(ctx, tx, c, Drafted); err != nil {
			return told{}, err
		}
		return told{Denied, fact{Visa: v.ID, For: inNameOf(actor, v.Person), Note: reason}}, unask(ctx, tx, item)
	})
}

// awaited finds a visa that is waited for and that actor may give.
func (s *Service) awaited(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, visa id.ID) (*Visa, error) {
	v, err := c.visa(visa)
	if err != nil {
		return nil, err
	}
	acts, err := s.actsFor(ctx, tx, actor, v.Person)
	switch {
	case err != nil:
		return nil, err
	case !acts:
		return nil, fault.Forbidden()
	case c.Step != InVisas || v.State != Waiting:
		return nil, elsewhere()
	}
	return v, nil
}

// answer writes down what somebody answered.
func (s *Service) answer(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, v *Visa, state VisaState, note string) error {
	v.State, v.Giver, v.Given, v.Note, v.Version, v.Looks = state, actor.Person(), s.Clock.Now(), note, c.Version, clock.Time{}
	return keepVisa(ctx, tx, *v)
}

// Override goes on without a visa that is waited for, with a reason. Who drafts
// may once it is late, or who is asked cannot give it: before, asking would be a
// mere form. Who signs may at any time: they answer for what leaves, and what is
// immediate does not wait.
func (s *Service) Override(ctx context.Context, actor access.Actor, item, visa id.ID, reason string) error {
	var check fault.Check
	reason = line(&check, "reason", reason)
	check.Field("reason", reason != "", "correspondence.reason.missing")
	return s.gesture(ctx, actor, item, func(tx *store.Tx, c *course) (told, error) {
		v, err := s.waited(ctx, tx, actor, c, visa)
		switch {
		case err != nil:
			return told{}, err
		case !v.signs && !v.Late(s.Clock.Now()) && !v.stuck:
			return told{}, fault.New(fault.Conflict, "correspondence.visa.not_late")
		case check.Err() != nil:
			return told{}, check.Err()
		}
		if err := s.answer(ctx, tx, actor, c, v.Visa, Overridden, reason); err != nil {
			return told{}, err
		}
		return told{PassedOver, fact{Visa: v.ID, Note: reason}}, s.proceed(ctx, tx, c)
	})
}

// TakeBack undoes what actor did with a visa, as long as nobody answered since
// and nothing was changed.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, item, visa id.ID) error {
	return s.gesture(ctx, actor, item, func(tx *store.Tx, c *course) (told, error) {
		v, err := c.visa(visa)
		switch {
		case err != nil:
			return told{}, err
		case v.Giver != actor.Person():
			return told{}, fault.Forbidden()
		case !c.takesBack(*v):
			return told{}, elsewhere()
		}
		if err := s.again(ctx, tx, c, v); err != nil {
			return told{}, err
		}
		return told{TakenBack, fact{Visa: v.ID}}, s.goTo(ctx, tx, c, InVisas)
	})
}

// takesBack tells whether an answer may still be undone.
func (c *course) takesBack(v Visa) bool {
	if v.Version != c.Version {
		return false
	}
	for _, w := range c.visas {
		if c.InTurn && w.Place > v.Place && w.stands(c.Version) {
			return false // answered since
		}
	}
	if v.State == Refused {
		return c.Step == Drafted
	}
	return v.stands(c.Version) && (c.Step == InVisas || c.Step == ToSign)
}

// again waits for a visa that was answered; with turns, those after it wait for
// theirs again, without, those whom a refusal spared are asked as they were.
func (s *Service) again(ctx context.Context, tx *store.Tx, c *course, v *Visa) error {
	refused := v.State == Refused
	v.Given, v.Giver, v.Note, v.Version = clock.Time{}, 0, "", 0
	if err := s.ask(ctx, tx, v); err != nil {
		return err
	}
	for i := range c.visas {
		w := &c.visas[i]
		var err error
		switch {
		case w.ID == v.ID:
		case c.InTurn && w.Place > v.Place && w.State == Waiting:
			w.State, w.Since, w.Due, w.Looks = Coming, clock.Time{}, clock.Time{}, clock.Time{}
			err = keepVisa(ctx, tx, *w)
		case refused && !c.InTurn && !w.stands(c.Version):
			err = s.ask(ctx, tx, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
