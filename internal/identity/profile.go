package identity

import (
	"context"

	"parvis/internal/id"
	"parvis/internal/store"
)

// Describe changes what somebody says they can help with. The caller has
// bounded the text.
func (s *Service) Describe(ctx context.Context, tx *store.Tx, person id.ID, about string) error {
	return saveAbout(ctx, tx, person, about, s.Clock.Now())
}

// SetPhoto changes somebody's photo to the blob with this hash; "" takes the
// photo away.
func (s *Service) SetPhoto(ctx context.Context, tx *store.Tx, person id.ID, hash string) error {
	return savePhoto(ctx, tx, person, hash, s.Clock.Now())
}
