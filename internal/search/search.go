// Package search finds: everything that holds some words, and anything by its
// name (U5, S1: search that finds). It declares what an engine does; Database
// is the plain one that asks the database itself.
//
// What would surprise: every query is scoped by what its actor may read,
// inside the engine. A caller has nothing to filter and nothing to forget.
package search

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// MaxText is how many characters of a question an engine reads.
const MaxText = 200

// Engine answers searches.
type Engine interface {
	// Search finds items by their title and text, newest first.
	Search(ctx context.Context, actor access.Actor, q Query) (Results, error)
	// Names finds people, communities and items by name, the best first.
	Names(ctx context.Context, actor access.Actor, text string, limit int) (Named, error)
}

// Query is what is looked for.
type Query struct {
	Text      string
	Kind      string // of item; "" for all
	Community id.ID  // zero for all
	Before    Place  // go on below this place
	Limit     int
}

// Place is the key of the last item looked at.
type Place struct {
	Published clock.Time
	Item      id.ID
}

// Results is a run of items. An engine may look at a part of the items at a
// time: Next is then where it stopped, even when it found nothing there.
type Results struct {
	Hits []Hit
	Next Place // where to go on, zero at the end
}

// Hit is one item found.
type Hit struct {
	ID        id.ID
	Kind      string
	Title     string
	Extract   []Part // around the first words found
	Community id.ID
	Place     string // the community's name
	Author    id.ID
	Published clock.Time
	Comments  int
	Useful    int
}

// Part is a run of an extract; Match says that it holds what was looked for.
type Part struct {
	Text  string
	Match bool
}

// Named is what bears a name, by sort.
type Named struct {
	People      []Name
	Communities []Name
	Items       []Name
}

// Name is one thing found by its name.
type Name struct {
	ID    id.ID
	Title string
	Hint  string // handle, purpose, or the community of an item
	Kind  string // of an item
}
