package intake

import (
	"context"
	"fmt"
	"strings"

	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// maxAffairName bounds how an affair is called.
const maxAffairName = 200

// Bring makes the dispatch of a record, in the transaction of the import: its
// units, its references, its affair, and what it was where it comes from.
func (s *Service) Bring(ctx context.Context, tx *store.Tx, plan Plan, a Arrived) (id.ID, error) {
	p := correspondence.Past{
		ID: a.ID, Author: a.Author, Subject: a.Subject, Source: a.Text, Tags: a.Tags, Files: a.Files, Released: a.Released, Origin: a.Origin,
		Qualification: correspondence.Qualification{Type: a.Type, Precedence: a.Precedence, Protection: a.Protection, Distribution: a.Distribution},
		Due:           a.Due,
	}
	var check fault.Check
	known, err := hasType(ctx, tx, a.Type)
	if err != nil {
		return 0, err
	}
	check.Field("type", known, "intake.type", "type", a.Type)
	var ok bool
	p.Expects, ok = text.Block(a.Expects, correspondence.MaxExpects)
	check.Field("expects", ok, "fault.field.too_long", "count", correspondence.MaxExpects)
	affair, ok := text.Line(a.Affair, maxAffairName)
	check.Field("affair", ok, "fault.field.too_long", "count", maxAffairName)
	check.Field("to", len(a.To)+len(a.CopiedTo) <= correspondence.MaxAddressees, "fault.field.too_many", "count", correspondence.MaxAddressees)
	if err := check.Err(); err != nil {
		return 0, err
	}
	if p.Unit, err = s.unit(ctx, tx, plan, a, a.From, true); err != nil {
		return 0, err
	}
	for i, names := range [][]string{a.To, a.CopiedTo} {
		for _, name := range names {
			unit, err := s.unit(ctx, tx, plan, a, name, i == 0)
			if err != nil {
				return 0, err
			}
			if unit != 0 {
				p.To = append(p.To, correspondence.Addressee{Unit: unit, Acts: i == 0})
			}
		}
	}
	if p.Closed = a.Closed; p.Closed == nil {
		p.Closed = plan.closing(a.Released)
	}
	waits, err := s.refer(ctx, tx, a, &p)
	if err != nil {
		return 0, err
	}
	d, err := s.Dispatches.File(ctx, tx, p)
	if err != nil {
		return 0, err
	}
	if err := nameAffair(ctx, tx, d.Item, affair); err != nil {
		return 0, err
	}
	if err := putOrigin(ctx, tx, d.Item, a.Record); err != nil {
		return 0, err
	}
	if err := putAwaited(ctx, tx, d.Item, waits); err != nil {
		return 0, err
	}
	return d.Item, settle(ctx, tx, d.Item, a.Origin)
}

// closing is when all addressees were done with what was released then.
func (p Plan) closing(released clock.Time) func(id.ID) clock.Time {
	return func(id.ID) clock.Time {
		if p.Deliver {
			return clock.Time{}
		}
		return released
	}
}

// unit finds a unit by what the source calls it. One that is nowhere is added
// when it wrote or had to act; what is said of copies is too loose for that, and
// zero leaves them out.
func (s *Service) unit(ctx context.Context, tx *store.Tx, plan Plan, a Arrived, called string, needed bool) (id.ID, error) {
	called = strings.TrimSpace(called)
	name := called
	if here, mapped := plan.Units[called]; mapped {
		name = here
	}
	found, err := unitsNamed(ctx, tx, name)
	switch {
	case err != nil:
		return 0, err
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return 0, wrongUnit("intake.unit.several", name)
	}
	if !needed {
		a.Warn(fmt.Sprintf("the unit %q, which was informed, is nowhere: it is left out", name))
		return 0, nil
	}
	line, fits := text.Line(name, 150)
	if !fits || line == "" {
		return 0, wrongUnit("intake.unit.name", called)
	}
	code := "dispatches-" + text.Slug(line)
	if found, err = unitsNamed(ctx, tx, code); err != nil || len(found) > 0 {
		return 0, wrongUnit("intake.unit.several", name) // two names, one slug
	}
	added, err := s.Add(ctx, tx, code, line, plan.Under)
	if err == nil {
		a.Warn(fmt.Sprintf("the unit %q, which was nowhere, is added with the code %s, without a desk", line, code))
	}
	return added, err
}

// UnitNamed finds one unit by its code, acronym or name.
func (s *Service) UnitNamed(ctx context.Context, name string) (id.ID, error) {
	found, err := unitsNamed(ctx, s.Dispatches.DB, name)
	switch {
	case err != nil:
		return 0, err
	case len(found) == 0:
		return 0, wrongUnit("intake.unit.none", name)
	case len(found) > 1:
		return 0, wrongUnit("intake.unit.several", name)
	}
	return found[0], nil
}

func wrongUnit(key, name string) error {
	var check fault.Check
	check.Field("unit", false, key, "name", name)
	return check.Err()
}

// refer finds what a record refers to among what is here, and says for what it
// waits.
func (s *Service) refer(ctx context.Context, tx *store.Tx, a Arrived, p *correspondence.Past) (waits []awaited, err error) {
	origins := make([]string, len(a.References))
	for i, r := range a.References {
		origins[i] = a.Named(r.Key)
	}
	here, err := broughtAs(ctx, tx, origins)
	for i, r := range a.References {
		switch to := here[origins[i]]; {
		case len(p.References)+len(waits) == correspondence.MaxReferences:
			a.Warn(fmt.Sprintf("its references after the first %d are left out", correspondence.MaxReferences))
			return waits, err
		case to != 0:
			p.References = append(p.References, correspondence.Reference{To: to, Relation: r.Relation})
		default:
			waits = append(waits, awaited{origins[i], r.Relation})
		}
	}
	return waits, err
}

// settle makes the references that waited for a dispatch.
func settle(ctx context.Context, tx *store.Tx, item id.ID, origin string) error {
	list, err := awaiting(ctx, tx, origin)
	if err != nil || len(list) == 0 {
		return err
	}
	for _, w := range list {
		if err := addReference(ctx, tx, w.Item, item, w.Relation); err != nil {
			return err
		}
	}
	return dropAwaited(ctx, tx, origin)
}
