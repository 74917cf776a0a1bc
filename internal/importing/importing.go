// Package importing brings what was written elsewhere into a community: lines
// of JSON, tables, folders of pages and files, archives of a mailing list (U5:
// people find what is there, whatever held it before).
//
// What would surprise: an import may be killed and run again at any moment.
// What each reference became is written in the transaction that makes it, so
// that nothing comes twice and nothing is lost; and nobody is told of what is
// old.
package importing

import (
	"context"
	"io"
	"iter"
	"os"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/extract"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Import is to bring things into a community: its managers, and administrators
// of the site, who thereby read nothing of it.
var Import = access.On(access.Communities, "importing.import", access.Write,
	access.All(access.Agent, access.Alive, access.Any(access.Manager, access.Administrator)))

// Record is one thing to bring, as a source gives it.
type Record struct {
	Line    int      // where it stands in the source, 0 when that means nothing
	Ref     string   // how the source names it
	Parents []string // what it may be an answer to: the first one known is
	Under   bool     // it is an answer to something, or nothing
	Title   string
	Text    string // Markdown
	Author  string // e-mail address or handle
	Signed  string // how its author is named when nobody here has that address
	Tags    []string
	Created clock.Time // zero for now
	Files   []Joined
	Folder  string // where a file stands, for kinds that have folders
	Leads   []Lead // to other records of the same source
	More    any    // what its kind alone understands; it can be written as JSON
}

// Lead is an address in the text of a record that means another one.
type Lead struct {
	Link string // as in the text
	Ref  string
}

// Joined is a file that comes with a record. Link is how the text of the
// record names it, "" when it does not.
type Joined struct {
	Name string
	Link string
	Size int64
	Sum  string // of its content, to tell whether it changed
	Open func() (io.ReadCloser, error)
}

// Source gives records one after the other, holding few of them. An error that
// is a Refusal concerns one record; any other ends the import.
type Source interface {
	Records(ctx context.Context) iter.Seq2[Record, error]
	// Progress tells how much has been read of how much, in whatever measure.
	Progress() (done, total int64)
}

// Refusal says why a record, or a part of it, cannot be brought.
type Refusal struct {
	Line    int    `json:"line,omitempty"`
	Ref     string `json:"ref,omitempty"`
	Why     string `json:"why"`
	Warning bool   `json:"warning,omitempty"` // it was brought, not quite as it was
}

// Error implements error.
func (r Refusal) Error() string { return r.Why }

// Kind is how the items of one kind are made and changed, each in the caller's
// transaction.
type Kind struct {
	Make func(ctx context.Context, tx *store.Tx, actor access.Actor, n Asked) (content.Item, error)
	// Change gives one another content; nil for the usual edit of its texts.
	Change  func(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID, n Asked) error
	IsFile  bool  // one is a file: what brings none is refused
	Largest int64 // of its files, in bytes; 0 for the usual bound
}

// Asked is what is asked of a kind: an item, with what kinds that are files need of it.
type Asked struct {
	content.New
	Folder string         // that of the record
	Kept   []content.File // its files, received
	More   any            // that of the record
	// Named is how items name a reference of the same source.
	Named func(ref string) string
	// Warn tells that it did not come quite as it was.
	Warn func(why string)
}

// Reader reads the text of files; extract.Reader does.
type Reader interface {
	Read(ctx context.Context, file *os.File, extension string) (extract.Result, error)
}

// Plan is what an import is to do.
type Plan struct {
	Community id.ID
	Kind      string // of the items that it makes
	Source    string // stands before each reference: two sources may use the same ones
	Format    string // for the list of imports
	Name      string // of the file or folder
	Answers   bool   // what answers an item is an answer, not a comment
	Under     string // stands before the references of what is answered, "" for Source
	DryRun    bool   // do everything and keep nothing
	Update    bool   // what changed in the source changes here
	Notify    bool   // tell followers, as if it were new
}

// Report is what an import did, or would have done.
type Report struct {
	Read     int       `json:"read"`
	Made     int       `json:"made"`     // items
	Said     int       `json:"said"`     // comments and answers
	Changed  int       `json:"changed"`  // brought before, and changed since in the source
	Left     int       `json:"left"`     // the same, without --update
	Same     int       `json:"same"`     // brought before, the same
	Files    int       `json:"files"`    // joined to what was made
	Refused  int       `json:"refused"`  // records
	Warned   int       `json:"warned"`   // warnings
	Problems []Refusal `json:"problems"` // the first ones, at most MaxProblems
}

// MaxProblems is how many refusals a report holds.
const MaxProblems = 10_000

func (r *Report) note(p Refusal) {
	if p.Warning {
		r.Warned++
	} else {
		r.Refused++
	}
	if len(r.Problems) < MaxProblems {
		r.Problems = append(r.Problems, p)
	}
}
