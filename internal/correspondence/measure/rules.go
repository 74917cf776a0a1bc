package measure

import "parvis/internal/access"

// See: agents see how the desks of their units do, and those below. The service
// judges which ones; administrators see all of them.
var See = access.On(access.None, "measure.see", access.Read, access.Agent)
