package access

import (
	"slices"

	"parvis/internal/store"
)

// Rule is a condition in two forms that say the same thing: holds judges one
// label, where is the SQL over the aliases i (items), c (communities) and p
// (persons).
type Rule struct {
	holds func(Actor, Label) bool
	where func(Actor) *store.Query
}

// The SQL forms that need no row: rules fold them, so that a query holds only
// what is undecided for this actor.
var (
	always = store.Q("TRUE")
	never  = store.Q("FALSE")
	// nowhere is FALSE for want of a place, not by what the actor is: a guard
	// lets such an actor through, to be told what holds of the row.
	nowhere = store.Q("FALSE")
)

// Any holds when one of the rules does.
func Any(rules ...Rule) Rule {
	return Rule{
		holds: func(a Actor, l Label) bool {
			return slices.ContainsFunc(rules, func(r Rule) bool { return r.holds(a, l) })
		},
		where: func(a Actor) *store.Query { return fold(a, rules, always, never, " OR ") },
	}
}

// All holds when every rule does.
func All(rules ...Rule) Rule {
	return Rule{
		holds: func(a Actor, l Label) bool {
			return !slices.ContainsFunc(rules, func(r Rule) bool { return !r.holds(a, l) })
		},
		where: func(a Actor) *store.Query { return fold(a, rules, never, always, " AND ") },
	}
}

// fold joins the SQL of rules; decisive ends it at once, neutral is left out.
func fold(a Actor, rules []Rule, decisive, neutral *store.Query, join string) *store.Query {
	var parts []*store.Query
	lost := false
	for _, r := range rules {
		switch q := r.where(a); q {
		case decisive:
			return decisive
		case neutral:
		case nowhere:
			lost = true
		default:
			parts = append(parts, q)
		}
	}
	if lost && (neutral == always || len(parts) == 0) {
		return nowhere
	}
	switch len(parts) {
	case 0:
		return neutral
	case 1:
		return parts[0]
	}
	return store.Q("(%s)", store.Join(parts, join))
}

// ofActor is a leaf that depends on the actor alone.
func ofActor(holds func(Actor) bool) Rule {
	return Rule{
		holds: func(a Actor, _ Label) bool { return holds(a) },
		where: func(a Actor) *store.Query {
			if holds(a) {
				return always
			}
			return never
		},
	}
}

// needs is a leaf that only a known person can satisfy.
func needs(holds func(Actor, Label) bool, where func(Actor) *store.Query) Rule {
	return Rule{
		holds: func(a Actor, l Label) bool { return a.facts.Person != 0 && holds(a, l) },
		where: func(a Actor) *store.Query {
			if a.facts.Person == 0 {
				return never
			}
			return where(a)
		},
	}
}
