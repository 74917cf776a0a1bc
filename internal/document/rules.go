package document

import "parvis/internal/access"

// Write: its author, who answers for it, every full member of the community who
// reads it, and whoever else was let write in it, as long as it is not frozen. Load
// has judged the reading before.
var Write = access.On(access.Items, "document.write", access.Write, access.All(access.SignedIn, access.Alive,
	access.NotFrozen, access.InState(access.Pending, access.Returned, access.Published),
	access.Any(access.Author, access.Owner, access.FullMember, access.Granted)))

// Away: what a browser shows in the place of a document that it has not kept,
// without network. It shows nothing of the site.
var Away = access.On(access.None, "document.away", access.Read, access.Anyone)

// Propose: whoever may comment proposes changes, which those who write accept or
// refuse, as long as it is not frozen.
var Propose = access.On(access.Items, "document.propose", access.Write, access.All(access.SignedIn, access.Alive,
	access.NotFrozen, access.InState(access.Published), access.NotClosed))
