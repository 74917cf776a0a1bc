package question

import (
	"time"

	"parvis/internal/clock"
)

// after is the same hour some working days later. What begins during a weekend
// begins on Monday morning.
func after(t time.Time, days int) time.Time {
	t = t.In(clock.Paris)
	if off(t) {
		t = time.Date(t.Year(), t.Month(), t.Day(), 8, 0, 0, 0, clock.Paris)
		for off(t) {
			t = t.AddDate(0, 0, 1)
		}
	}
	for days > 0 {
		if t = t.AddDate(0, 0, 1); !off(t) {
			days--
		}
	}
	return t
}

// before is the latest beginning of a delay that is over now.
func before(now time.Time, days int) time.Time {
	t := now.In(clock.Paris)
	for off(t) { // nothing ends during a weekend
		t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, clock.Paris).Add(-time.Second)
	}
	for days > 0 {
		if t = t.AddDate(0, 0, -1); !off(t) {
			days--
		}
	}
	return t
}

func off(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }
