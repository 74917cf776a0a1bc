package request

import "parvis/internal/access"

// out: published, in a community that lives.
var out = access.All(access.SignedIn, access.Alive, access.InState(access.Published))

var (
	// Ask: whoever reads a document that is not frozen. Ask itself turns away who
	// writes already.
	Ask = access.On(access.Items, "document.ask", access.Write, access.All(out, access.NotFrozen))

	// Decide: its author, who answers for it, and the community managers.
	Decide = access.On(access.Items, "document.grant", access.Write,
		access.All(out, access.Any(access.Author, access.Owner, access.Manager)))
)
