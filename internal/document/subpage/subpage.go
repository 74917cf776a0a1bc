// Package subpage holds the documents that stand under another one (U3): a guide
// and its chapters, a project and its notes.
//
// What would surprise: a page is a document like any other, with its own readers;
// standing under one gives no right on it. Who may not read a page, or finds it in
// the bin, sees those under it hang on the nearest one above that they see.
package subpage

import (
	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
)

// Bounds of a tree: MaxDepth levels, the top one included.
const (
	MaxDepth = 5
	MaxPages = 200
)

// Filed tells that a document was put under another one, or among others, or at
// the top. Data: {"under"}
const Filed activity.Verb = "document.filed"

// Page is a document in a tree, as one person sees it.
type Page struct {
	ID     id.ID
	Parent id.ID `db:"parent_id"` // where it is kept; where it shows is the Page above
	Depth  int   // where it is kept, 0 at the top
	Title  string
	State  access.State
	Shown  bool
	Writes bool         // the person may write it, and so move it
	Below  []*Page      `db:"-"`
	Mark   content.Mark `db:"-"` // where it stands between draft and approved
}

// Step is how a page moves among its neighbours.
type Step int

// The steps.
const (
	Up   Step = -1
	Stay Step = 0
	Down Step = 1
)

// Place says where a page goes: a step among its neighbours, or under another one
// (zero is the top), last there unless At says before which place, from 1.
type Place struct {
	Step  Step
	Under id.ID
	At    int
}
