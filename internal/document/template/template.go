// Package template holds the documents with which others begin (U3): the
// managers of a community, and the administrators for the whole site, offer one
// of its documents to whoever begins another.
//
// What would surprise: a template is no copy. It is a document that people go on
// writing together, with its history and its readers; one begins with what it
// says at that moment, and is offered those alone that one may read.
package template

import (
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Bounds of what a template is offered with, and of how many are offered.
const (
	MaxName = 80
	MaxHelp = 160
	Most    = 60
)

// Template is a document that is offered to begin others with.
type Template struct {
	Item      id.ID `db:"item_id"`
	Community id.ID `db:"community_id"` // where its document is
	Title     string
	Name      string // under which it is offered
	Help      string // what it is for
	Site      bool   // offered on the whole site
	Removed   bool   // offered no more
	Created   clock.Time
}

// Offer asks that a document be offered.
type Offer struct {
	Item id.ID
	Name string // the title of the document when empty
	Help string
	Site bool // on the whole site: administrators alone
}

// Fields are what the fields of a template are filled with.
type Fields struct {
	Title, Date, Author, Place, Unit string
}
