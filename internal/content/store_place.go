package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// OpenPlace makes the sealed community of a feature whose items say themselves
// who reads them, when it is not there yet. Its id is the feature's, so that
// two who begin at once make one.
func (s *Service) OpenPlace(ctx context.Context, tx *store.Tx, place id.ID, name, purpose string) error {
	there, err := access.Labels(ctx, tx, access.Communities, []id.ID{place})
	if err != nil || len(there) > 0 {
		return err
	}
	now := s.Clock.Now()
	_, err = store.Exec(ctx, tx, store.Q(`INSERT INTO communities (id, name, name_fold, purpose, words, kind, openness, state, created, activity)
		VALUES (%s, %s, %s, %s, %s, 1, %s, 1, %s, %s) ON CONFLICT (id) DO NOTHING`,
		place, name, text.Fold(name), purpose, text.Fold(name+" "+purpose), access.Sealed, now, now))
	return err
}
