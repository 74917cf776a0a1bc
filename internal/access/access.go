// Package access decides who may do what, in one place (F5: no uncontrolled
// spread; F8: no obscure circuit).
//
// A rule is an expression over a few leaves joined by Any and All. Each leaf
// has its Go form and its SQL form side by side: May evaluates the one,
// From gives the other as a scoped sub-select used in FROM, so that nothing
// can be OR-ed around it. A property test draws random people and rows and
// demands that both agree, on both engines.
//
// What would surprise: an administrator of the site does not read what private
// communities hold. Administration is about places and accounts, not about
// what people say to each other (F6).
package access

import (
	"parvis/internal/id"
	"parvis/internal/store"
)

// Subject is what an action is done to: it names the table whose rows the
// action scopes.
type Subject uint8

// The subjects. None is for actions on the site as a whole.
const (
	None Subject = iota
	Items
	Communities
	People
)

// Scope is what a token must have been granted for an action.
type Scope string

// The scopes of tokens.
const (
	Read  Scope = "read"
	Write Scope = "write"
	Admin Scope = "admin"
)

// Action is something that a person may do, with the rule that says who may.
// The zero value allows nothing.
type Action struct {
	Name  string // feature.verb, as in "publication.close"
	On    Subject
	Scope Scope
	rule  Rule
	alone bool // the rule asks nothing of c: its rows are found in the subject's table alone
}

// On declares an action on a subject.
func On(subject Subject, name string, scope Scope, rule Rule) Action {
	return Action{Name: name, On: subject, Scope: scope, rule: rule}
}

// May tells whether actor may do action to what label describes.
func (a Actor) May(action Action, label Label) bool {
	if a.kind == System {
		return true
	}
	if action.rule.holds == nil || !a.granted(action.Scope) {
		return false
	}
	return action.rule.holds(a, label)
}

// Could tells whether there may be anything at all to which actor may do
// action: the guard of a route asks it before any row is loaded.
func (a Actor) Could(action Action) bool {
	return a.where(action) != never
}

func (a Actor) where(action Action) *store.Query {
	if a.kind == System {
		return always
	}
	if action.rule.where == nil || !a.granted(action.Scope) {
		return never
	}
	return action.rule.where(a)
}

// From is the scoped sub-select of the rows to which actor may do action, to
// be written after FROM or JOIN and given an alias. It holds every column of
// the subject's table.
func From(actor Actor, action Action) *store.Query {
	where := actor.where(action)
	switch action.On {
	case Items:
		if action.alone {
			return store.Q("(SELECT i.* FROM items i WHERE %s)", where)
		}
		return store.Q("(SELECT i.* FROM items i JOIN communities c ON c.id = i.community_id WHERE %s)", where)
	case Communities:
		return store.Q("(SELECT c.* FROM communities c WHERE %s)", where)
	case People:
		return store.Q("(SELECT p.* FROM persons p WHERE %s)", where)
	}
	panic("access: " + action.Name + " has no subject to select from")
}

// ProtectedTables lists the tables that are never read by name outside this
// package: readers go through From or Load.
func ProtectedTables() []string { return []string{"items", "communities", "persons"} }

// Label is what decides who may read and act on one row: where it is, whose
// it is, how far it goes and in which state. Importance and pins are no part
// of it: highlighting never restricts or widens access (S2).
type Label struct {
	Item     id.ID
	Author   id.ID
	Owner    id.ID // who answers for it now, zero where its kind has no such person
	State    State
	Audience Audience
	Closed   bool
	Frozen   bool    // what it says was approved and stays as it is
	Relays   []id.ID // other communities in which the item is read
	Writers  []id.ID // who was let write in it alone

	Protection Protection
	Units      []id.ID // that are named on it, in a sealed place
	People     []id.ID // who are named on it there, whatever their unit

	Community  id.ID
	Openness   Openness
	Archived   bool // the community is archived
	Unit       id.ID
	Validation bool

	Person  id.ID
	Sponsor id.ID
}

// State is where an item stands in its life.
type State uint8

// The states of an item.
const (
	Scheduled State = iota + 1 // will be published at a chosen time
	Pending                    // waits for a community manager's release
	Returned                   // sent back to its author with a reason
	Published
	Archived
	Binned
	Erased // from the bin, for good: an empty place that nobody reads
)

// Audience is how far an item goes among those who may read its community.
type Audience uint8

// The audiences, from wide to narrow.
const (
	Everyone     Audience = iota // whoever may read the community
	MembersOnly                  // its members, guests included
	ManagersOnly                 // its community managers
	ForServices                  // in a sealed place: everybody of the house
	ForDirectors                 // there: those who head a unit, and who is named
	ForNamed                     // there: the units and the people who are named
)

// Protection is how much what an item says must be kept from others: nobody
// reads above their clearance, whatever they are named on.
type Protection uint8

// The protections, and the clearances of people.
const (
	Public Protection = iota
	Limited
	Restricted // only for units and people who are named
)

// Openness is who may read a community and how one joins it.
type Openness uint8

// The degrees of openness.
const (
	Open      Openness = iota // every agent reads and joins
	OnRequest                 // every agent sees that it exists; members read
	Private                   // only members and invited people know of it
	Sealed                    // every agent knows of it, nobody belongs to it: each item says who reads it
)

// Name is an audience in addresses, in forms and in JSON.
func (a Audience) Name() string {
	switch a {
	case MembersOnly:
		return "members"
	case ManagersOnly:
		return "managers"
	}
	return "everyone"
}

// AudienceNamed is the audience of a name; Everyone when it names none.
func AudienceNamed(name string) Audience {
	switch name {
	case "members":
		return MembersOnly
	case "managers":
		return ManagersOnly
	}
	return Everyone
}

// Role is what a member is in a community; a greater role holds the rights of
// the smaller ones.
type Role uint8

// The roles.
const (
	GuestRole Role = iota + 1
	MemberRole
	ManagerRole
)

// MembershipActive is the state of a membership that counts for access; the
// community feature knows the others. SQL names these two by their numbers: a
// bound value that a partial index could be compared with makes SQLite prepare
// the statement again at each run.
const MembershipActive = 1

// MembershipInvited is the state of a membership that its person has yet to
// accept: it lets them see the community, not its content.
const MembershipInvited = 2
