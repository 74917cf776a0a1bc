// Package publication is what people say to each other: posts, announcements,
// questions and polls (U1, U4, P1, P3, P5). It writes the screens of an item:
// composing, reading and discussing, editing, the history, the bin.
//
// What would surprise: the gestures on items are those of content, the same for
// every kind that other features make; here are only what a question and a
// poll have of their own, and the pages.
package publication

import (
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
)

// The kinds of publications, as in the spine.
const (
	Post         = "post"
	Announcement = "announcement"
	Question     = "question"
	Poll         = "poll"
)

// Bounds of a poll.
const (
	MinOptions = 2
	MaxOptions = 12
	MaxOption  = 120 // characters
)

// New asks for a publication. Ballot is for a poll only.
type New struct {
	content.New
	Ballot Ballot
}

// Ballot is what a poll asks. Options are in the order in which they are
// shown.
type Ballot struct {
	Options  []string
	Multiple bool       // several may be chosen
	Hidden   bool       // the results are shown when it closes
	Closes   clock.Time // zero: when its author decides
}

// PollState is a poll as one person sees it. Votes and the options of Mine are
// all that is ever told: nobody learns who chose what, not even managers (F6).
type PollState struct {
	Item     id.ID `db:"item_id"`
	Multiple bool
	Hidden   bool
	Closes   clock.Time
	Voters   int
	Options  []Option `db:"-"`
	Closed   bool     `db:"-"`
	Voted    bool     `db:"-"`
}

// Open tells whether votes are taken.
func (p PollState) Open() bool { return !p.Closed }

// Results tells whether they may be shown.
func (p PollState) Results() bool { return p.Closed || !p.Hidden }

// Option is one answer of a poll.
type Option struct {
	ID    id.ID
	Item  id.ID `db:"item_id"`
	Label string
	Votes int  // zero while the results are hidden
	Mine  bool // chosen by who reads
}

// QuestionState is what a question has beside its thread.
type QuestionState struct {
	Item     id.ID `db:"item_id"`
	Accepted id.ID `db:"accepted_id"` // the answer that was accepted, if any
	Answers  int
}
