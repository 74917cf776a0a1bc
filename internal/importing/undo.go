package importing

import (
	"context"
	"fmt"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Undid is the act of who takes back an import.
const Undid = "import.undone"

// Undone is what was taken back of an import.
type Undone struct {
	Back int
	Left int // somebody built on them since
}

// Undo takes back the items that an import of a format made, each by undo in a
// transaction of its own; those that it refuses with a Conflict stay. What is
// taken back may come again.
func (s *Service) Undo(ctx context.Context, by access.Actor, run id.ID, format string, undo func(ctx context.Context, tx *store.Tx, item id.ID) error) (Undone, error) {
	var out Undone
	r, err := runOf(ctx, s.DB, run)
	if err != nil {
		return out, err
	}
	if _, err := access.Load(ctx, s.DB, by, Import, r.Community); err != nil {
		return out, err
	}
	if r.Format != format {
		return out, fmt.Errorf("the import %s brought no %s: what it made is put in the bin where it is", run, format)
	}
	if err := s.DB.Write(ctx, func(tx *store.Tx) error {
		return s.Acts.Record(ctx, tx, by, Undid, "community "+r.Community.String(), map[string]string{"name": r.Name, "kind": format})
	}); err != nil {
		return out, err
	}
	for after := ""; ; {
		list, err := madeBy(ctx, s.DB, run, after, batch)
		if err != nil || len(list) == 0 {
			return out, err
		}
		for _, k := range list {
			after = k.Origin
			err := s.DB.Write(ctx, func(tx *store.Tx) error {
				if err := undo(ctx, tx, k.Item); err != nil {
					return err
				}
				return forgetKnown(ctx, tx, k.Origin)
			})
			switch fault.KindOf(err) {
			case fault.Conflict, fault.KindNotFound:
				out.Left++
				continue
			}
			if err != nil {
				return out, err
			}
			out.Back++
		}
	}
}
