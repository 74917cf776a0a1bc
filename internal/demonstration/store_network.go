package demonstration

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

type levelRow struct {
	place, keeps int
	fr, en       string
}

type deskRow struct {
	unit, above id.ID
	level       int
	since       clock.Time
}

// writeDesks writes the levels and the desks of the network.
func (b *batch) writeDesks(ctx context.Context, tx *store.Tx) error {
	err := store.Fill(ctx, tx, `INSERT INTO dispatch_levels (place, name_fr, name_en, keeps)`, b.levels, func(l levelRow) []any {
		return []any{l.place, l.fr, l.en, l.keeps}
	})
	if err != nil {
		return err
	}
	return store.Fill(ctx, tx, `INSERT INTO dispatch_desks (unit_id, level, above_id, since)`, b.desks, func(d deskRow) []any {
		return []any{d.unit, d.level, d.above.Nullable(), d.since}
	})
}
