package content

import (
	"context"

	"parvis/internal/id"
)

// Chosen is the answer that stands before all others under an item, zero for
// none. The caller has read the item.
func (s *Service) Chosen(ctx context.Context, it Item) (id.ID, error) {
	if first := s.kinds[it.Kind].First; first != nil {
		return first(ctx, s.DB, it.ID)
	}
	return 0, nil
}

// TakesAnswers tells whether items of a kind take answers beside comments.
func (s *Service) TakesAnswers(kind string) bool { return s.kinds[kind].Answers }
