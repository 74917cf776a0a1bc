package correspondence

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

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
	c, err := s.open(ctx, tx, actor, item)
	if err != nil {
		return Dispatch{}, err
	}
	if err := s.maySign(ctx, tx, actor, c, since); err != nil {
		return c.Dispatch, err
	}
	to, err := s.ready(ctx, tx, c.Dispatch, nil)
	if err != nil {
		return c.Dispatch, err
	}
	d, now := c.Dispatch, s.Clock.Now()
	d.Year = now.In(clock.Paris).Year()
	if d.Number, err = nextNumber(ctx, tx, d.Unit, d.Year); err != nil {
		return d, err
	}
	d.Step, d.State, d.Released, d.HolderSince, d.Signer, d.For = Released, access.Published, now, now, actor.Person(), inNameOf(actor, d.Signatory)
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
	readers, err := readersOf(ctx, tx, item)
	if err != nil {
		return d, err
	}
	if err := s.conclude(ctx, tx, actor, c, told{Signed, fact{For: d.For, Told: readers}}); err != nil {
		return d, err
	}
	return d, s.Delivered(ctx, tx, d, to)
}

// maySign judges that it is for actor to sign a dispatch now, as they saw it.
func (s *Service) maySign(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, since clock.Time) error {
	signs, err := s.actsFor(ctx, tx, actor, c.Signatory)
	// Who signs what they drafted themselves has nobody to send it to.
	own := c.Step == Drafted && c.Author == actor.Person()
	switch {
	case err != nil:
		return err
	case c.Step == Released:
		return released()
	case !signs && c.Signatory != 0:
		return fault.Forbidden()
	case own && slices.ContainsFunc(c.visas, func(v Visa) bool { return !v.stands(c.Version) }):
		return fault.New(fault.Conflict, "correspondence.visa.first")
	case c.Step != ToSign && !own, !since.IsZero() && !since.Equal(c.HolderSince.Time):
		return elsewhere()
	}
	return nil
}

// ready says all that a dispatch lacks to be released, and to whom it would go;
// visas are those that are still to be asked for.
func (s *Service) ready(ctx context.Context, on store.Querier, d Dispatch, visas []VisaAsked) ([]Addressee, error) {
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
	w := Writing{Unit: d.Unit, Signatory: d.Signatory, Visas: visas, Qualified: &Qualification{Protection: d.Protection}}
	if err := s.checkSignatory(ctx, on, &c, w); err != nil {
		return nil, err
	}
	if err := s.checkVisas(ctx, on, &c, w, d.Author); err != nil {
		return nil, err
	}
	c.Field("signatory", d.Signatory != 0, "correspondence.signatory.missing")
	return to, c.Err()
}

// elsewhere refuses a gesture on what somebody else has now.
func elsewhere() error { return fault.New(fault.Conflict, "correspondence.moved") }
