package home

import "parvis/internal/access"

// See: everybody who signed in has a home, guests included.
var See = access.On(access.None, "home.see", access.Read, access.SignedIn)
