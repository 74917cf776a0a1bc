package knowledge

import "parvis/internal/access"

// inTime: out, and in a community that still lives.
var inTime = access.All(access.SignedIn, access.InState(access.Published), access.Alive)

// What may be done in a community. Writing a sheet is content.Publish.
var (
	// Browse is to see the tree: whoever reads what everyone of the place may.
	Browse = access.On(access.Communities, "knowledge.browse", access.Read,
		access.Any(access.Member, access.All(access.Agent, access.OpennessIs(access.Open))))

	// Arrange is to make, name and order sections, and to say how long a
	// verified sheet is relied on: the managers.
	Arrange = access.On(access.Communities, "knowledge.arrange", access.Write, access.All(access.Alive, access.Manager))
)

// What may be done to a sheet. Its text is edited like that of any item, by its
// author, its owner and the managers, who also file it and name its sources.
var (
	// Verify is to say that it is right today, and to answer reports: its owner
	// and the managers.
	Verify = access.On(access.Items, "sheet.verify", access.Write, access.All(inTime, access.Any(access.Owner, access.Manager)))

	// HandOver is to make somebody else its owner.
	HandOver = access.On(access.Items, "sheet.hand_over", access.Write,
		access.All(access.Alive, access.InState(access.Published, access.Archived), access.Any(access.Owner, access.Manager)))

	// Complain is to report that it is outdated, or what it lacks: whoever reads it.
	Complain = access.On(access.Items, "sheet.report", access.Write, inTime)
)
