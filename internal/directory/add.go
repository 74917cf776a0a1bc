package directory

import (
	"context"

	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// AddIn adds one unit under another, or at the top for zero, in the transaction
// of a feature that found it named and nowhere else. Who may was judged. The
// next import of the whole tree retires it unless it names its code.
func (s *Service) AddIn(ctx context.Context, tx *store.Tx, code, name string, above id.ID) (Unit, error) {
	u := Unit{ID: s.IDs.New(), Code: code, Name: name, Parent: above}
	var parent Unit
	if above != 0 {
		var err error
		if parent, err = findUnit(ctx, tx, above); err != nil {
			return u, err
		}
		if parent.Retired {
			return u, fault.NotFound()
		}
	}
	u.Path, u.Depth = under(parent, u.ID)
	return u, writeUnits(ctx, tx, []Unit{u})
}
