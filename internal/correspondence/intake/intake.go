// Package intake brings dispatches that were released elsewhere: telegrams of an
// archive, of another site, of the time before this one (S2, P4: the memory of a
// network begins before its tool).
//
// What would surprise: a dispatch may refer to one that comes later in the file,
// or in another file. Such a reference waits, and is made when what it leads to
// arrives.
package intake

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Record is a dispatch as its source says it.
type Record struct {
	Key          string
	Type         string
	Precedence   correspondence.Precedence
	Protection   access.Protection
	Distribution access.Audience
	From         string // code, acronym or name of a unit, or what Units says of it
	To, CopiedTo []string
	Subject      string
	Text         string // Markdown
	Affair       string // how it is called, "" for none
	Tags         []string
	References   []Reference
	Expects      string
	Date         string // as the source writes it, with the hour when it says it
	Due          string
	Number       string // in the series of who sent it
	Marking      string
	DraftedBy    string
	ApprovedBy   string
}

// Reference leads to another record of the same source.
type Reference struct {
	Key      string
	Relation correspondence.Relation
}

// Plan is how an import of dispatches goes about it.
type Plan struct {
	Units   map[string]string // how the source calls a unit → its code, acronym or name here
	Under   id.ID             // where units are added that are nowhere; zero for the top of the tree
	Deliver bool              // to be handled; otherwise they come closed
}

// Arrived is a record on its way in.
type Arrived struct {
	Record
	ID       id.ID
	Author   id.ID // who brings it
	Files    []id.ID
	Released clock.Time
	Due      clock.Time
	Origin   string                  // how items name it
	Named    func(key string) string // how they name another record of the same source
	Warn     func(why string)        // it did not come quite as it was

	// Closed is when an addressee was done with it; nil for what the plan says.
	Closed func(unit id.ID) clock.Time
}

// Parts are what a Service is built from. All are required.
type Parts struct {
	Dispatches *correspondence.Service
	// Add adds a unit to the directory, under another or at the top for zero.
	Add func(ctx context.Context, tx *store.Tx, code, name string, above id.ID) (id.ID, error)
}

// Service brings dispatches. It is safe for concurrent use.
type Service struct{ Parts }

// NewService makes the Service.
func NewService(p Parts) *Service { return &Service{p} }
