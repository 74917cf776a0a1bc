package desk

import (
	"slices"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// The actions of this feature. Whose desk it is, is judged beside them: only
// those who have a function in a unit see what it does.
var (
	// See: agents see the desks of their units.
	See = access.On(access.None, "desk.see", access.Read, access.Agent)

	// Work: the people of a unit that is named on a dispatch handle it.
	Work = access.On(access.Items, "desk.work", access.Write, access.All(
		access.Agent, access.OpennessIs(access.Sealed), access.InState(access.Published, access.Archived), access.NamedUnit))

	// Contribute: whoever reads a dispatch answers what they were asked.
	Contribute = access.On(access.Items, "desk.contribute", access.Write, access.All(
		access.SignedIn, access.OpennessIs(access.Sealed), access.InState(access.Published, access.Archived)))

	// SeeAsked: people see what they are asked.
	SeeAsked = access.On(access.None, "desk.asked", access.Read, access.SignedIn)

	// Configure: administrators lay out levels and desks.
	Configure = access.On(access.None, "desk.configure", access.Admin, access.Administrator)
)

// belongs refuses who has no function in the unit.
func belongs(actor access.Actor, unit id.ID) error {
	if !slices.Contains(actor.Units(), unit) {
		return fault.Forbidden()
	}
	return nil
}
