package signoff

import "parvis/internal/access"

var (
	live   = access.All(access.SignedIn, access.Alive, access.InState(access.Published))
	writer = access.Any(access.Author, access.Owner, access.FullMember)
)

var (
	// Ask is to send a document to be reviewed: whoever writes in it.
	Ask = access.On(access.Items, "signoff.ask", access.Write, access.All(live, access.NotFrozen, writer))

	// Respond is to give a visa, to refuse it or to hand it on: whoever reads it;
	// the service admits those who are asked.
	Respond = access.On(access.Items, "signoff.answer", access.Write, live)

	// Steer is to withdraw, extend and replace: the service admits who asked.
	Steer = access.On(access.Items, "signoff.steer", access.Write, live)

	// govern is to do so in the place of who asked.
	govern = access.On(access.Items, "signoff.govern", access.Write, access.All(live, access.Any(access.Author, access.Owner, access.Manager)))

	// Renew is to begin a new version of what was approved: whoever would write
	// in it.
	Renew = access.On(access.Items, "signoff.renew", access.Write, access.All(live, writer))
)
