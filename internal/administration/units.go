package administration

import (
	"context"
	"io"

	"parvis/internal/access"
)

// Directory takes in what the personnel system says of units and of who does
// what in them. With dryRun nothing changes. A file with a bad line changes
// nothing: the fault is Invalid and the Import lists the lines. It records the
// act by itself.
type Directory interface {
	ImportUnits(ctx context.Context, actor access.Actor, from io.Reader, dryRun bool) (Import, error)
	ImportFunctions(ctx context.Context, actor access.Actor, from io.Reader, dryRun bool) (Import, error)
}

// ImportMost bounds an imported file, in bytes.
const ImportMost = 16 << 20

// Import is what an import did, or would do.
type Import struct {
	DryRun   bool
	Rows     int
	Counts   []Count
	Changes  []Change // the first ones
	Problems []Problem
}

// Count is how many lines are of one sort: added, moved, changed, returned,
// retired or same.
type Count struct {
	Sort string
	N    int
}

// Change is what happens to one unit or one person.
type Change struct {
	Sort string
	Line string
	From string // what it was, when that helps
}

// Problem is what is wrong with one line of a file.
type Problem struct {
	Line int
	Key  string
	Args []any // name, value pairs for the sentence
}
