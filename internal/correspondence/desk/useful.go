package desk

import (
	"context"
	"slices"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Rate follows what readers say of dispatches: what they find useful rises among
// what is to be read, with the same precedence. What is to be handled stays in
// its order, and nobody reads more or less for it.
func (s *Service) Rate(ctx context.Context, tx *store.Tx, batch []activity.Event) error {
	var items []id.ID
	for _, e := range batch {
		if (e.Verb == content.ReactionAdded || e.Verb == content.ReactionRemoved) && e.Comment == 0 {
			items = append(items, e.Item)
		}
	}
	if len(items) == 0 {
		return nil
	}
	slices.Sort(items)
	said, err := saidOf(ctx, tx, slices.Compact(items))
	if err != nil {
		return err
	}
	for _, one := range said {
		if err := setMerit(ctx, tx, one.ID, merit(one.Useful-one.Useless)); err != nil {
			return err
		}
	}
	return nil
}

// merit is how far votes raise a dispatch, negated, to sort by. Each step takes
// twice as many votes as the one before, so that a list does not move at each.
func merit(votes int) int {
	steps := 0
	for need := 1; votes >= need && steps < 5; need *= 2 {
		steps++
	}
	return -steps
}
