// Package directory is who works where: the tree of units, the functions that
// people have in them, and the page of each person (U6 people and skills, P2
// the enriched directory; the expert found without going through the
// hierarchy).
//
// What would surprise: an import is the whole truth about units. What it does
// not name is retired, never removed, because people and correspondence still
// refer to it.
package directory

import (
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// Bounds of what is typed or imported, in characters.
const (
	MaxCode      = 64
	MaxName      = 300 // of a unit
	MaxAcronym   = 40
	MaxTitle     = 160 // of a function
	MaxAbout     = 2_000
	MaxFunctions = 10 // of one person
)

// Unit is a node of the organisation.
type Unit struct {
	ID       id.ID
	Code     string // how the directory of origin names it
	Parent   id.ID
	Name     string
	Acronym  string
	Path     string // /root/…/self/, short ids: a subtree is a prefix
	Depth    int    // 0 for a root
	Retired  bool   // absent from the last import
	Children int    // live units directly below
}

// Short is the acronym, else the name.
func (u Unit) Short() string {
	if u.Acronym != "" {
		return u.Acronym
	}
	return u.Name
}

// Function is what somebody does in a unit.
type Function struct {
	ID      id.ID
	Unit    id.ID
	Name    string // of the unit
	Acronym string
	Path    string // of the unit
	Retired bool   // the unit no longer exists
	Title   string
	Head    bool // heads the unit
	Main    bool // the one shown beside the name
}

// Entry is somebody on one line of the directory.
type Entry struct {
	ID     id.ID
	Name   string
	Handle string
	Photo  string
	Guest  bool
	Title  string // of the main function, or of the one in the unit at hand
	Unit   string // its unit, by acronym when there is one
	Head   bool
}

// Profile is the page of a person, as one viewer may see it.
type Profile struct {
	identity.Person
	Functions []Function
	Units     map[id.ID]Unit // those of the functions and the ones above
	Sponsor   identity.Face  // of a guest
	Common    []Place        // communities of both; all of theirs for oneself
	Mine      bool           // the viewer's own
}

// Place is a community on a profile or on the page of a unit.
type Place struct {
	ID      id.ID
	Name    string
	Members int
}

// Office is the page of a unit.
type Office struct {
	Unit
	Above  []Unit // from the root down
	Below  []Unit
	Heads  []Entry
	Places []Place // hierarchical communities that the viewer may see
}

// Filter narrows the directory of people. Zero fields narrow nothing.
type Filter struct {
	Text  string // starts of words of the name
	Unit  id.ID  // has a function there or below
	Only  bool   // there, not below
	Title string // words of a function
	After id.ID  // the last person of the page before
	Limit int
	Now   clock.Time
}
