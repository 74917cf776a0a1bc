package signoff

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// steered loads a review for who decides about it.
func (s *Service) steered(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID) (*course, error) {
	c, err := s.running(ctx, tx, actor, Steer, item)
	if err == nil && !steers(actor, c.label, c.Round) {
		err = fault.Forbidden()
	}
	return c, err
}

// Withdraw ends a review without a result: the document is a draft again.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.steered(ctx, tx, actor, item)
		if err != nil {
			return err
		}
		told, err := s.waiting(ctx, tx, c)
		if err != nil {
			return err
		}
		f := fact{Round: c.Round.ID, Told: c.took()}
		for p := range told {
			f.Told = append(f.Told, p)
		}
		c.Round.State, c.Round.Ended, c.Round.Ender = Withdrawn, s.Clock.Now(), actor.Person()
		if err := endRound(ctx, tx, c.Round); err != nil {
			return err
		}
		return s.tell(ctx, tx, actor, Recalled, c.Item, c.Round.Requester, f)
	})
}

// Resume undoes Withdraw, as long as nothing was begun anew.
func (s *Service) Resume(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.open(ctx, tx, actor, Steer, item)
		switch {
		case err != nil:
			return err
		case !steers(actor, c.label, c.Round):
			return fault.Forbidden()
		case c.Round.State == Open:
			return nil
		case c.Round.State != Withdrawn || c.label.Frozen:
			return fault.New(fault.Conflict, "signoff.over")
		}
		if err := s.reopen(ctx, tx, c); err != nil {
			return err
		}
		return s.resumed(ctx, tx, actor, c)
	})
}

// resumed tells those who are waited for that a review goes on after all.
func (s *Service) resumed(ctx context.Context, tx *store.Tx, actor access.Actor, c *course) error {
	f := fact{Round: c.Round.ID}
	people, err := s.waiting(ctx, tx, c)
	if err != nil {
		return err
	}
	for p := range people {
		f.Asked = append(f.Asked, p)
	}
	return s.tell(ctx, tx, actor, Resumed, c.Item, c.Round.Requester, f)
}

// reopen lets a round that ended go on.
func (s *Service) reopen(ctx context.Context, tx *store.Tx, c *course) error {
	c.Round.State, c.Round.Ended, c.Round.Ender, c.Round.Reason = Open, clock.Time{}, 0, ""
	return endRound(ctx, tx, c.Round)
}

// Extend gives those who are waited for so many days from now.
func (s *Service) Extend(ctx context.Context, actor access.Actor, item id.ID, days int) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.steered(ctx, tx, actor, item)
		if err != nil {
			return err
		}
		if days < 1 || days > MaxDays {
			return invalid("days", "signoff.days.bad", "count", MaxDays)
		}
		c.Round.Days = days
		if err := setDays(ctx, tx, c.Round); err != nil {
			return err
		}
		f := fact{Round: c.Round.ID, Settled: true}
		for _, v := range c.Visas {
			if v.State != Waiting {
				continue
			}
			v.Due, v.Late = clock.At(s.Clock.Now().AddDate(0, 0, days)), false
			if err := keepVisa(ctx, tx, v); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, actor, Extended, c.Item, c.Round.Requester, f)
	})
}

// Override approves although some visas are on an earlier text, with a reason
// that stays beside the names. Everybody must have given theirs once.
func (s *Service) Override(ctx context.Context, actor access.Actor, item id.ID, reason string) error {
	var check fault.Check
	reason = line(&check, "reason", reason)
	check.Field("reason", reason != "", "signoff.override.reason")
	return s.settling(ctx, actor, item, 0, func(tx *store.Tx, _, now Saying) error {
		c, err := s.steered(ctx, tx, actor, item)
		if err != nil {
			return err
		}
		if !c.overridable() {
			return fault.New(fault.Conflict, "signoff.override.missing")
		}
		if err := check.Err(); err != nil {
			return err
		}
		text, err := Canonical(c.Title, now)
		if err != nil {
			return err
		}
		c.Round.Reason = reason
		return s.freeze(ctx, tx, actor, c, now, text)
	})
}

// overridable tells whether everybody gave a visa, on whichever text.
func (c *course) overridable() bool {
	for _, v := range c.Visas {
		if v.State != Handed && v.State != Given && !(v.State == Waiting && v.Again) {
			return false
		}
	}
	return len(c.Visas) > 0
}
