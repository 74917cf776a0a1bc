package discovery

import "parvis/internal/access"

// Find: everybody who signed in searches, within what they may read.
var Find = access.On(access.None, "search", access.Read, access.SignedIn)
