package access

import (
	"slices"
	"strconv"
	"strings"

	"parvis/internal/id"
	"parvis/internal/store"
)

// Leaves about the actor.
var (
	// Anyone holds for everybody, signed in or not: a route must say so.
	Anyone = ofActor(func(Actor) bool { return true })
	// Stranger holds for those who are not signed in.
	Stranger = ofActor(func(a Actor) bool { return a.kind == Anonymous })
	// SignedIn holds for agents and guests.
	SignedIn = ofActor(func(a Actor) bool { return a.kind != Anonymous })
	// Agent holds for people of the house, not for guests.
	Agent = ofActor(Actor.IsAgent)
	// Administrator holds for administrators of the site.
	Administrator = ofActor(Actor.IsAdmin)
)

// Leaves about an item.
var (
	// Author holds for who made the item.
	Author = needs(
		func(a Actor, l Label) bool { return l.Author == a.facts.Person },
		func(a Actor) *store.Query { return store.Q("i.author_id = %s", a.facts.Person) })

	// Owner holds for who answers for the item now, author or not.
	Owner = needs(
		func(a Actor, l Label) bool { return l.Owner == a.facts.Person },
		func(a Actor) *store.Query { return store.Q("i.owner_id = %s", a.facts.Person) })

	// Granted holds for who was let write in this item alone. It says nothing of
	// reading, which is judged before.
	Granted = needs(
		func(a Actor, l Label) bool { return slices.Contains(l.Writers, a.facts.Person) },
		func(a Actor) *store.Query {
			return store.Q("EXISTS (SELECT 1 FROM grants g WHERE g.item_id = i.id AND g.person_id = %s)", a.facts.Person)
		})

	// NotClosed holds while the item takes comments.
	NotClosed = Rule{
		holds: func(_ Actor, l Label) bool { return !l.Closed },
		where: func(Actor) *store.Query { return store.Q("NOT i.closed") },
	}

	// NotFrozen holds while what the item says may change: it was not approved,
	// or a new version of it was begun.
	NotFrozen = Rule{
		holds: func(_ Actor, l Label) bool { return !l.Frozen },
		where: func(Actor) *store.Query { return store.Q("NOT i.frozen") },
	}

	// ReaderByRelay holds for members of a community into which the item was
	// relayed. Guests read by relay only what they could read without it.
	ReaderByRelay = needs(
		func(a Actor, l Label) bool {
			return slices.ContainsFunc(l.Relays, func(c id.ID) bool { return a.Role(c) > 0 })
		},
		func(a Actor) *store.Query {
			if in := among("r.community_id", a.holding(GuestRole)); in != nil {
				return onlyIf(in, store.Q("EXISTS (SELECT 1 FROM relays r WHERE r.item_id = i.id AND %s)", in))
			}
			return store.Q(`EXISTS (SELECT 1 FROM relays r JOIN memberships m ON m.community_id = r.community_id
				WHERE r.item_id = i.id AND m.person_id = %s AND m.state = 1)`, a.facts.Person)
		})
)

// Leaves about an item of a sealed place.
var (
	// InSealed holds for what is in one. It asks row by row, for rules that stand
	// without c: PostgreSQL, which sees that few communities are sealed and not
	// that most items may be there, would gather what it expects to be few, and
	// sort it, rather than walk an index in its order.
	InSealed = Rule{
		holds: func(_ Actor, l Label) bool { return l.Openness == Sealed },
		where: func(Actor) *store.Query {
			return store.Q("EXISTS (SELECT 1 FROM communities s WHERE s.id = i.community_id AND s.openness IN " + literals([]Openness{Sealed}) + " LIMIT 1 OFFSET 0)")
		},
	}

	// Cleared holds for those whose clearance reaches what protects the item.
	Cleared = Rule{
		holds: func(a Actor, l Label) bool { return l.Protection <= a.facts.Clearance },
		where: func(a Actor) *store.Query { return store.Q("i.protection <= " + strconv.Itoa(int(a.facts.Clearance))) },
	}

	// NamedUnit holds for those who have a function in a unit that is named on
	// the item. The offset of none keeps PostgreSQL from reading first all that is
	// named for the unit: tens of thousands of rows, for a page of thirty.
	NamedUnit = needs(
		func(a Actor, l Label) bool {
			return slices.ContainsFunc(l.Units, func(u id.ID) bool { return slices.Contains(a.facts.Units, u) })
		},
		func(a Actor) *store.Query {
			if in := among("n.unit_id", a.facts.Units); in != nil {
				return onlyIf(in, store.Q("EXISTS (SELECT 1 FROM named_units n WHERE n.item_id = i.id AND %s LIMIT 1 OFFSET 0)", in))
			}
			return store.Q(`EXISTS (SELECT 1 FROM named_units n JOIN functions f ON f.unit_id = n.unit_id
				WHERE n.item_id = i.id AND f.person_id = %s LIMIT 1 OFFSET 0)`, a.facts.Person)
		})

	// NamedPerson holds for who is named on the item.
	NamedPerson = needs(
		func(a Actor, l Label) bool { return slices.Contains(l.People, a.facts.Person) },
		func(a Actor) *store.Query {
			return store.Q("EXISTS (SELECT 1 FROM named_people n WHERE n.item_id = i.id AND n.person_id = %s LIMIT 1 OFFSET 0)", a.facts.Person)
		})

	// Director holds for those who head a unit, whichever.
	Director = ofActor(func(a Actor) bool { return len(a.facts.Heads) > 0 })
)

// ClearedFor is Cleared over a copy of what protects an item, for who counts what
// nothing else hides from actor.
func ClearedFor(actor Actor, column string) *store.Query {
	return store.Q(column+" <= %s", actor.facts.Clearance)
}

// ProtectedBy holds when what protects the item is one of these.
func ProtectedBy(levels ...Protection) Rule {
	return Rule{
		holds: func(_ Actor, l Label) bool { return slices.Contains(levels, l.Protection) },
		where: func(Actor) *store.Query { return store.Q("i.protection IN " + literals(levels)) },
	}
}

// InState holds when the item is in one of the states.
func InState(states ...State) Rule {
	return Rule{
		holds: func(_ Actor, l Label) bool { return slices.Contains(states, l.State) },
		where: func(Actor) *store.Query { return store.Q("i.state IN " + literals(states)) },
	}
}

// For holds when the item's audience is one of these.
func For(audiences ...Audience) Rule {
	return Rule{
		holds: func(_ Actor, l Label) bool { return slices.Contains(audiences, l.Audience) },
		where: func(Actor) *store.Query { return store.Q("i.audience IN " + literals(audiences)) },
	}
}

// Leaves about a community: the item's own, or the one acted upon.
var (
	// Member holds for active members, guests included.
	Member = roleAtLeast(GuestRole)
	// FullMember holds for active members who are not there as guests.
	FullMember = roleAtLeast(MemberRole)
	// Manager holds for community managers.
	Manager = roleAtLeast(ManagerRole)

	// Invited holds for people whose invitation waits for an answer.
	Invited = needs(
		func(a Actor, l Label) bool { return slices.Contains(a.facts.Invited, l.Community) },
		func(a Actor) *store.Query {
			if in := among("c.id", a.facts.Invited); in != nil {
				return in
			}
			return store.Q(`EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = %s
				AND m.community_id = c.id AND m.state = 2)`, a.facts.Person)
		})

	// HeadOfUnit holds for the head of the unit that a hierarchical community
	// follows.
	HeadOfUnit = needs(
		func(a Actor, l Label) bool { return l.Unit != 0 && slices.Contains(a.facts.Heads, l.Unit) },
		func(a Actor) *store.Query {
			if in := among("c.unit_id", a.facts.Heads); in != nil {
				return in
			}
			return store.Q(`EXISTS (SELECT 1 FROM functions f WHERE f.person_id = %s
				AND f.head AND f.unit_id = c.unit_id)`, a.facts.Person)
		})

	// Alive holds while the community is not archived.
	Alive = Rule{
		holds: func(_ Actor, l Label) bool { return !l.Archived },
		where: func(Actor) *store.Query { return store.Q("c.state = 1") },
	}
)

// OpennessIs holds when the community is of one of these degrees.
func OpennessIs(degrees ...Openness) Rule {
	return Rule{
		holds: func(_ Actor, l Label) bool { return slices.Contains(degrees, l.Openness) },
		where: func(Actor) *store.Query { return store.Q("c.openness IN " + literals(degrees)) },
	}
}

func roleAtLeast(role Role) Rule {
	return needs(
		func(a Actor, l Label) bool { return a.Role(l.Community) >= role },
		func(a Actor) *store.Query {
			if in := among("c.id", a.holding(role)); in != nil {
				return in
			}
			return store.Q(`EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = %s
				AND m.community_id = c.id AND m.state = 1 AND m.role >= %d)`, a.facts.Person, role)
		})
}

// few is how many ids a leaf names one by one; beyond, the database looks them
// up itself.
const few = 32

// among is the condition that column is one of the ids that the actor's facts
// hold: nowhere when there are none, nil when they are too many to be named.
// What is decided before the query is sent costs its planner nothing.
func among(column string, ids []id.ID) *store.Query {
	switch {
	case len(ids) == 0:
		return nowhere
	case len(ids) > few:
		return nil
	}
	return store.Q(column+" IN %s", store.Values(ids))
}

// onlyIf is q, or nowhere when the condition that it rests on is.
func onlyIf(condition, q *store.Query) *store.Query {
	if condition == nowhere {
		return nowhere
	}
	return q
}

// literals writes degrees into the text of a statement: they are ours, few,
// and the planner may count on them.
func literals[T ~uint8](list []T) string {
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = strconv.Itoa(int(v))
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// Leaves about a person.
var (
	// Self holds for one's own record.
	Self = needs(
		func(a Actor, l Label) bool { return l.Person == a.facts.Person },
		func(a Actor) *store.Query { return store.Q("p.id = %s", a.facts.Person) })

	// Sponsor holds for who answers for a guest.
	Sponsor = needs(
		func(a Actor, l Label) bool { return l.Sponsor == a.facts.Person },
		func(a Actor) *store.Query { return store.Q("p.sponsor_id = %s", a.facts.Person) })
)
