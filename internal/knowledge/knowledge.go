// Package knowledge is what a community knows, kept true: sheets with somebody
// who answers for each, a date at which it is looked at again, sources, and a
// place in a tree of contents; and the gesture that makes a sheet of a thread,
// with links back and its contributors credited (U5, P1).
//
// What would surprise: the status of a sheet (draft, verified, to review) is
// about trust alone and never about access. Who reads a sheet is decided by the
// state and audience of its item, like everything else; a draft is read by who
// reads its community, unless its audience says otherwise.
package knowledge

import (
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
)

// Kind is the name of sheets in the spine.
const Kind = "knowledge"

// Bounds of a tree and of a sheet.
const (
	MaxDepth    = 4 // sections within sections
	MaxSections = 300
	MaxName     = 100 // of a section, in characters
	MaxSources  = 12
	MaxLink     = 500
	MaxNote     = 500 // of a report, and of the answer to it
	MaxMonths   = 60
	MaxSheets   = 2000 // that one tree shows
)

// DefaultMonths is how long a verified sheet is relied on, where the managers
// of its community chose nothing else.
const DefaultMonths = 12

// Enough is how many open reports set a sheet to be reviewed; one by its
// owner or a manager is enough.
const Enough = 3

// Status is how far a sheet may be relied on.
type Status uint8

// The statuses.
const (
	Draft Status = iota + 1
	Verified
	ToReview
)

// statusNames are how addresses, forms, programs and message keys name them.
var statusNames = [...]string{Draft: "draft", Verified: "verified", ToReview: "review"}

// Statuses are the three, in the order in which they are shown.
func Statuses() []Status { return []Status{Verified, ToReview, Draft} }

// String names the status.
func (s Status) String() string { return statusNames[s] }

// statusOf is the status of a name, zero for none.
func statusOf(name string) Status {
	for _, s := range Statuses() {
		if s.String() == name {
			return s
		}
	}
	return 0
}

// Sheet is what a sheet has beside its item.
type Sheet struct {
	Item      id.ID `db:"item_id"`
	Community id.ID `db:"community_id"`
	Owner     id.ID `db:"owner_id"`
	Status    Status
	Section   id.ID `db:"section_id"`
	Months    int
	Review    clock.Time
	Verified  clock.Time
	Verifier  id.ID `db:"verifier_id"`
	Checked   int   // the revision that was verified
	Revision  int   // the present one
	Asked     clock.Time
	Escalated clock.Time
	Orphaned  clock.Time // since when its owner is not there any more
	Origin    id.ID      `db:"origin_id"`
	Comment   id.ID      `db:"comment_id"`
}

// Modified tells whether the text changed since it was verified.
func (s Sheet) Modified() bool { return s.Status != Draft && s.Revision > s.Checked }

// Source is what a sheet rests on: a page of the web, or an item of this site.
type Source struct {
	Title string
	Link  string
	Item  id.ID `db:"source_id"`
}

// ReportKind is what a reader says of a sheet.
type ReportKind uint8

// The kinds of reports.
const (
	Outdated ReportKind = iota + 1 // is not true any more
	Lacking                        // did not help: what was missing
)

// Outcome is what became of a report.
type Outcome uint8

// The outcomes.
const (
	Open Outcome = iota + 1
	Fixed
	Dismissed
)

// Report is what a reader told the owner.
type Report struct {
	ID      id.ID
	Item    id.ID `db:"item_id"`
	Person  id.ID `db:"person_id"`
	Kind    ReportKind
	Note    string
	State   Outcome
	Reply   string
	Created clock.Time
}

// New asks for a sheet. Of content.New, Kind is set here.
type New struct {
	content.New
	Section id.ID
	Sources []Source
	Origin  id.ID // the thread that it is made from
	Comment id.ID // the answer or comment of it
}
