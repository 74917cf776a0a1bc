package notification

import (
	"context"
	"slices"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Found is something new that a search of somebody finds.
type Found struct {
	Person  id.ID
	Search  id.ID
	Item    id.ID
	Comment id.ID // what was found in it, zero for the item itself
	Actor   id.ID // who wrote it
	At      clock.Time
}

// TellFound tells people of what their searches find, for their information.
// Whoever has a line about that item already, or muted it, is not told again:
// the call may be repeated.
func (s *Service) TellFound(ctx context.Context, tx *store.Tx, list []Found) error {
	told := map[id.ID]bool{}
	for part := range slices.Chunk(list, 200) {
		people, err := putFound(ctx, tx, part)
		if err != nil {
			return err
		}
		for _, p := range people {
			told[p] = true
		}
	}
	if len(told) > 0 {
		tx.After(func() { s.signal(context.WithoutCancel(ctx), told) })
	}
	return nil
}
