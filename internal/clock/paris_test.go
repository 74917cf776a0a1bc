package clock_test

import (
	"testing"
	"time"

	"parvis/internal/clock"
)

func TestMidnight(t *testing.T) {
	for _, c := range []struct {
		at    string
		later int
		want  string
	}{
		{"2026-11-28T22:59:59Z", 0, "2026-11-27T23:00:00Z"},
		{"2026-11-28T23:00:00Z", 0, "2026-11-28T23:00:00Z"}, // it is tomorrow in Paris
		{"2026-12-31T12:00:00Z", 1, "2026-12-31T23:00:00Z"},
		{"2026-10-25T12:00:00Z", 0, "2026-10-24T22:00:00Z"}, // a day of 25 hours
		{"2026-10-25T12:00:00Z", 1, "2026-10-25T23:00:00Z"},
		{"2026-03-29T12:00:00Z", 1, "2026-03-29T22:00:00Z"}, // a day of 23 hours
		{"2026-03-29T12:00:00Z", -28, "2026-02-28T23:00:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := clock.Midnight(clock.At(at), c.later).Format(time.RFC3339); got != c.want {
			t.Errorf("%s, %d days later: %s, want %s", c.at, c.later, got, c.want)
		}
	}
}
