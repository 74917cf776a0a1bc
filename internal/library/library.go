// Package library is the shelf of files of a community (U5: what was made is
// found again and serves others; S1): folders, files that keep every version,
// uploads that survive a cut network and a stopped server, and a bound to the
// room that a community takes.
//
// What would surprise: a file is an item like a post, with comments, tags,
// followers, a bin; a version is one of the files of that item, and this
// package only knows which of them is current. Folders carry no rights: whoever
// reads a community's publications reads its library, and an item's own
// audience still narrows.
package library

import (
	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// File is the kind of the items of a library.
const File = "file"

// Bounds of what people do.
const (
	MaxName     = 120 // characters of the name of a folder
	MaxNote     = 200 // characters of what is said of a version
	MaxDepth    = 12  // folders within each other
	MaxFolders  = 500 // in one folder
	MaxVersions = 500 // of one file
	MaxPicked   = 100 // files and folders in one gesture
	PageOfFiles = 50
)

// Folder is where files are put together. Parent is zero at the top.
type Folder struct {
	ID        id.ID
	Community id.ID `db:"community_id"`
	Parent    id.ID `db:"parent_id"`
	Name      string
	Path      string // ids from the top to itself
	Author    id.ID  `db:"author_id"`
	Created   clock.Time
	Binned    clock.Time
}

// Entry is a file as the view of a folder shows it.
type Entry struct {
	ID      id.ID // of the item
	Title   string
	Author  id.ID `db:"author_id"`
	State   access.State
	Folder  id.ID `db:"folder_id"`
	Current id.ID `db:"current_id"` // the version that is fetched
	Number  int
	Kind    string // see KindOf
	Size    int64
	Changed clock.Time
	By      id.ID // who sent the current version

	Face  identity.Face `db:"-"`
	Where []Folder      `db:"-"` // from the top, in the results of a filter
	Keeps bool          `db:"-"` // the viewer may rename, move and bin it
}

// Version is one state of a file.
type Version struct {
	content.File
	Number  int
	Author  id.ID
	Face    identity.Face
	Note    string
	Current bool
}

// Sort is the order of a view.
type Sort string

// The orders; folders come first in each.
const (
	ByName Sort = "name"
	ByDate Sort = "date" // the last changed first
	BySize Sort = "size" // the largest first
	ByKind Sort = "kind"
)

// Sorts are the orders, the usual one first.
func Sorts() []Sort { return []Sort{ByName, ByDate, BySize, ByKind} }

// Filter is which page of which folder. A Text looks for names in the folder
// and in all below it.
type Filter struct {
	Folder id.ID
	Text   string
	Sort   Sort
	After  id.ID // the last file of the page before
	Limit  int
}

// View is a folder as one person sees it.
type View struct {
	Community id.ID
	Folder    Folder   // zero at the top
	Way       []Folder // from the top to Folder itself
	Folders   []Folder // on the first page alone
	Files     []Entry
	Next      id.ID // where the next page begins, zero on the last
	Room      Room
	May       Gestures
}

// Gestures are what the viewer may do here and now.
type Gestures struct {
	Add     bool // bring files
	Arrange bool // make folders
	Keep    bool // rename, move and bin what others made
	Quota   bool // change how much room there is
}

// Room is how much of its quota a library takes. Every version counts, each
// for its size, what is in the bin included until it is erased.
type Room struct {
	Used  int64
	Quota int64 // in force
	Own   bool  // the quota is this community's own, not that of the site
}

// Left is how many bytes may still come.
func (r Room) Left() int64 { return max(r.Quota-r.Used, 0) }
