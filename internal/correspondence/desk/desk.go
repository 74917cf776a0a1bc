// Package desk receives dispatches and sorts them: what each unit has to handle
// and to read, who takes it, to whom it is passed or raised, and what each level
// keeps for the day (S2, P3, P4).
//
// What would surprise: a delivery belongs to one unit and says nothing to the
// others, not even that it is taken. Passing and raising name a unit on the
// dispatch; nothing else that is done here changes who reads it.
package desk

import (
	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// State is where a delivery stands on its desk.
type State uint8

// The states of a delivery.
const (
	Waiting State = iota + 1
	Taken         // somebody of the unit has it
	Closed        // with an outcome
	Passed        // to another unit, which has it now
)

// Precedence is how pressing a dispatch is, as its writer said.
type Precedence uint8

// The precedences.
const (
	Routine Precedence = iota + 1
	Urgent
	Immediate
)

// Bounds of what is written on a desk, in characters.
const (
	MaxLine    = 300  // why it is passed or raised
	MaxOutcome = 300  // with what it is closed
	MaxNote    = 5000 // said inside the unit
	MaxKeeps   = 50   // in a selection of the day, dispatches
)

// Delivery is a dispatch on the desk of a unit.
type Delivery struct {
	Item         id.ID `db:"item_id"`
	Unit         id.ID `db:"unit_id"`
	Acts         bool  // to handle; otherwise to read
	State        State
	Rank         int // the precedence negated
	Arrived      clock.Time
	Due          clock.Time // zero for no hurry
	Assignee     id.ID      `db:"assignee_id"`
	Acknowledged clock.Time
	Closed       clock.Time // or passed
	Outcome      string
	From         id.ID  `db:"from_id"` // the unit that passed or raised it, zero when it was addressed
	Line         string // why it did
	Raiser       id.ID  `db:"raiser_id"` // who raised it, zero when nobody did
	Kept         clock.Time
	Merit        int // how useful its readers say that it is, negated; 0 of what is to be handled
	Warned       Warning
}

// Warning is what was said of the date of a delivery to who has it.
type Warning uint8

// The warnings; zero is none yet.
const (
	OfTomorrow Warning = iota + 1 // it ends today or tomorrow
	OfLate
)

// Open tells whether something is still to be done with it.
func (d Delivery) Open() bool { return d.Closed.IsZero() }

// Late tells whether it should have been closed by now.
func (d Delivery) Late(now clock.Time) bool {
	return d.Open() && !d.Due.IsZero() && d.Due.Before(now.Time)
}

// touched tells whether the unit did something with it.
func (d Delivery) touched() bool {
	return d.State != Waiting || !d.Acknowledged.IsZero() || !d.Kept.IsZero()
}

// selected tells whether it was kept for the selection of the day.
func (d Delivery) selected(now clock.Time) bool {
	return !d.Kept.IsZero() && !d.Kept.Before(clock.Midnight(now, 0).Time)
}

// Precedence is that of its dispatch.
func (d Delivery) Precedence() Precedence { return Precedence(-d.Rank) }

// Row is a delivery with what a list says of its dispatch.
type Row struct {
	Delivery
	Title      string
	Protection access.Protection
	Comments   int
	Useful     int    // how many of its readers say that it is
	Type       string // code, as TD
	Year       int    // zero with Number when it has none
	Number     int
	Original   string // the number that it had where it was released, when it was elsewhere
	Expects    string
	Issuer     Office `db:"issuer"`
	Sender     Office `db:"sender"` // the unit of From
	Place      Office `db:"place"`  // the unit on whose desk it is
	Raised     bool   // to the desk above
}

// Office is how a unit is named. ID is zero for none.
type Office struct {
	ID      id.ID
	Name    string
	Acronym string
}

// Short is its acronym, or its name when it has none.
func (o Office) Short() string {
	if o.Acronym != "" {
		return o.Acronym
	}
	return o.Name
}

// Desk is a unit that writes and receives, on its level.
type Desk struct {
	Office
	Level Level  `db:"level"`
	Above Office `db:"above"` // to which it raises, zero for none
}

// Level is a step of the sorting, from 1, the lowest.
type Level struct {
	Place  int
	NameFR string `db:"name_fr"`
	NameEN string `db:"name_en"`
	Keeps  int    // how many its selection of the day holds; 0: it has none
}

// Note is what somebody of the unit said of a dispatch inside the unit, or
// whose contribution they asked for.
type Note struct {
	ID       id.ID
	Item     id.ID `db:"item_id"`
	Unit     id.ID `db:"unit_id"`
	Author   id.ID `db:"author_id"`
	Source   string
	Asked    id.ID `db:"asked_id"`
	Created  clock.Time
	Answered clock.Time
}
