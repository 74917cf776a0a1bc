// Package notification knows who follows what and tells people: what asks
// something of them, what is for them, what is for their information (P3:
// from push to pull; F10: fewer messages, better ones; S2: what must be done
// is told from what must be read).
//
// What would surprise: a notice is one line per person and subject, not one
// per fact. Ten comments on one item make one line with a count, and reading
// the item clears it. Notices are derived from the log of events and could be
// rebuilt; nothing else writes them.
package notification

import (
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
)

// Level is how much a person wants of what they follow.
type Level uint8

// The levels.
const (
	Nothing   Level = iota // muted: not even what another follow would bring
	Important              // announcements and what its author calls important
	All
)

// TargetKind is the sort of thing that can be followed.
type TargetKind string

// What can be followed.
const (
	Item      TargetKind = "item"
	Community TargetKind = "community"
	Person    TargetKind = "person"
	Unit      TargetKind = "unit"
	Tag       TargetKind = "tag"
	Search    TargetKind = "search" // one that its follower keeps
)

// Target is one thing that can be followed, or that a notice is about.
type Target struct {
	Kind TargetKind `db:"target_kind"`
	ID   id.ID      `db:"target_id"`
}

// Following is one subscription of a person.
type Following struct {
	Target
	Level   Level
	Created clock.Time
	Name    string `db:"-"` // of the target; "" when its follower may read it no more
}

// Stream is where a notice shows.
type Stream uint8

// The streams, from the strongest to the weakest: one fact reaches a person
// in one of them only.
const (
	Do      Stream = iota + 1 // asks for a gesture, stays until it is made
	ForMe                     // addressed to me: mention, answer, reply
	ForInfo                   // what I chose to follow
)

// Reason says why somebody is told; it ends the message key
// "notification.reason.…".
type Reason string

// Notice is one line of somebody's home or bell.
type Notice struct {
	Stream   Stream
	Subject  Target
	Of       Subject // what the subject is
	Reason   Reason
	ReasonID id.ID  // the community, tag, person or unit that is followed
	About    string // its name
	Text     string // of the fact, in a few words; "" for what the subject says
	Actor    id.ID  // the last one who did something
	Comment  id.ID  // where to land in the thread, zero for the top
	Count    int    // facts since it was last seen
	Updated  clock.Time
	Seen     clock.Time // zero: unread
}

// Subject is what a notice is about, as its reader sees it.
type Subject struct {
	Title     string
	Kind      string // of an item
	Excerpt   string
	Community id.ID
	Place     string // the community's name
	Author    id.ID
	Published clock.Time
	Comments  int
	Useful    int
	Mark      content.Mark // of its kind, where a list was given it
}

// Counts are the two numbers of the bell, and what waits to be done. Each
// stops at Many.
type Counts struct {
	Do, ForMe, ForInfo int
}

// Many is where counting stops: beyond it the number says nothing more.
const Many = 100
