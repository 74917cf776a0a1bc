package library

import "parvis/internal/access"

// A file is renamed, moved and binned as any item is edited and binned:
// content.EditItem and content.Bin, that is by its author and the managers.
var (
	// Browse: whoever reads what the community publishes.
	Browse = access.On(access.Communities, "library.browse", access.Read,
		access.Any(access.Member, access.All(access.Agent, access.OpennessIs(access.Open))))

	// Add: every member brings files, guests included.
	Add = access.On(access.Communities, "library.add", access.Write, access.All(access.Alive, access.Member))

	// Arrange: full members make folders. Who made one renames it, moves it and
	// bins it while nothing of others is inside; see Keep.
	Arrange = access.On(access.Communities, "library.arrange", access.Write, access.All(access.Alive, access.FullMember))

	// Keep: managers put in order what anybody made.
	Keep = access.On(access.Communities, "library.keep", access.Write, access.All(access.Alive, access.Manager))

	// Replace: any full member sends a new version, and makes an earlier one
	// current again; a guest, of their own files. Where publications wait for a
	// release, Revise narrows it.
	Replace = access.On(access.Items, "library.replace", access.Write, access.All(access.SignedIn, access.Alive,
		access.InState(access.Pending, access.Returned, access.Published), access.Any(access.Author, access.FullMember)))

	// Revise: what changes before everyone's eyes without a release, where the
	// community asks for one.
	Revise = access.On(access.Items, "library.revise", access.Write, access.Any(access.Manager, access.HeadOfUnit,
		access.All(access.Author, access.InState(access.Pending, access.Returned))))

	// SetQuota: how much room a community has is about places, hence for the
	// administrators of the site.
	SetQuota = access.On(access.Communities, "library.quota", access.Admin, access.All(access.Agent, access.Administrator))
)
