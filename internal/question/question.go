// Package question serves questions fast (P1: a question finds who knows; U5:
// what was answered once is found): what resembles one shows while it is
// typed, a few people who know are asked, what waits is seen by its community
// and comes back to those in charge, and two questions that are one are joined.
//
// What would surprise: people are never ranked for anybody to see (F6). Why
// somebody is asked is said in a word, to them and to who asks; how often they
// declined or answered is shown to nobody.
package question

import (
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Kind is that of questions in the spine; publication makes them.
const Kind = "question"

// Bounds.
const (
	MaxPeople  = 10  // a question is put to by itself
	MaxDays    = 30  // before a reminder or the managers
	MaxNote    = 500 // characters of who passes a question on
	MaxNamed   = 10  // people who may be named in one gesture
	maxOpen    = 5   // requests that one may have before the site asks them nothing more
	maxBurden  = 20  // requests that one may have before nobody asks them more
	oftenAfter = 3   // refusals within tired before the site leaves somebody in peace
	nearest    = 5   // questions and sheets that a form shows
)

// Settings is how a community treats its questions.
type Settings struct {
	People   int // how many people a question is put to, zero for none
	Remind   int // working days before they are reminded, zero for never
	Escalate int // working days before the managers are told, zero for never
}

// Usual is how a community that chose nothing treats its questions.
var Usual = Settings{People: 5, Remind: 2, Escalate: 5}

// Reason is why somebody is asked.
type Reason string

// The reasons.
const (
	ByTag  Reason = "tag"    // they wrote about that subject
	ByNear Reason = "near"   // they wrote about something close
	Named  Reason = "named"  // somebody thought of them
	Passed Reason = "passed" // somebody who was asked passed it to them
)

// Standing is where the request to one person stands.
type Standing uint8

// The standings.
const (
	Planned  Standing = iota + 1 // the question is not out yet
	Waiting                      // for a gesture of theirs
	Answered                     // they answered
	HandedOn                     // they passed it on
	Declined                     // they cannot answer
	Gone                         // they may not read it any more
)

// Ask is a question put to somebody.
type Ask struct {
	Item     id.ID `db:"item_id"`
	Person   id.ID `db:"person_id"`
	Asker    id.ID `db:"asker_id"` // zero for the site
	Reason   Reason
	Tag      id.ID  `db:"tag_id"`
	TagName  string `db:"tag_name"`
	Note     string
	Standing Standing
	Created  clock.Time
	Settled  clock.Time
	Reminded clock.Time
}

// Candidate is somebody who may know, and why.
type Candidate struct {
	Person  id.ID
	Reason  Reason
	Tag     id.ID
	TagName string
}

// Preferences is what a person wants of being asked.
type Preferences struct {
	Silent bool       // never asked
	Away   clock.Time // not asked until then; zero for there
}

// course is what becomes of a question until it is answered.
type course struct {
	Item      id.ID `db:"item_id"`
	Chosen    bool
	Begun     clock.Time
	Escalated clock.Time
	Watch     clock.Time
}
