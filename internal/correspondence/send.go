package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Send takes a draft to those whose visa is asked for, or to its signatory when
// there are none.
func (s *Service) Send(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.gesture(ctx, actor, item, func(tx *store.Tx, c *course) (told, error) {
		switch {
		case c.Step != Drafted:
			return told{}, elsewhere()
		case c.Author != actor.Person():
			return told{}, fault.Forbidden()
		}
		if _, err := s.ready(ctx, tx, c.Dispatch, c.toAsk()); err != nil {
			return told{}, err
		}
		return told{verb: Handed}, s.proceed(ctx, tx, c)
	})
}

// Recall undoes Send: who drafts a dispatch takes it back.
func (s *Service) Recall(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.gesture(ctx, actor, item, func(tx *store.Tx, c *course) (told, error) {
		switch {
		case c.Step != InVisas && c.Step != ToSign:
			return told{}, elsewhere()
		case c.Author != actor.Person():
			return told{}, fault.Forbidden()
		}
		if err := s.goTo(ctx, tx, c, Drafted); err != nil {
			return told{}, err
		}
		return told{verb: Recalled}, unask(ctx, tx, item)
	})
}

// MaxReason bounds why a dispatch is sent back, in characters.
const MaxReason = 500

// Return gives what was to be signed back to who drafts it, and says why.
func (s *Service) Return(ctx context.Context, actor access.Actor, item id.ID, why string) error {
	var check fault.Check
	why, ok := text.Block(why, MaxReason)
	check.Field("why", why != "" || !ok, "fault.field.required")
	check.Field("why", ok, "fault.field.too_long", "count", MaxReason)
	return s.gesture(ctx, actor, item, func(tx *store.Tx, c *course) (told, error) {
		signs, err := s.actsFor(ctx, tx, actor, c.Signatory)
		switch {
		case err != nil:
			return told{}, err
		case c.Step != ToSign:
			return told{}, elsewhere()
		case !signs:
			return told{}, fault.Forbidden()
		case check.Err() != nil:
			return told{}, check.Err()
		}
		t := told{SentBack, fact{For: inNameOf(actor, c.Signatory), Note: why}}
		return t, setReturned(ctx, tx, item, actor.Person(), why, s.Clock.Now())
	})
}

// TakeUp undoes Return, as long as nothing was changed.
func (s *Service) TakeUp(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.gesture(ctx, actor, item, func(tx *store.Tx, c *course) (told, error) {
		switch {
		case c.Step != Drafted || c.Returner == 0:
			return told{}, elsewhere()
		case c.Returner != actor.Person():
			return told{}, fault.Forbidden()
		}
		return told{verb: Handed}, s.goTo(ctx, tx, c, ToSign)
	})
}

// told is what a gesture says of itself in the log.
type told struct {
	verb activity.Verb
	fact fact
}

// gesture runs one on a dispatch of which actor is one of those who work on it.
func (s *Service) gesture(ctx context.Context, actor access.Actor, item id.ID, do func(tx *store.Tx, c *course) (told, error)) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.open(ctx, tx, actor, item)
		if err != nil {
			return err
		}
		t, err := do(tx, c)
		if err != nil {
			return err
		}
		return s.conclude(ctx, tx, actor, c, t)
	})
}
