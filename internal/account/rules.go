package account

import "parvis/internal/access"

// The actions of this feature. Those open to anyone are guarded by a password
// or by a link that only its addressee holds.
var (
	// Enter is the door: sign-in, first start, links received by mail.
	Enter = access.On(access.None, "account.enter", access.Read, access.Anyone)
	// Leave is to sign out, which harms nobody when done twice.
	Leave = access.On(access.None, "account.leave", access.Read, access.Anyone)
	// ReadCharter is open: one reads it before one signs in.
	ReadCharter = access.On(access.None, "account.read_charter", access.Read, access.Anyone)
	// AcceptCharter is each person's own.
	AcceptCharter = access.On(access.None, "account.accept_charter", access.Write, access.SignedIn)
	// Settle is to look after one's own account.
	Settle = access.On(access.None, "account.settle", access.Write, access.SignedIn)
	// Tokens are for people of the house: a guest has no use for a program
	// that reads in their place.
	Tokens = access.On(access.None, "account.tokens", access.Write, access.Agent)
	// Invite is to bring in a colleague, or a guest for whom one answers.
	Invite = access.On(access.None, "account.invite", access.Write, access.Agent)
	// InviteAnybody is to bring in colleagues whatever their address.
	InviteAnybody = access.On(access.None, "account.invite_anybody", access.Admin, access.Administrator)
)
