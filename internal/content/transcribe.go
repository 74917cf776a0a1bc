package content

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Transcribe writes the text of an item of a kind that is Derived, from what
// keeps its own history: no revision is set aside. It tells whether
// the text changed, and returns the people who are named in it and were not.
func (s *Service) Transcribe(ctx context.Context, tx *store.Tx, item id.ID, source string, by id.ID, at clock.Time) (it Item, named []id.ID, changed bool, err error) {
	if it, _, err = s.hold(ctx, tx, access.SystemActor("the text is derived from what people wrote"), access.ReadItem, item); err != nil {
		return it, nil, false, err
	}
	before, err := bodyOf(ctx, tx, item)
	if err != nil || before == source {
		return it, nil, false, err
	}
	it.Excerpt, it.Edited, it.Editor = text.Excerpt(source, 240), at, by
	if err := rewriteItem(ctx, tx, it, source); err != nil {
		return it, nil, false, err
	}
	if err := stir(ctx, tx, it.ID, at); err != nil {
		return it, nil, false, err
	}
	if it.State == access.Published {
		named, err = s.mention(ctx, tx, it, 0, by, source)
	}
	return it, named, true, err
}

// Text is the text of an item, for what the program derives from it; "" when it
// is no more. Who may read it is for the caller to judge.
func (s *Service) Text(ctx context.Context, item id.ID) (string, error) {
	source, err := bodyOf(ctx, s.DB, item)
	if errors.Is(err, store.ErrNone) {
		return "", nil
	}
	return source, err
}
