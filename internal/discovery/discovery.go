// Package discovery is how people find their way: one box for everything, the
// searches that they keep and follow, the box that goes anywhere by name
// (Ctrl+K) and the page of a tag (U5, U6: find a text, a place, a person; S1).
//
// What would surprise: it holds no search of its own. The engine is handed
// over, and scopes every answer by what its actor may read. All that narrows a
// search is in its address, so that it can be sent, kept and read again.
package discovery

import (
	"context"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/search"
	"parvis/internal/ui"
)

// Items knows the items, the tags and what bears them; the content service
// does.
type Items interface {
	TagBySlug(ctx context.Context, actor access.Actor, slug string) (content.Tag, error)
	ByTag(ctx context.Context, actor access.Actor, tag id.ID, after content.Cursor, limit int) (content.Page, error)
	Rows(ctx context.Context, actor access.Actor, items []id.ID) ([]content.Row, error)
}

// Follows knows what somebody follows.
type Follows interface {
	Levels(ctx context.Context, person id.ID, targets ...notification.Target) (map[notification.Target]notification.Level, error)
	Follow(ctx context.Context, actor access.Actor, t notification.Target, level notification.Level) error
}

// Pages are the screens of discovery.
type Pages struct {
	Engine  *search.Service
	Items   Items
	Follows Follows
	// Row shows an item in a list, with links to people or without.
	Row func(ctx context.Context, r content.Row, links bool) ui.ItemRow
	// Follow is the gesture of following something.
	Follow func(t notification.Target, level notification.Level, chosen bool, what string) templ.Component
	// Lines are what people do and where, for readers of the house.
	Lines func(ctx context.Context, people []id.ID) (map[id.ID]string, error)
	// Faces are how people are shown beside what they wrote.
	Faces func(ctx context.Context, people []id.ID) (map[id.ID]ui.Person, error)
}

// How many lines a screen shows.
const (
	hits     = 20
	names    = 6
	tagRows  = 25
	few      = 3  // people or places above what they are found with
	someTags = 20 // found by their name
)
