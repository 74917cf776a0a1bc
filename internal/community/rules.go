package community

import "parvis/internal/access"

// To see that a community exists is access.ReadCommunity. Here is what may be
// done with it.
var (
	// Browse is the directory of communities: everyone signed in finds there
	// what they may see, a guest their own places only.
	Browse = access.On(access.None, "community.browse", access.Read, access.SignedIn)

	// Start is to open a transverse community.
	Start = access.On(access.None, "community.open", access.Write, access.Agent)

	// StartForUnit is to open one that follows a unit: the label's unit is the
	// one to follow or one above it.
	StartForUnit = access.On(access.Communities, "community.open_for_unit", access.Write,
		access.All(access.Agent, access.Any(access.Administrator, access.HeadOfUnit)))

	// Join is to join at once.
	Join = access.On(access.Communities, "community.join", access.Write,
		access.All(access.Agent, access.OpennessIs(access.Open), access.Alive))

	// Ask is to ask to come in.
	Ask = access.On(access.Communities, "community.ask", access.Write,
		access.All(access.Agent, access.OpennessIs(access.OnRequest), access.Alive))

	// Answer is to accept or decline one's own invitation.
	Answer = access.On(access.Communities, "community.answer_invitation", access.Write,
		access.All(access.Invited, access.Alive))

	// Leave is to leave.
	Leave = access.On(access.Communities, "community.leave", access.Write, access.Member)

	// Invite is to invite agents; guests come in by a manager only.
	Invite = access.On(access.Communities, "community.invite", access.Write,
		access.All(access.Agent, access.Alive,
			access.Any(access.Manager, access.All(access.FullMember, access.OpennessIs(access.Open)))))

	// InviteGuests is to invite people from outside.
	InviteGuests = access.On(access.Communities, "community.invite_guest", access.Write,
		access.All(access.Agent, access.Manager, access.Alive))

	// Decide is to accept or refuse those who ask.
	Decide = access.On(access.Communities, "community.handle_requests", access.Write,
		access.All(access.Agent, access.Manager, access.Alive))

	// SeeMembers is the list of members. Guests never see it.
	SeeMembers = access.On(access.Communities, "community.members", access.Read,
		access.All(access.Agent, access.Any(access.FullMember, access.OpennessIs(access.Open, access.OnRequest), access.Administrator)))

	// Manage is to change the purpose, the charter, the welcome, the tags.
	Manage = access.On(access.Communities, "community.manage", access.Write,
		access.All(access.Agent, access.Manager, access.Alive))

	// Widen is to change who may read and join. Administrators do not: they
	// would read what is not theirs.
	Widen = access.On(access.Communities, "community.widen", access.Write,
		access.All(access.Agent, access.Manager, access.Alive))

	// Govern is to give roles and to exclude.
	Govern = access.On(access.Communities, "community.govern", access.Write,
		access.All(access.Agent, access.Any(access.Manager, access.Administrator)))

	// Rescue is to give a manager to a place that has none.
	Rescue = access.On(access.Communities, "community.rescue", access.Admin, access.All(access.Agent, access.Administrator))

	// Shelve is to close the place and keep it to be read, or to reopen it.
	Shelve = access.On(access.Communities, "community.archive", access.Write,
		access.All(access.Agent, access.Any(access.Manager, access.Administrator)))
)
