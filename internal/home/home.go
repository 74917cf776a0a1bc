// Package home is the first screen and the bell: what I have to do, what I
// chose to read, each line saying why it is there (P3: from push to pull; S2:
// what must be done is told from what must be read; S8: the newcomer's first
// minutes). It also carries the gesture of following anything.
//
// What would surprise: there is no feed. A line leaves "to do" when the
// gesture that it asks for is made, wherever it is made, and a line of "to
// read" is there only because its reader follows something.
package home

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/search"
)

// Suggestion is a community that a newcomer could join.
type Suggestion struct {
	ID      id.ID
	Name    string
	Purpose string
	Members int
}

// Duty is something that a place asks of the reader and that stays until the
// gesture is made.
type Duty struct {
	Kind      string // ends the message keys "home.duty.…"
	Community id.ID
	Name      string
	Count     int
}

// Place is a community of the reader.
type Place struct {
	ID     id.ID
	Name   string
	Unread int // what came there and was not opened
}

// Places knows the communities of the reader, what they ask, and which ones a
// newcomer could join; the community feature does.
type Places interface {
	// Own lists those where the actor is a member, the last active first.
	Own(ctx context.Context, actor access.Actor) ([]Place, error)
	Duties(ctx context.Context, actor access.Actor) ([]Duty, error)
	Suggest(ctx context.Context, actor access.Actor, limit int) ([]Suggestion, error)
}

// Items knows what the reader publishes; the content service does.
type Items interface {
	// Mine lists what the actor made that is not out yet.
	Mine(ctx context.Context, actor access.Actor) ([]content.Row, error)
	// Spoke tells whether the actor ever published or commented anything.
	Spoke(ctx context.Context, actor access.Actor) (bool, error)
	// Marks tells what lists show of items that were judged, by kind.
	Marks(ctx context.Context, kinds map[string][]id.ID) (map[id.ID]content.Mark, error)
}

// Searches knows the searches that the reader keeps; the search service does.
type Searches interface {
	News(ctx context.Context, actor access.Actor, limit int) ([]search.News, error)
}

// Pages are the screens of home.
type Pages struct {
	Notifications *notification.Service
	Signals       Signals
	Places        Places
	Items         Items
	Searches      Searches

	// Gestures are what may be done on a line to do, by why it is there; other
	// features know.
	Gestures map[notification.Reason]func(notification.Notice) templ.Component

	// Ways are where lines lead, by why they are there, when that is not to their
	// subject; other features know.
	Ways Ways
}

// Ways give the address to which a line leads, by why it is there.
type Ways map[notification.Reason]func(notification.Notice) string

// How many lines a screen shows.
const (
	doLines   = 20
	readLines = 25
	bellLines = 30
	ownPlaces = 8
	ownKept   = 5
)

// newcomer is how long somebody is shown the first gestures.
const newcomer = 30 * 24 * time.Hour
