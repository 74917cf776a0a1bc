// Package content is everything that people make: items, the comments under
// them, and the gestures that are the same on all of them (comment, answer,
// say useful, thank, mention, tag, join a file, relay, edit with a history,
// pin, close, move, archive, bin and restore). It serves U1, U4, U5, P1 and P3;
// a feature that makes items gets all of it by calling Create.
//
// What would surprise: a relay adds readers and copies nothing. There is one
// thread, read in several communities, and its label stays that of its origin.
package content

import (
	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/extract"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// Bounds of what people write, in characters unless said otherwise.
const (
	MaxTitle    = 200
	MaxSource   = 100_000
	MaxComment  = 20_000
	MaxNote     = 500
	MaxReason   = 1_000
	MaxTags     = 5
	MaxTag      = 40
	MaxFiles    = 20
	MaxFileSize = 25_000_000 // bytes
	MaxFileName = 200
	MaxMentions = 30
	MaxDraft    = 300_000 // bytes of JSON
	MaxDrafts   = 100     // kept for one person
)

// Item is one thing that somebody made: the spine that every kind shares.
type Item struct {
	ID         id.ID
	Kind       string
	Community  id.ID `db:"community_id"`
	Author     id.ID `db:"author_id"`
	Owner      id.ID `db:"owner_id"` // who answers for it now, zero where its kind has no such person
	State      access.State
	Audience   access.Audience
	Title      string
	Excerpt    string
	Revision   int // 1 when it was never edited
	Closed     bool
	Pinned     bool
	Important  bool
	Comments   int // those in the bin excepted
	Useful     int
	Useless    int
	Thanks     int
	Created    clock.Time
	Edited     clock.Time
	Editor     id.ID      `db:"editor_id"` // who wrote the current text, zero for its author
	Published  clock.Time // or when it will be, while scheduled
	Activity   clock.Time // last publication or comment
	Reason     string     // why it was returned or binned
	Binned     clock.Time
	Binner     id.ID        `db:"binner_id"`
	BinnedFrom access.State `db:"binned_from"`
	Joined     id.ID        `db:"joined_id"` // the item that it is one with, zero for none
}

// CommentKind is what a comment is to its item.
type CommentKind uint8

// The kinds of comments. Only items whose Kind takes answers have answers; a
// plain comment may be under the item or under an answer.
const (
	Remark CommentKind = iota + 1
	Answer
)

// Comment is what somebody said under an item. Source is empty for who may
// not read it any more.
type Comment struct {
	ID       id.ID
	Item     id.ID `db:"item_id"`
	Parent   id.ID `db:"parent_id"` // the comment that it replies to
	Kind     CommentKind
	State    access.State // Published or Binned
	Author   id.ID        `db:"author_id"`
	Source   string
	Revision int
	Useful   int
	Useless  int
	Thanks   int
	Created  clock.Time
	Edited   clock.Time
	Editor   id.ID `db:"editor_id"` // who wrote the current text, zero for its author
	Binner   id.ID `db:"binner_id"`
}

// Reaction is what one says in one gesture of an item or a comment.
type Reaction uint8

// The reactions. Useful and Useless exclude each other.
const (
	Useful Reaction = iota + 1
	Useless
	Thanks
)

// Mine is what the person who reads has said of something.
type Mine struct {
	Useful, Useless, Thanks bool
}

// Place is a community as an item names it.
type Place struct {
	ID         id.ID
	Name       string
	Openness   access.Openness
	Unit       id.ID `db:"unit_id"`
	Validation bool
	Archived   bool
	Members    int
	Manages    bool `db:"-"` // the person who reads is one of its managers
}

// Tag is a word under which items are found. Two writings of one word, accents
// and capitals aside, are one tag.
type Tag struct {
	ID   id.ID
	Name string
	Slug string // in addresses
	Uses int    // published items that bear it
}

// File is a joined file. It is loose until the item or comment that brings it
// is published; its owner alone reads it till then.
type File struct {
	ID      id.ID
	Owner   id.ID `db:"owner_id"`
	Item    id.ID `db:"item_id"`
	Comment id.ID `db:"comment_id"`
	Hash    string
	Name    string
	Media   string // type found in its content
	Size    int64  // bytes
	Width   int    // of an image, in pixels
	Height  int
	Thumb   string         // hash of a small picture, of a picture
	Unread  extract.Reason // why its text could not be read, "" otherwise
	Scan    Scan           // what an antivirus said of it
	Threat  string         `db:"-"`
	Created clock.Time
	// Guarded is that of an item beyond what is public, once it was found for
	// somebody: no copy of it outlives their right to read it.
	Guarded bool `db:"-"`
}

// Revision is one text that an item or a comment had. Number 1 is the first.
type Revision struct {
	ID      id.ID
	Number  int
	Author  id.ID `db:"author_id"` // who replaced it, or for the current one, who wrote it
	Title   string
	Source  string
	Created clock.Time // when it was written
	Current bool       `db:"-"`
}

// Relayed is a community into which an item was relayed.
type Relayed struct {
	Community id.ID `db:"community_id"`
	Name      string
	By        id.ID `db:"person_id"`
	Note      string
	Created   clock.Time
}

// Thread is an item as one person reads it, with all that its page shows.
type Thread struct {
	Item
	Label    access.Label
	Source   string
	Place    Place
	Mine     Mine
	Tags     []Tag
	Files    []File // of the item and of the comments shown
	Relays   []Relayed
	Comments CommentPage
	Quoted   map[id.ID]Comment       // comments of other pages that these reply to
	Faces    map[id.ID]identity.Face // of all who appear
	Mentions map[string]identity.Face
	Seen     clock.Time // the last visit, zero at the first one
	Unread   int        // comments by others since
	First    id.ID      // the first of them
}

// CommentPage is a run of comments in the order in which they were written; of
// a question, in the order in which they are read: the accepted answer, the
// others by worth, each with the remarks under it, then those on the question.
type CommentPage struct {
	List  []Comment
	Mine  map[id.ID]Mine
	Older int     // how many stand before the first
	Newer int     // how many stand after the last
	Prev  id.ID   // where the page before begins, of a question
	Next  id.ID   // the first one after the last
	Above Comment // the answer of an earlier page under which the first remarks stand
}

// Href is where an item is read, whatever its kind.
func Href(item id.ID) string { return "/i/" + item.String() }
