package request

import (
	"parvis/internal/activity"
	"parvis/internal/id"
)

type verb = activity.Verb

// What happens to the right to write in one document. They begin with "access":
// open documents ask again what people may do. Data: {"person"}: who asked, or
// to whom it was done.
const (
	Asked       verb = "access.asked"
	AskedNoMore verb = "access.withdrawn"
	Granted     verb = "access.granted"
	Denied      verb = "access.refused"
	Taken       verb = "access.taken"
)

// requestFact is what these events say.
type requestFact struct {
	Person id.ID `json:"person"`
}
