// Package discovery is how people find their way: the search page, the box
// that goes anywhere by name (Ctrl+K), what the editor suggests after @ and #,
// and the page of a tag (U5, U6: find a text, a place, a person).
//
// What would surprise: it holds no search of its own. The engine is handed
// over, and scopes every answer by what its actor may read.
package discovery

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/notification"
	"parvis/internal/search"
	"parvis/internal/store"
)

// Tags knows the tags and what bears them; the content service does.
type Tags interface {
	SuggestTags(ctx context.Context, prefix string, limit int) ([]content.Tag, error)
}

// Levels knows what somebody follows.
type Levels interface {
	Levels(ctx context.Context, person access.Actor, targets ...notification.Target) (map[notification.Target]notification.Level, error)
}

// Pages are the screens of discovery.
type Pages struct {
	DB     *store.DB
	Engine search.Engine
}
