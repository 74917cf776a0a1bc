// Package signoff takes a document from draft to review to approved (U1, F8):
// people, or whoever holds a function, are asked for their visa, one after the
// other or together, each within some days; who has it now is always said. With
// the last visa the document is frozen: a version with its hash, the names and
// the dates, that nothing changes any more. Later work goes on in the same
// document, above which the version in force stays named.
//
// What would surprise: a document stays open to writing while it is reviewed,
// since a review is where mistakes are mended. Each visa therefore holds the
// hash of what it was given on; a visa on an earlier text counts for nothing
// until it is given again, or until the requester approves in spite of it, with
// a reason that stays beside the names.
package signoff

import (
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Bounds of what is asked.
const (
	MaxSteps  = 12
	MaxDays   = 90
	UsualDays = 5
	MaxLine   = 300 // of what is expected, a reason, a note; in characters
)

// State is where a round of visas stands.
type State uint8

// The states of a round.
const (
	Open State = iota + 1
	Approved
	Refused
	Withdrawn
)

// Answer is where one visa stands.
type Answer uint8

// The answers.
const (
	Coming  Answer = iota + 1 // the turn of others is first
	Waiting                   // it is asked for
	Given
	Declined // refused: the document is a draft again
	Handed   // to somebody else, whose visa stands beside
)

// Role is as what somebody is asked.
type Role uint8

// The roles. Whoever holds a function on the day gives its visa.
const (
	Somebody Role = iota + 1
	HeadOfUnit
	Managers
)

// Step asks one visa: of Person, of the head of Unit, or of the managers.
type Step struct {
	Role   Role
	Person id.ID
	Unit   id.ID
}

// Request asks for a review.
type Request struct {
	Item    id.ID
	Steps   []Step
	InTurn  bool   // one after the other, in the order of the steps
	Days    int    // that each has
	Expects string // one line, "" for nothing in particular
}

// Round is one course of a document from person to person.
type Round struct {
	ID        id.ID
	Item      id.ID `db:"item_id"`
	Requester id.ID `db:"requester_id"`
	Expects   string
	InTurn    bool `db:"in_turn"`
	Days      int
	State     State
	Number    int64 // the update of the document at which it began
	Created   clock.Time
	Ended     clock.Time
	Ender     id.ID `db:"ender_id"`
	Reason    string
}

// Visa is what one is asked for, and what they answered.
type Visa struct {
	ID       id.ID
	Round    id.ID `db:"round_id"`
	Item     id.ID `db:"item_id"`
	Place    int
	Role     Role
	Person   id.ID  `db:"person_id"`
	Unit     id.ID  `db:"unit_id"`
	Function string // the unit of a head, or what somebody did in the house
	State    Answer
	Again    bool // the text changed since it was given
	Since    clock.Time
	Due      clock.Time
	Late     bool  // the requester was told
	Giver    id.ID `db:"giver_id"`
	Given    clock.Time
	Number   int64
	Hash     string
	Note     string
	Next     id.ID `db:"next_id"` // to whom it was handed
}

// Step is what a visa asks.
func (v Visa) Step() Step { return Step{v.Role, v.Person, v.Unit} }

// Overdue tells whether it is waited for longer than agreed.
func (v Visa) Overdue(now clock.Time) bool {
	return v.State == Waiting && !v.Due.IsZero() && v.Due.Before(now.Time)
}

// Version is what was approved, whole.
type Version struct {
	Item     id.ID `db:"item_id"`
	Version  int
	Round    id.ID `db:"round_id"`
	Number   int64
	Title    string
	Hash     string
	Body     string `db:"body"` // see Canonical
	Signed   string `db:"signed"`
	Reason   string
	Approved clock.Time
}

// Signature is who approved a version, as what, when and on which update: the
// names and functions of that day.
type Signature struct {
	Person   id.ID      `json:"person"`
	Name     string     `json:"name"`
	Function string     `json:"function,omitempty"`
	Unit     string     `json:"unit,omitempty"`     // of which they gave it as the head
	Managers bool       `json:"managers,omitempty"` // they gave it as a manager of the community
	At       clock.Time `json:"at"`
	Number   int64      `json:"number"`
	Hash     string     `json:"hash"` // of what it was given on: that of the version, but where it was approved in spite of it
	Note     string     `json:"note,omitempty"`
}
