package document

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Join gives a loose file of actor to a document that they write.
func (s *Service) Join(ctx context.Context, actor access.Actor, item, file id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.mayWrite(ctx, tx, actor, item); err != nil {
			return err
		}
		if _, err := standingOf(ctx, tx, item); err != nil {
			return none(err)
		}
		return s.Content.Hold(ctx, tx, actor.Person(), item, file)
	})
}
