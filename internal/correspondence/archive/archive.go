// Package archive is the memory of the correspondence: the affair of which a
// dispatch is, what answers what, the search through all that one may read, and
// what is taken out of the site as PDF and as messages (S2, P4).
//
// What would surprise: an affair is kept nowhere and has no address of its own.
// It is walked from one of its dispatches to the next through those that one
// reads, so that nothing of it tells of the others: two that only a hidden one
// joins are of two affairs for whoever does not read it.
package archive

import (
	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/id"
	"parvis/internal/search"
)

// Bounds of what is read at once.
const (
	MaxAffair = 500 // dispatches of an affair
	maxCount  = 50  // of them, where they are only counted
	PageSize  = 30  // of the archive
	// deepest is how many of what the words find are looked at for one page, when
	// filters leave most of them out.
	deepest = 400
	// Without words, one page looks at so many windows of what was released.
	windowSize = 2000
	windows    = 10
	// fewOfUnit is up to how many dispatches of one unit are looked up by the unit.
	fewOfUnit = 5000
	// maxWindow is how many of a window are read: more than any page shows.
	maxWindow = 101
)

// Unit is one that writes or receives.
type Unit struct {
	ID      id.ID
	Code    string
	Name    string
	Acronym string
}

// Short is its acronym, or its name when it has none.
func (u Unit) Short() string {
	if u.Acronym != "" {
		return u.Acronym
	}
	return u.Name
}

// Row is a released dispatch in a list.
type Row struct {
	Item       id.ID `db:"item_id"`
	Title      string
	Excerpt    string
	Type       string
	Precedence correspondence.Precedence
	Protection access.Protection
	Audience   access.Audience
	Year       int
	Number     int
	Original   string // the number that it had where it was released, when it was elsewhere
	Expects    string
	Due        clock.Time
	Released   clock.Time
	Author     id.ID
	Issuer     Unit `db:"issuer"`

	To      []Addressee   `db:"-"`
	Extract []search.Part `db:"-"` // where words were looked for
}

// Addressee is a unit to which it went.
type Addressee struct {
	Item id.ID `db:"item_id"`
	Acts bool  // for action; otherwise for information
	Unit Unit  `db:"unit"`
}

// Link is what a dispatch is to an earlier one. One that the reader may not read
// has no Row, and is there only because its author lets others know of it.
type Link struct {
	Relation correspondence.Relation
	Row      *Row
}

// Node is a dispatch of an affair with what it refers to, and what refers to it.
type Node struct {
	Row
	Links []Link
	Above int   // the place of what it chiefly refers to, -1 for none
	Below []int // the places of what chiefly refers to it
}

// Affair is a thread of dispatches, as far as somebody reads it, in the order in
// which they were released: those that references or a name join, none of which
// bears another name.
type Affair struct {
	By    id.ID // the dispatch by which it was reached
	Name  string
	Nodes []Node
	More  bool // than MaxAffair: those nearest to By are here
}

// Filter narrows the archive. The zero value keeps everything.
type Filter struct {
	Text       string
	Unit       id.ID
	Side       Side
	Tag        id.ID
	From, To   clock.Time // released from one moment, to before the other
	Type       string
	Precedence correspondence.Precedence
	Protection *access.Protection
	Acts       *bool // of Unit, or of any addressee: for action, or for information
	Newest     bool  // with Text: the last first rather than the best

	busy bool // much concerns the unit
}

// Side is what the unit of a filter did.
type Side string

// The sides.
const (
	Either   Side = ""
	Issued   Side = "from"
	Received Side = "to"
)

// Cursor is the place after the last row of a page: its moment and id, or with
// words how many of what they find were looked at.
type Cursor struct {
	Released clock.Time
	Item     id.ID
	Seen     int
}

// Page is a part of the archive. Next is nil at its end; a page may be short, or
// empty, and not the last.
type Page struct {
	Rows   []Row
	Next   *Cursor
	Making bool // the index is being made: there may be more
}
