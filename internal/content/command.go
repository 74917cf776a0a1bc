package content

import (
	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// New asks for an item. ID comes with the form, made when the form was shown,
// so that a form sent twice publishes once.
type New struct {
	ID        id.ID
	Kind      string
	Community id.ID
	Title     string
	Source    string // Markdown
	Tags      []string
	Audience  access.Audience
	Publish   clock.Time // later, when it is to come; zero is now
	Files     []id.ID    // loose files of its author
	Important bool
	Draft     string // the draft that this ends
	Burst     bool   // one of many made at once: who follows is told of all in one line

	// What follows serves imports and the demonstration: no form fills it.
	Author  id.ID        // whom the system writes for
	Created clock.Time   // when it was, in the past
	State   access.State // what the system decides without asking anybody
	Origin  string       // how another system names it; unique
	Quiet   bool         // nobody is told: it is old
}

// NewComment asks for a comment or an answer. Form is made when the form was
// shown: the same one twice gives one comment.
type NewComment struct {
	Form   id.ID
	Item   id.ID
	Parent id.ID
	Kind   CommentKind // zero is Remark
	Source string
	Files  []id.ID
	Draft  string

	// For imports and the demonstration only.
	ID      id.ID
	Author  id.ID
	Created clock.Time
	Quiet   bool
}

// Edit asks for another text. Revision is the one that was shown: when another
// edit came between, the fault is a Conflict and nothing is lost on either
// side. A nil Audience keeps it.
type Edit struct {
	Item      id.ID
	Revision  int
	Title     string
	Source    string
	Tags      []string
	Audience  *access.Audience
	Important bool
	Publish   clock.Time // of a scheduled item: the new moment; zero keeps it
	Files     []id.ID    // loose files to join
	Drop      []id.ID    // joined files to remove
	Draft     string

	Joiner id.ID // for imports only: whose loose files they are
}

// EditComment asks for another text of a comment.
type EditComment struct {
	Comment  id.ID
	Revision int
	Source   string
	Files    []id.ID
	Draft    string
}

// Subject is what a reaction is about: an item, or one comment of it.
type Subject struct {
	Item    id.ID
	Comment id.ID
}
