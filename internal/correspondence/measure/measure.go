// Package measure says how desks do (S2): how long a unit takes to acknowledge
// and to clear what it must handle, how much is late, what comes in and goes
// out, and what part of it is raised at each level.
//
// What would surprise: it never tells of one person. Times and lates are shown
// only when they rest on enough dispatches and enough people; restricted
// dispatches are left out for everybody; and all is cut at last midnight, so that
// nobody watches a desk at work.
package measure

import (
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
)

// Under these, a time or a share would tell of one dispatch, or of one person.
const (
	FewDispatches = 5
	FewPeople     = 3
)

// Period is how much is looked at: whole weeks, so that two of them hold the
// same days.
type Period string

// The periods.
const (
	Week    Period = "week"
	Month   Period = "month"   // four weeks
	Quarter Period = "quarter" // thirteen weeks
)

func (p Period) days() int {
	switch p {
	case Month:
		return 28
	case Quarter:
		return 91
	}
	return 7
}

// step is how many days a bar of the volumes stands for.
func (p Period) step() int {
	if p == Week {
		return 1
	}
	return 7
}

// PeriodNamed is the period of a name; a week when it names none.
func PeriodNamed(name string) Period {
	switch p := Period(name); p {
	case Month, Quarter:
		return p
	}
	return Week
}

// span is a period and the one before it, until last midnight.
type span struct {
	before, from, until clock.Time
	days                []clock.Time // when each bar of the period begins
}

func (p Period) span(now clock.Time) span {
	s := span{before: clock.Midnight(now, -2*p.days()), from: clock.Midnight(now, -p.days()), until: clock.Midnight(now, 0)}
	for n := p.days(); n > 0; n -= p.step() {
		s.days = append(s.days, clock.Midnight(now, -n))
	}
	return s
}

// Place is a unit that has a desk, where it stands.
type Place struct {
	ID      id.ID
	Name    string
	Acronym string
	Level   int
	LevelFR string `db:"level_fr"`
	LevelEN string `db:"level_en"`
	Keeps   int
	Above   id.ID
	People  int // who have a function there
}

// Short is its acronym, or its name when it has none.
func (p Place) Short() string {
	if p.Acronym != "" {
		return p.Acronym
	}
	return p.Name
}

// Spread is how long something took: for half of the dispatches at most Median,
// for nine in ten at most P90.
type Spread struct {
	N           int // dispatches; the rest is zero when they are too few to be shown
	Median, P90 time.Duration
}

// Shown tells whether there are enough to say something.
func (s Spread) Shown() bool { return s.N >= FewDispatches }

// Figures are what a desk did with what arrived in a period.
type Figures struct {
	Handle, Read int // arrived: to be handled, to be read
	Out          int // released by the unit

	Acknowledged Spread
	Cleared      Spread
	Dated, Late  int // were due by the end of it; were not closed in time

	Raised int // to the level above
	Kept   int // for a selection of the day
}

// LateShown tells whether the share of late ones says something.
func (f Figures) LateShown() bool { return f.Dated >= FewDispatches }

// hide takes away what would tell of people who are too few.
func (f Figures) hide() Figures {
	f.Acknowledged, f.Cleared, f.Dated, f.Late = Spread{}, Spread{}, 0, 0
	return f
}

// blur takes away what rests on too few dispatches.
func (f Figures) blur() Figures {
	if !f.Acknowledged.Shown() {
		f.Acknowledged = Spread{}
	}
	if !f.Cleared.Shown() {
		f.Cleared = Spread{}
	}
	if !f.LateShown() {
		f.Dated, f.Late = 0, 0
	}
	return f
}

// Desk is how one desk did in a period, and in the one before.
type Desk struct {
	Place
	Now, Before Figures
}

// Timed tells whether its people are enough for times to be shown.
func (d Desk) Timed() bool { return d.People >= FewPeople }

// Flow is what came in and went out from a day on.
type Flow struct {
	From    clock.Time
	In, Out int
}

// Level is what was sorted at one level: what arrived to be handled, what of it
// was raised, what was kept.
type Level struct {
	Place                int
	NameFR, NameEN       string
	Handle, Raised, Kept int
}
