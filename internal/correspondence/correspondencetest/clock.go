package correspondencetest

import "parvis/internal/clock"

// later is the clock of the world, which is made after the kinds that read it.
type later struct{ clock.Clock }
