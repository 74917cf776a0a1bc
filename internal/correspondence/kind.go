package correspondence

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/store"
)

// Kinds are what content must know of dispatches. Who reads a restricted one is
// written down in the register.
func Kinds(c clock.Clock, register Register) []content.Kind {
	return []content.Kind{{
		Name: Kind, Make: Write, Apart: true, Kept: true, Erase: erase, Opened: register.Opened,
		// What was released stays as it is, whichever form would change it; what
		// changes while it waits for somebody goes back to who drafts it.
		Edited: func(ctx context.Context, tx *store.Tx, it content.Item) error {
			d, err := anyDispatch(ctx, tx, it.ID)
			switch {
			case err != nil:
				return err
			case d.Step == Released:
				return released()
			case d.Step == InVisas || d.Step == ToSign:
				if err := unask(ctx, tx, it.ID); err != nil {
					return err
				}
				if err := moveTo(ctx, tx, it.ID, Drafted, c.Now()); err != nil {
					return err
				}
			}
			return changed(ctx, tx, it.ID)
		},
	}}
}

func released() error { return fault.New(fault.Conflict, "correspondence.released") }
