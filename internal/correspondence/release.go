package correspondence

import (
	"context"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// paris is where the year of a number is counted, as times are shown.
var paris = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return time.UTC
	}
	return zone
}()

// Send lays a draft before its signatory.
func (s *Service) Send(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		d, err := s.load(ctx, tx, actor, Work, item)
		if err != nil {
			return err
		}
		switch {
		case d.Step != Drafted:
			return elsewhere()
		case d.Author != actor.Person():
			return fault.Forbidden()
		}
		if _, err := s.ready(ctx, tx, d); err != nil {
			return err
		}
		return moveTo(ctx, tx, item, ToSign, s.Clock.Now())
	})
}

// MaxReason bounds why a dispatch is sent back, in characters.
const MaxReason = 500

// Return gives what was to be signed back to who drafts it, and says why.
func (s *Service) Return(ctx context.Context, actor access.Actor, item id.ID, why string) error {
	why, ok := text.Block(why, MaxReason)
	var c fault.Check
	c.Field("why", why != "" || !ok, "fault.field.required")
	c.Field("why", ok, "fault.field.too_long", "count", MaxReason)
	if err := c.Err(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		d, err := s.load(ctx, tx, actor, Work, item)
		switch {
		case err != nil:
			return err
		case d.Step != ToSign:
			return elsewhere()
		case d.Signatory != actor.Person():
			return fault.Forbidden()
		}
		return setReturned(ctx, tx, item, why, s.Clock.Now())
	})
}

// Release signs a dispatch and lets it go: it gets its number, its readers and
// its place on the desks of its addressees, all at once or not at all. Since is
// when it came to be signed as the signatory saw it, so that nobody signs what
// changed meanwhile; zero does not ask.
func (s *Service) Release(ctx context.Context, actor access.Actor, item id.ID, since clock.Time) (Dispatch, error) {
	var d Dispatch
	return d, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		d, err = s.release(ctx, tx, actor, item, since)
		return err
	})
}

func (s *Service) release(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID, since clock.Time) (Dispatch, error) {
	d, err := s.load(ctx, tx, actor, Work, item)
	if err != nil {
		return d, err
	}
	// Who signs what they drafted themselves has nobody to send it to.
	own := d.Step == Drafted && d.Author == actor.Person()
	switch {
	case d.Step == Released:
		return d, released()
	case d.Signatory != actor.Person() && d.Signatory != 0:
		return d, fault.Forbidden()
	case d.Step != ToSign && !own, !since.IsZero() && !since.Equal(d.HolderSince.Time):
		return d, elsewhere()
	}
	to, err := s.ready(ctx, tx, d)
	if err != nil {
		return d, err
	}
	now := s.Clock.Now()
	d.Year = now.In(paris).Year()
	if d.Number, err = nextNumber(ctx, tx, d.Unit, d.Year); err != nil {
		return d, err
	}
	d.Step, d.State, d.Released, d.HolderSince, d.Signer = Released, access.Published, now, now, actor.Person()
	if err := setReleased(ctx, tx, d); err != nil {
		return d, err
	}
	if err := nameUnits(ctx, tx, d, to); err != nil {
		return d, err
	}
	if _, err := s.Content.LetOut(ctx, tx, actor, item); err != nil {
		return d, err
	}
	if err := s.Content.Freeze(ctx, tx, item, true); err != nil {
		return d, err
	}
	return d, s.Delivered(ctx, tx, d, to)
}

// ready says all that a dispatch lacks to be released, and to whom it would go.
func (s *Service) ready(ctx context.Context, on store.Querier, d Dispatch) ([]Addressee, error) {
	to, err := addresseesOf(ctx, on, d.Item)
	if err != nil {
		return nil, err
	}
	units := make([]id.ID, len(to))
	acts := false
	for i, a := range to {
		units[i] = a.Unit
		acts = acts || a.Acts
	}
	desks, err := desksAmong(ctx, on, units)
	if err != nil {
		return nil, err
	}
	var c fault.Check
	c.Field("qualification", d.Qualified(), "correspondence.unqualified")
	c.Field("to", acts, "correspondence.to.nobody_acts")
	c.Field("to", len(desks) == len(to), "correspondence.to.no_desk")
	c.Field("due", d.Due.IsZero() || d.Due.After(s.Clock.Now().Time), "fault.field.future")
	if err := s.checkSignatory(ctx, on, &c, Writing{
		Unit: d.Unit, Signatory: d.Signatory, Qualified: &Qualification{Protection: d.Protection},
	}); err != nil {
		return nil, err
	}
	c.Field("signatory", d.Signatory != 0, "correspondence.signatory.missing")
	return to, c.Err()
}

// elsewhere refuses a gesture on what somebody else has now.
func elsewhere() error { return fault.New(fault.Conflict, "correspondence.moved") }
