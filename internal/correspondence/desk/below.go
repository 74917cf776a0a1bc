package desk

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// Below is a part of what waits on the desks below one.
type Below struct {
	Desk  Desk
	Desks []Desk // all of them
	Page
}

// Below looks down from a desk at what waits on those below it, or on one of
// them, the last that arrived first. It shows what the actor reads anyway.
func (s *Service) Below(ctx context.Context, actor access.Actor, unit, only id.ID, after *Cursor, limit int) (Below, error) {
	d, err := s.desk(ctx, actor, unit, false)
	if err != nil {
		return Below{}, err
	}
	out := Below{Desk: d}
	if out.Desks, err = desksBelow(ctx, s.DB, unit); err != nil {
		return out, err
	}
	units := make([]id.ID, len(out.Desks))
	for i, one := range out.Desks {
		units[i] = one.ID
	}
	if only != 0 {
		if !slices.Contains(units, only) {
			return out, fault.NotFound()
		}
		units = []id.ID{only}
	}
	if len(units) == 0 {
		return out, nil
	}
	c := Cursor{}
	if after != nil {
		c = *after
	}
	if out.Rows, err = rowsOf(ctx, s.DB, belowRows(actor, units, c, limit+1)); err != nil {
		return out, err
	}
	if len(out.Rows) > limit {
		out.Rows = out.Rows[:limit]
		last := out.Rows[limit-1]
		out.Next = &Cursor{Arrived: last.Arrived, Item: last.Item, Unit: last.Unit}
	}
	return out, nil
}
