package index

import (
	"encoding/hex"

	"parvis/internal/clock"
	"parvis/internal/id"
)

// Sort is what a document stands for.
type Sort uint8

// The sorts of documents. The numbers are in the file.
const (
	Item Sort = iota + 1
	Comment
	File
	Person
	Community
	Tag
	Shelved // an item that is a file, such as those of a library
)

// Token names readers: everybody of the house, the members of a community, its
// managers, an author… The index does not know what it means. Short ones cost
// less.
type Token string

// Doc is a document as it is written. Key tells it from all the others,
// whatever their sorts.
type Doc struct {
	Key       id.ID
	Sort      Sort
	Item      id.ID  // that it belongs to: of a comment, of a file; zero for none
	Kind      string // of the item: "publication", "file", "knowledge"…
	Community id.ID
	Author    id.ID
	Published clock.Time
	Tags      []id.ID
	HasFile   bool
	Useful    int  // how many found it useful
	Trusted   bool // accepted answer, verified sheet

	Title string // counts most
	Names string // what else names it: tags, author, names of files
	Text  string // plain, as it is read

	Readers []Token // nobody finds a document without any
}

// Batch is what one transaction changes.
type Batch struct {
	Put    []Doc   // new, or instead of what bears the key
	Remove []id.ID // unknown keys are no error
	Place  string  // where the feed goes on afterwards; "" leaves it as it is
}

// term is the token as it stands among the words.
func (t Token) term() string {
	for i := range len(t) {
		if c := t[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return "@-" + hex.EncodeToString([]byte(t))
		}
	}
	return "@" + string(t)
}
