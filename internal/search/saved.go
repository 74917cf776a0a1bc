package search

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// KeepSearches: whoever is signed in keeps searches of their own.
var KeepSearches = access.On(access.None, "search.keep", access.Write, access.SignedIn)

// Bounds of what one person keeps.
const (
	MaxSaved     = 50
	MaxSavedName = 80
	maxAddress   = 1_000 // bytes
)

// Saved is a search that somebody keeps: its address names the words and the
// filters, and is read again each time with the rights of then.
type Saved struct {
	ID      id.ID
	Person  id.ID
	Name    string
	Address string // q=…&kind=…
	Created clock.Time
}

// Parameters are those of the address of a search that say what is looked for;
// the others say how it is shown.
var Parameters = []string{"q", "kind", "from", "in", "tag", "after", "before", "file", "sort"}

// Address tidies the parameters of a search, in one order.
func Address(asked url.Values) string {
	kept := url.Values{}
	for name, list := range asked {
		for _, v := range list {
			if v != "" && slices.Contains(Parameters, name) {
				kept.Add(name, v)
			}
		}
	}
	return kept.Encode()
}

// Keep saves a search under a name. Its faults are Invalid on the fields name
// and address.
func (s *Service) Keep(ctx context.Context, actor access.Actor, name string, asked url.Values) (Saved, error) {
	if actor.Person() == 0 {
		return Saved{}, fault.Forbidden()
	}
	line, ok := text.Line(name, MaxSavedName)
	kept := Saved{ID: s.IDs.New(), Person: actor.Person(), Name: line, Address: Address(asked), Created: s.Clock.Now()}
	var c fault.Check
	c.Field("name", ok, "fault.field.too_long", "count", MaxSavedName)
	c.Field("name", line != "" || !ok, "fault.field.required")
	c.Field("address", kept.Address != "" && len(kept.Address) <= maxAddress, "search.saved.empty")
	if err := c.Err(); err != nil {
		return Saved{}, err
	}
	return kept, s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := roomFor(ctx, tx, actor, kept.ID); err != nil {
			return err
		}
		return insertSaved(ctx, tx, kept)
	})
}

// Kept lists the searches that actor keeps, the newest first.
func (s *Service) Kept(ctx context.Context, actor access.Actor) ([]Saved, error) {
	if actor.Person() == 0 {
		return nil, fault.Forbidden()
	}
	return savedOf(ctx, s.DB, actor.Person())
}

// News is a search that somebody keeps, with how many lines of it wait to be
// read.
type News struct {
	Name    string
	Address string
	Count   int
}

// News lists the first searches that actor keeps, the newest first.
func (s *Service) News(ctx context.Context, actor access.Actor, limit int) ([]News, error) {
	if actor.Person() == 0 {
		return nil, fault.Forbidden()
	}
	return newsOf(ctx, s.DB, actor, limit)
}

// Forget takes away a search that actor keeps; Recall gives it back within a
// day. Nobody else's is found.
func (s *Service) Forget(ctx context.Context, actor access.Actor, search id.ID) (Saved, error) {
	return s.turnSaved(ctx, actor, search, s.Clock.Now())
}

// Recall gives back a search that was taken away, where there is room for it
// still.
func (s *Service) Recall(ctx context.Context, actor access.Actor, search id.ID) (Saved, error) {
	return s.turnSaved(ctx, actor, search, clock.Time{})
}

func (s *Service) turnSaved(ctx context.Context, actor access.Actor, search id.ID, removed clock.Time) (kept Saved, err error) {
	if actor.Person() == 0 {
		return kept, fault.Forbidden()
	}
	return kept, s.DB.Write(ctx, func(tx *store.Tx) error {
		kept, err = removeSaved(ctx, tx, actor.Person(), search, removed)
		if errors.Is(err, store.ErrNone) {
			return fault.NotFound()
		}
		if err != nil || !removed.IsZero() {
			return err
		}
		return roomFor(ctx, tx, actor, search)
	})
}

// roomFor tells whether actor may keep one more search.
func roomFor(ctx context.Context, tx *store.Tx, actor access.Actor, search id.ID) error {
	n, err := countSaved(ctx, tx, actor.Person(), search)
	if err == nil && n >= MaxSaved {
		err = fault.New(fault.Conflict, "search.saved.many", "count", MaxSaved)
	}
	return err
}
