package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Unfile takes back a dispatch that File brought: it goes to the bin, from which
// it is erased in its time. One on which somebody built stays, a Conflict: what
// was said of it, done with it on a desk, or written in answer to it. Who may
// take it back was judged.
func (s *Service) Unfile(ctx context.Context, tx *store.Tx, item id.ID) error {
	actor := access.SystemActor("an import that is taken back")
	it, _, err := s.Content.Load(ctx, tx, actor, access.ReadItem, item)
	if err != nil {
		return err
	}
	built, err := builtOn(ctx, tx, item)
	if err != nil {
		return err
	}
	if built || it.Comments > 0 {
		return fault.New(fault.Conflict, "correspondence.built_on")
	}
	if err := awaitAgain(ctx, tx, item); err != nil {
		return err
	}
	if _, err := s.Content.BinIn(ctx, tx, actor, item, ""); err != nil {
		return err
	}
	if err := s.Content.Disown(ctx, tx, item); err != nil {
		return err
	}
	return unfile(ctx, tx, item)
}
