// Package margin is what is said on a passage of a document (U1, S4): threads
// anchored to the text, which stay at their place while others write around and
// inside, until somebody resolves them. Whoever may comment begins one; it needs
// no right to write.
//
// What would surprise: a thread is an ordinary comment of the item with what is
// said in reply to it, and lives where comments live; kept here is only where it
// is anchored, and whether it is resolved. A split paragraph or an undone
// deletion makes the same words anew for Yjs, so what was anchored to the old
// ones moves: the editor that did it tells where to, and whatever else happened
// is made up for by looking for the words (see settle).
package margin

import (
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Bounds of an anchor and of what is kept of a passage.
const (
	MaxPosition = 200   // bytes of an encoded position
	MaxQuote    = 600   // characters of the quote that is shown
	maxSays     = 4_000 // characters by which a passage is found again
)

// What happens to threads; each event bears a content.Fact, and as Person who
// began the thread.
const (
	ThreadResolved activity.Verb = "margin.resolved"
	ThreadReopened activity.Verb = "margin.reopened"
)

// Anchor is the bounds of a passage, as Yjs encodes relative positions: on its
// first sign and on its last one.
type Anchor struct {
	First, Last []byte
}

// Thread is where a thread is anchored and how it stands. Its comments are
// those of the item.
type Thread struct {
	Comment  id.ID `db:"comment_id"` // that begins it
	Item     id.ID `db:"item_id"`
	First    []byte
	Last     []byte
	Quote    string // the passage when the thread began
	Says     string // the passage when it was last found
	Resolved clock.Time
	Resolver id.ID `db:"resolver_id"`

	Place Place `db:"-"`
}

// Open tells whether nobody has resolved it.
func (t Thread) Open() bool { return t.Resolved.IsZero() }

// Anchor is its bounds.
func (t Thread) Anchor() Anchor { return Anchor{t.First, t.Last} }

// Place is where a passage stands in the text now. Nothing of it is left when
// Gone.
type Place struct {
	Gone    bool
	From    int    // in the plain text, in UTF-16 units
	To      int    // after its last one
	Block   int    // which of the blocks of the document it begins in, from 0
	Section string // the words of the heading above
	Text    string // what it says
}

// Show is which threads are asked for.
type Show string

// The choices; the zero value is those that are open.
const (
	ShowOpen     Show = "open"
	ShowResolved Show = "resolved"
	ShowAll      Show = "all"
)

// Holds tells whether a thread is among those that are asked for.
func (s Show) Holds(t Thread) bool {
	switch s {
	case ShowAll:
		return true
	case ShowResolved:
		return !t.Open()
	}
	return t.Open()
}
