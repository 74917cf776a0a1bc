package template

import "parvis/internal/access"

// Keep: the managers of its community offer a document there, administrators on
// the whole site; the same rename it and take it away. Load has judged the
// reading before, and the service which of both is asked for.
var Keep = access.On(access.Items, "document.template", access.Write, access.All(access.SignedIn, access.Alive,
	access.InState(access.Published), access.Any(access.Manager, access.Administrator)))
