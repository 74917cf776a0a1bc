package search

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

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
	Page    string // the path of the page on which it is asked
	Address string // q=…&kind=…
	Created clock.Time
}

// Href is where it is asked again.
func (s Saved) Href() string { return s.Page + "?" + s.Address }

// Path is that of the page on which all is searched.
const Path = "/search"

// Page is a page on which one searches.
type Page struct {
	Title string // the key of its name; "" for the page on which all is searched
	// Parameters are those of its address that say what is looked for; the others
	// say how it is shown.
	Parameters []string
	// News finds what answers an address among what came out since a moment, the
	// last first, as actor reads it now. An address that means nothing any more
	// finds nothing.
	News func(ctx context.Context, actor access.Actor, asked url.Values, since clock.Time) ([]Fresh, error)
}

// Fresh is what a kept search finds that was not there before.
type Fresh struct {
	Row     id.ID // what was written: an item, or a comment of it
	Item    id.ID
	Comment id.ID // 0 for the item itself
	Author  id.ID
	At      clock.Time
}

// Parameters are those of the page on which all is searched.
var Parameters = []string{"q", "kind", "from", "in", "tag", "after", "before", "file", "sort"}

// Add has the searches of one more page kept and followed. It is called while the
// program is put together, before any search is.
func (s *Service) Add(path string, p Page) { s.pages[path] = p }

// PageOf is a page whose searches are kept, by its path.
func (s *Service) PageOf(path string) (Page, bool) {
	p, known := s.pages[path]
	return p, known
}

// Address tidies the parameters of a search, in one order: those that say what
// is looked for.
func Address(asked url.Values, parameters []string) string {
	kept := url.Values{}
	for name, list := range asked {
		for _, v := range list {
			if v != "" && slices.Contains(parameters, name) {
				kept.Add(name, v)
			}
		}
	}
	return kept.Encode()
}

// Keep saves a search of a page under a name; no page is that on which all is
// searched. Its faults are Invalid on the
// fields name and address, NotFound for a page that has no searches.
func (s *Service) Keep(ctx context.Context, actor access.Actor, name, page string, asked url.Values) (Saved, error) {
	if actor.Person() == 0 {
		return Saved{}, fault.Forbidden()
	}
	page = cmp.Or(page, Path)
	of, known := s.pages[page]
	if !known {
		return Saved{}, fault.NotFound()
	}
	line, ok := text.Line(name, MaxSavedName)
	kept := Saved{ID: s.IDs.New(), Person: actor.Person(), Name: line, Page: page, Address: Address(asked, of.Parameters), Created: s.Clock.Now()}
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
	Page    string
	Address string
	Count   int
}

// Href is where it is asked again: what is new first, when there is any and
// nothing was said of the order.
func (n News) Href() string {
	if n.Count > 0 && !strings.Contains(n.Address, "sort=") {
		return n.Page + "?" + n.Address + "&sort=date"
	}
	return n.Page + "?" + n.Address
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
