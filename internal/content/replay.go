package content

import (
	"context"
	"errors"

	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// ErrReplayed is the key of the Conflict that Create and Comment return when
// the form was already received with the same text; what it made the first
// time stands.
const ErrReplayed = "content.replayed"

// errUsed is the key of the Conflict of a form that was already received with
// another text.
const errUsed = "content.form.used"

// IsReplay tells whether err says that the form was already received, with
// the same text.
func IsReplay(err error) bool { return has(err, ErrReplayed) }

// IsUsed tells whether err says that the form already made something else, as
// one does that a late draft brought back: what was typed made nothing, and is
// to be shown again in a form of its own.
func IsUsed(err error) bool { return has(err, errUsed) }

func has(err error, key string) bool {
	f, ok := fault.As(err)
	return ok && f.Key == key
}

// unspent refuses a draft whose form made its item: what is kept while a form is
// being sent may come after it.
func unspent(ctx context.Context, tx *store.Tx, by id.ID, d Draft) error {
	form, _ := d.Form()
	item, err := id.Parse(form)
	if err != nil {
		return nil // of another form, or of none that an item bears
	}
	made, err := itemByID(ctx, tx, item)
	switch {
	case fault.KindOf(err) == fault.KindNotFound:
		return nil
	case err == nil && made.Author == by:
		return fault.New(fault.Conflict, errUsed)
	}
	return err
}

// sentAgain says what to make of an item whose id is taken: a replay when it
// was made with the same text by the same person, or when it is nobody's
// business here whose it is.
func (s *Service) sentAgain(ctx context.Context, tx *store.Tx, it Item, source string, replay error) error {
	made, err := itemByID(ctx, tx, it.ID)
	switch {
	case fault.KindOf(err) == fault.KindNotFound:
		return replay // by its origin
	case err != nil:
		return err
	case made.Author != it.Author:
		return replay
	}
	text, err := bodyOf(ctx, tx, it.ID)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return err
	}
	first := Revision{Title: made.Title, Source: text}
	if made.Revision > 1 {
		if first, err = firstOf(ctx, tx, it.ID, 0); err != nil {
			return err
		}
	}
	// A derived text has moved on since.
	if first.Title != it.Title || first.Source != source && !s.kinds[made.Kind].Derived {
		return fault.New(fault.Conflict, errUsed)
	}
	return replay
}

// saidAgain does the same for a comment that its form made before.
func saidAgain(ctx context.Context, on store.Querier, made Comment, source string, replay error) error {
	first := made.Source
	if made.Revision > 1 {
		r, err := firstOf(ctx, on, made.Item, made.ID)
		if err != nil {
			return err
		}
		first = r.Source
	}
	if first != source {
		return fault.New(fault.Conflict, errUsed)
	}
	return replay
}

// firstOf is the first text of what was edited since.
func firstOf(ctx context.Context, on store.Querier, item, comment id.ID) (Revision, error) {
	list, err := revisionsOf(ctx, on, item, comment)
	for _, r := range list {
		if r.Number == 1 {
			return r, err
		}
	}
	return Revision{}, err
}
