package access

import (
	"slices"

	"parvis/internal/id"
)

// Kind is what sort of actor asks.
type Kind uint8

// The kinds of actors. Ids never compare across kinds: a token acts for a
// person and says so, the system acts for nobody.
const (
	Anonymous Kind = iota
	Person
	Token
	System
)

// Actor is who asks. The zero value is anonymous and may do almost nothing.
type Actor struct {
	kind   Kind
	facts  Facts
	scopes []Scope // of a token
	reason string  // of the system
}

// Facts are what is known of the person behind an actor, loaded once per
// request.
type Facts struct {
	Person  id.ID
	Guest   bool // from outside, with a sponsor and an expiry
	Admin   bool
	Roles   map[id.ID]Role // by community, active memberships only
	Invited []id.ID        // communities whose invitation waits for an answer
	Heads   []id.ID        // units that the person heads
	Units   []id.ID        // units in which the person has a function

	Clearance Protection // the highest that the person may read
}

// Signed is an actor who signed in.
func Signed(facts Facts) Actor { return Actor{kind: Person, facts: facts} }

// Bearer is a token that acts for a person within its scopes.
func Bearer(facts Facts, scopes []Scope) Actor {
	return Actor{kind: Token, facts: facts, scopes: scopes}
}

// SystemActor is the program itself, for work that nobody asked for: derived
// views, clean-up, imports. The reason is for whoever reads the code and the
// log.
func SystemActor(reason string) Actor { return Actor{kind: System, reason: reason} }

// Kind tells what sort of actor this is.
func (a Actor) Kind() Kind { return a.kind }

// Person is the id of the person who acts, or for whom a token acts; zero for
// the others.
func (a Actor) Person() id.ID { return a.facts.Person }

// Reason says why the system acts.
func (a Actor) Reason() string { return a.reason }

// IsAgent tells whether the actor is somebody of the house, not a guest.
func (a Actor) IsAgent() bool {
	return (a.kind == Person || a.kind == Token) && !a.facts.Guest
}

// IsGuest tells whether the actor was invited from outside.
func (a Actor) IsGuest() bool { return a.kind != Anonymous && a.facts.Guest }

// IsAdmin tells whether the actor administers the site.
func (a Actor) IsAdmin() bool {
	return a.IsAgent() && a.facts.Admin
}

// Role is the actor's role in a community, zero when not a member.
func (a Actor) Role(community id.ID) Role { return a.facts.Roles[community] }

// Communities lists the communities of which the actor is an active member,
// in ascending order.
func (a Actor) Communities() []id.ID {
	out := make([]id.ID, 0, len(a.facts.Roles))
	for c := range a.facts.Roles {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// Invitations lists the communities whose invitation waits for an answer.
func (a Actor) Invitations() []id.ID { return slices.Clone(a.facts.Invited) }

// Headships lists the units that the actor heads.
func (a Actor) Headships() []id.ID { return slices.Clone(a.facts.Heads) }

// Units lists the units in which the actor has a function.
func (a Actor) Units() []id.ID { return slices.Clone(a.facts.Units) }

// Clearance is the highest protection that the actor may read.
func (a Actor) Clearance() Protection { return a.facts.Clearance }

// holding lists the communities in which the actor has at least a role, in
// ascending order.
func (a Actor) holding(role Role) []id.ID {
	return slices.DeleteFunc(a.Communities(), func(c id.ID) bool { return a.facts.Roles[c] < role })
}

func (a Actor) granted(scope Scope) bool {
	return a.kind != Token || slices.Contains(a.scopes, scope)
}
