// Package correspondence is what units write to each other (S2, P4): a dispatch
// is drafted by somebody of a unit, signed by who heads it, numbered, and handed
// to the units that must act and to those that are informed.
//
// What would surprise: a dispatch is an item of one sealed community where
// nobody has a role. Who reads it is said by the dispatch alone, in
// docs/correspondence.md.
package correspondence

import (
	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Kind is the kind of the items of this feature.
const Kind = "dispatch"

// Place is the sealed community of all dispatches of a site, made with the first.
const Place id.ID = 1

// How that community is named.
const (
	placeName    = "Correspondance"
	placePurpose = "Ce que les services s’écrivent."
)

// Bounds of a dispatch.
const (
	MaxExpects    = 500
	MaxAddressees = 1000
	MaxReferences = 50
	MaxVisas      = 20
	MaxReaders    = 50
	MaxDays       = 60  // that somebody has to give a visa
	MaxLine       = 300 // of a note or a reason
)

// Precedence is how fast a dispatch must be handled, as its writer says.
type Precedence uint8

// The precedences; zero is not said yet.
const (
	Routine Precedence = iota + 1
	Urgent
	Immediate
)

// Step is how far a dispatch is on its way out.
type Step uint8

// The steps.
const (
	Drafted Step = iota + 1
	InVisas
	ToSign
	Released
	Dropped
)

// Relation is what a dispatch is to an earlier one.
type Relation uint8

// The relations.
const (
	Refers Relation = iota + 1
	Answers
	Instructs
	Corrects
)

// Qualification is what a dispatch cannot be released without, said in one
// gesture.
type Qualification struct {
	Type         string // TD, TG, TS, or what an administrator added
	Precedence   Precedence
	Protection   access.Protection
	Distribution access.Audience // ForServices, ForDirectors or ForNamed
}

// Target is to whom one writes: exactly one of a unit, a list, or all desks
// under a unit.
type Target struct {
	Unit  id.ID
	List  id.ID
	Under id.ID
	Acts  bool // for action; otherwise for information
}

// Reference leads to an earlier dispatch.
type Reference struct {
	To       id.ID    `db:"to_id"`
	Relation Relation `db:"kind"`
	Shown    bool     // who may not read the earlier one is told that it exists
}

// VisaAsked is somebody whose visa is asked for before a dispatch is signed.
type VisaAsked struct {
	Person id.ID `db:"person_id"`
	Days   int   // that they have, once it comes to them
}

// Writing is all that its drafter says of a dispatch.
type Writing struct {
	ID         id.ID // made with the form
	Item       id.ID // what Edit changes; unused by Draft
	Version    int   // for Edit: the Dispatch.Version that was shown; zero does not ask
	Unit       id.ID // that issues it
	Subject    string
	Source     string
	Tags       []string
	Files      []id.ID // loose files to join
	Without    []id.ID // joined files to take off; for Edit
	Qualified  *Qualification
	To         []Target
	Expects    string
	Due        clock.Time
	References []Reference
	Visas      []VisaAsked // in their order; for Edit, nil leaves them as they are
	InTurn     bool        // one visa after the other; otherwise all at once
	Signatory  id.ID
	Readers    []id.ID // who reads it besides, agents and guests; for Edit, nil leaves them as they are
	Saved      string  // the saved form that this ends
}

// Dispatch is what one has beside its item.
type Dispatch struct {
	Item        id.ID  `db:"item_id"`
	Unit        id.ID  `db:"unit_id"`
	Author      id.ID  `db:"author_id"`
	Title       string // its subject
	Type        string
	Precedence  Precedence
	Protection  access.Protection
	Audience    access.Audience
	State       access.State
	Step        Step
	Returned    string // why it came back from its signatory, until it is changed or sent again
	Returner    id.ID  `db:"returner_id"` // who sent it back
	Expects     string
	Due         clock.Time
	InTurn      bool       // its visas
	Version     int        // of all that its drafter says of it: one more at each change
	Signatory   id.ID      `db:"signatory_id"`
	HolderSince clock.Time `db:"holder_since"`
	Year        int
	Number      int
	Released    clock.Time
	Original    string // its number where it comes from
	Signer      id.ID  `db:"signer_id"`
	For         id.ID  `db:"for_id"` // in whose name the signer signed, zero for their own

	asked   []id.ID    // whose visa is waited for
	askedBy clock.Time // when the first of these is due
}

// Qualified tells whether its writer said how it is to be handled.
func (d Dispatch) Qualified() bool { return d.Type != "" && d.Precedence != 0 }

// Holders are who has it now: who drafts it, those whose visa is waited for, who
// signs it, nobody once it is out.
func (d Dispatch) Holders() []id.ID {
	switch {
	case d.Step == Drafted:
		return []id.ID{d.Author}
	case d.Step == InVisas:
		return d.asked
	case d.Step == ToSign && d.Signatory != 0:
		return []id.ID{d.Signatory}
	}
	return nil
}

// Addressee is a unit to which it goes.
type Addressee struct {
	Unit id.ID `db:"unit_id"`
	Acts bool
	List id.ID `db:"by_list"` // the list that named it, zero for none
}

// Seen is a reference as one person reads it: one that they may not read has no
// dispatch, and is there only when its author lets others know of it.
type Seen struct {
	Relation Relation
	Dispatch *Dispatch
}

// Origin is what a dispatch that was brought from elsewhere was there.
type Origin struct {
	Number     string // in the series of who sent it
	Marking    string // classification, precedence and handling, as they were written
	DraftedBy  string `db:"drafted_by"`
	ApprovedBy string `db:"approved_by"`
}

// Whole is a dispatch with what its page shows.
type Whole struct {
	Dispatch
	Origin     Origin // the zero one for a dispatch of this site
	Addressees []Addressee
	References []Seen
	Visas      []VisaSeen
	Readers    []id.ID // whom its drafter named besides
}
