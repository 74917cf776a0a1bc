package correspondence

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// check tidies what was written by drafter, says all that is wrong with it, and
// returns the units to which it would go.
func (s *Service) check(ctx context.Context, on store.Querier, actor access.Actor, w *Writing, drafter id.ID, before []Reference) ([]Addressee, error) {
	var c fault.Check
	expects, ok := text.Block(w.Expects, MaxExpects)
	c.Field("expects", ok, "fault.field.too_long", "count", MaxExpects)
	w.Expects = expects
	c.Field("due", w.Due.IsZero() || w.Due.After(s.Clock.Now().Time), "fault.field.future")
	desks, err := desksAmong(ctx, on, []id.ID{w.Unit})
	if err != nil {
		return nil, err
	}
	c.Field("unit", len(desks) == 1 && slices.Contains(actor.Units(), w.Unit), "correspondence.unit.not_yours")
	if err := s.checkQualification(ctx, on, actor, &c, w.Qualified); err != nil {
		return nil, err
	}
	if err := s.checkSignatory(ctx, on, &c, *w); err != nil {
		return nil, err
	}
	if err := s.checkVisas(ctx, on, &c, *w, drafter); err != nil {
		return nil, err
	}
	if err := s.checkReaders(ctx, on, &c, *w); err != nil {
		return nil, err
	}
	if err := s.checkReferences(ctx, on, actor, &c, *w, before); err != nil {
		return nil, err
	}
	to, err := s.resolve(ctx, on, &c, w.Unit, w.To)
	if err != nil {
		return nil, err
	}
	return to, c.Err()
}

func (s *Service) checkQualification(ctx context.Context, on store.Querier, actor access.Actor, c *fault.Check, q *Qualification) error {
	if q == nil {
		return nil
	}
	known, err := hasType(ctx, on, q.Type)
	if err != nil {
		return err
	}
	c.Field("type", known, "fault.field.choice")
	c.Field("precedence", q.Precedence >= Routine && q.Precedence <= Immediate, "fault.field.choice")
	c.Field("protection", q.Protection <= access.Restricted, "fault.field.choice")
	c.Field("protection", q.Protection <= actor.Clearance(), "correspondence.protection.above")
	c.Field("distribution", q.Distribution >= access.ForServices && q.Distribution <= access.ForNamed, "fault.field.choice")
	if q.Protection == access.Restricted {
		q.Distribution = access.ForNamed
	}
	return nil
}

// checkSignatory asks for somebody who heads the issuing unit or one above it,
// and who may read what they would sign.
func (s *Service) checkSignatory(ctx context.Context, on store.Querier, c *fault.Check, w Writing) error {
	if w.Signatory == 0 {
		return nil
	}
	actors, err := s.People.Actors(ctx, on, []id.ID{w.Signatory})
	if err != nil {
		return err
	}
	signatory, live := actors[w.Signatory]
	heads, err := headsOver(ctx, on, w.Unit, w.Signatory)
	if err != nil {
		return err
	}
	c.Field("signatory", live && signatory.IsAgent() && heads, "correspondence.signatory.not_head")
	c.Field("signatory", w.Qualified == nil || w.Qualified.Protection <= signatory.Clearance(), "correspondence.signatory.clearance")
	return nil
}

// checkVisas asks for agents who may read what they would approve, each once,
// beside who drafts it and who signs it.
func (s *Service) checkVisas(ctx context.Context, on store.Querier, c *fault.Check, w Writing, drafter id.ID) error {
	c.Field("visas", len(w.Visas) <= MaxVisas, "fault.field.too_many", "count", MaxVisas)
	people := make([]id.ID, len(w.Visas))
	for i, v := range w.Visas {
		people[i] = v.Person
	}
	actors, err := s.actors(ctx, on, people)
	for i, v := range w.Visas {
		who, live := actors[v.Person]
		c.Field("visas", live && who.IsAgent(), "correspondence.visa.unknown")
		c.Field("visas", v.Days >= 1 && v.Days <= MaxDays, "correspondence.visa.days", "count", MaxDays)
		c.Field("visas", !slices.Contains(people[:i], v.Person), "correspondence.visa.twice")
		c.Field("visas", v.Person != drafter && v.Person != w.Signatory, "correspondence.visa.own")
		c.Field("visas", w.Qualified == nil || w.Qualified.Protection <= who.Clearance(), "correspondence.visa.clearance")
	}
	return err
}

// checkReaders asks for people who may read what is so protected.
func (s *Service) checkReaders(ctx context.Context, on store.Querier, c *fault.Check, w Writing) error {
	c.Field("readers", len(w.Readers) <= MaxReaders, "fault.field.too_many", "count", MaxReaders)
	actors, err := s.actors(ctx, on, w.Readers)
	for _, p := range w.Readers {
		who, live := actors[p]
		c.Field("readers", live, "correspondence.readers.unknown")
		c.Field("readers", w.Qualified == nil || w.Qualified.Protection <= who.Clearance(), "correspondence.readers.clearance")
	}
	return err
}

// actors are the rights of those of these people who are there.
func (s *Service) actors(ctx context.Context, on store.Querier, people []id.ID) (map[id.ID]access.Actor, error) {
	if len(people) == 0 {
		return nil, nil
	}
	return s.People.Actors(ctx, on, people)
}

// checkReferences asks that who writes has read what they refer to, when they
// refer to it.
func (s *Service) checkReferences(ctx context.Context, on store.Querier, actor access.Actor, c *fault.Check, w Writing, before []Reference) error {
	c.Field("references", len(w.References) <= MaxReferences, "fault.field.too_many", "count", MaxReferences)
	to := make([]id.ID, len(w.References))
	for i, r := range w.References {
		to[i] = r.To
	}
	found, err := dispatchesOf(ctx, on, actor, to)
	for i, r := range w.References {
		earlier, reads := found[r.To]
		known := slices.ContainsFunc(before, func(b Reference) bool { return b.To == r.To })
		c.Field("references", known || reads && earlier.Step == Released, "correspondence.reference.unknown")
		c.Field("references", r.Relation >= Refers && r.Relation <= Corrects && !slices.Contains(to[:i], r.To), "fault.field.choice")
		c.Field("references", r.Relation != Corrects || known || earlier.Unit == w.Unit, "correspondence.reference.not_yours")
	}
	return err
}

// resolve is the units that targets name, each once: for action when one of them
// says so. A list or a rule leaves out the unit that writes.
func (s *Service) resolve(ctx context.Context, on store.Querier, c *fault.Check, from id.ID, targets []Target) ([]Addressee, error) {
	var out []Addressee
	at := map[id.ID]int{}
	add := func(t Target, units []id.ID) {
		for _, u := range units {
			if u == from {
				continue
			}
			if i, there := at[u]; there {
				out[i].Acts = out[i].Acts || t.Acts
				continue
			}
			at[u] = len(out)
			out = append(out, Addressee{Unit: u, Acts: t.Acts, List: t.List})
		}
	}
	for _, t := range targets {
		var units []id.ID
		var err error
		switch {
		case t.Unit != 0:
			units, err = desksAmong(ctx, on, []id.ID{t.Unit})
			c.Field("to", t.Unit != from, "correspondence.to.itself")
		case t.List != 0:
			units, err = desksOfList(ctx, on, t.List, from)
		default:
			units, err = desksUnder(ctx, on, t.Under)
		}
		if err != nil {
			return nil, err
		}
		c.Field("to", len(units) > 0, "correspondence.to.no_desk")
		add(t, units)
	}
	c.Field("to", len(out) <= MaxAddressees, "fault.field.too_many", "count", MaxAddressees)
	return out, nil
}
