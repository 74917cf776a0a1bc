// Package proposal is what becomes of the changes that are proposed in a
// document (U1, U3): they are listed, accepted or refused by those who write,
// and the people who made them are told.
//
// What would surprise: a proposal stands in the document itself, as marks on its
// text, and so does what was decided (package document). What is kept here is
// derived from it at each pause of the writing, to tell people and to know whose
// a proposal is that comes back when a decision is undone.
package proposal

import (
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Outcome is what became of a proposal.
type Outcome int

// The outcomes.
const (
	Open Outcome = iota
	Accepted
	Refused
	Withdrawn // by who made it, or with the text in which it stood
)

// What happens to proposals.
const (
	// Made: somebody proposed something. Data: {"count": how many}
	Made activity.Verb = "proposal.made"
	// WasAccepted and WasRefused: one fact for each proposal; the person is who
	// made it.
	WasAccepted activity.Verb = "proposal.accepted"
	WasRefused  activity.Verb = "proposal.refused"
)

// Kept is a proposal as the ledger knows it.
type Kept struct {
	Proposal string
	Person   id.ID `db:"person_id"` // who made it
	Outcome  Outcome
	Decider  id.ID `db:"decider_id"`
	Decided  clock.Time
}
