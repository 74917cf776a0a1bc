package directory

import "parvis/internal/fault"

// Sort is what an import does to one thing.
type Sort string

// The sorts of changes.
const (
	Same     Sort = "same"
	Added    Sort = "added"
	Changed  Sort = "changed"
	Moved    Sort = "moved"
	Retired  Sort = "retired"
	Returned Sort = "returned" // had been retired
)

// Sorts lists them in the order in which a report shows them.
func Sorts() []Sort { return []Sort{Added, Moved, Changed, Returned, Retired, Same} }

// Change is one line of a report.
type Change struct {
	Sort Sort
	Line string // the name of the unit, or of the person
	From string // what it was, when that helps
}

// maxChanges bounds the changes that a report tells one by one.
const maxChanges = 200

// Report is what an import did, or would do.
type Report struct {
	DryRun   bool
	Rows     int
	Counts   map[Sort]int
	Changes  []Change // the first 200, unchanged ones left out
	Problems []Problem
}

// Anything tells whether the import changes something.
func (r Report) Anything() bool { return r.Rows+r.Counts[Retired] > r.Counts[Same] }

func (r *Report) count(c Change) {
	if r.Counts == nil {
		r.Counts = map[Sort]int{}
	}
	r.Counts[c.Sort]++
	if c.Sort != Same && len(r.Changes) < maxChanges {
		r.Changes = append(r.Changes, c)
	}
}

// refused is a report of a file that cannot be imported, with the fault that
// says so.
func refused(wrong problems, dryRun bool) (Report, error) {
	return Report{DryRun: dryRun, Problems: wrong}, fault.New(fault.Invalid, "directory.import.refused", "count", len(wrong))
}
