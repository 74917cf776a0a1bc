package clock

import (
	"time"
	_ "time/tzdata" // where days begin must not depend on the machine's files
)

// Paris is where days and years begin, and how times are shown and typed.
var Paris = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err) // the program embeds the zones
	}
	return zone
}()

// Midnight is when the day of a moment began in Paris, or the one so many days
// later. Days are not all of one length.
func Midnight(t Time, later int) Time {
	year, month, day := t.In(Paris).Date()
	return At(time.Date(year, month, day+later, 0, 0, 0, 0, Paris))
}
