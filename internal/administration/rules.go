package administration

import "parvis/internal/access"

// The actions of this feature: all of them are for administrators of the
// site, in person or by a token that was granted it.
var (
	// Govern is everything that concerns the site as a whole.
	Govern = access.On(access.None, "administration.govern", access.Admin, access.Administrator)
	// SeePeople is the list of accounts.
	SeePeople = access.On(access.People, "administration.see_people", access.Admin, access.Administrator)
	// ManagePeople is to suspend, to name administrators, to say how far
	// somebody reads, to sign out.
	ManagePeople = access.On(access.People, "administration.manage_people", access.Admin, access.Administrator)
	// SeeCommunities is the list of every place, by name.
	SeeCommunities = access.On(access.Communities, "administration.see_communities", access.Admin, access.Administrator)
	// Wear is the style sheet that holds the colours of the site.
	Wear = access.On(access.None, "administration.wear", access.Read, access.Anyone)
)
