package directory

import "parvis/internal/access"

// The directory is for people of the house. A person's page is judged by
// access.ReadPerson: a guest reads their own only.
var (
	// Browse is to look through units and people.
	Browse = access.On(access.None, "directory.browse", access.Read, access.Agent)

	// Describe is to change what one says of oneself.
	Describe = access.On(access.People, "person.describe", access.Write, access.Self)

	// Administer is to import units and to set the functions of people.
	Administer = access.On(access.None, "directory.administer", access.Admin, access.Administrator)

	// SeePhoto is the photo of somebody: a guest also sees those of the people
	// who share a community with them, since these speak there.
	SeePhoto = access.On(access.None, "directory.photo", access.Read, access.SignedIn)
)
