package demo

import (
	"embed"
	"testing"
	"time"
)

//go:embed README.md
var readmeFile embed.FS

func paris(t *testing.T) *time.Location {
	t.Helper()
	l, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	return l
}

func TestBefore(t *testing.T) {
	at := func(s string) time.Time {
		moment, err := time.ParseInLocation("Mon 2006-01-02 15:04", s, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	day := 1 / HoursPerDay // one working hour, in days
	for _, c := range []struct {
		now   string
		hours float64
		want  string
	}{
		{"Wed 2025-03-12 10:00", 0.5, "Wed 2025-03-12 09:30"},
		{"Wed 2025-03-12 14:00", 1, "Wed 2025-03-12 11:45"},
		{"Mon 2025-03-10 08:30", 1, "Fri 2025-03-07 18:15"},
		{"Sun 2025-03-09 23:00", 1, "Fri 2025-03-07 17:45"},
		{"Mon 2025-03-10 03:00", 9.5, "Fri 2025-03-07 08:00"},
		{"Wed 2025-03-12 10:00", 47.5, "Wed 2025-03-05 10:00"},
	} {
		if got := Before(at(c.now), c.hours*day).Round(time.Second); !got.Equal(at(c.want)) {
			t.Errorf("%v working hours before %s: %s, want %s", c.hours, c.now, got.Format("Mon 2006-01-02 15:04"), c.want)
		}
	}
}

func TestTimeKeepsOrderAndWorkingHours(t *testing.T) {
	zone := paris(t)
	for day := range 9 {
		for _, hour := range []int{0, 7, 9, 13, 18, 23} {
			now := time.Date(2025, 3, 27+day, hour, 20, 0, 0, zone) // over a change of clocks
			last := now
			for days := 0.01; days < 366; days += 0.73 {
				at := Before(now, days)
				if at.After(last) {
					t.Fatalf("%v days before %s is %s, after %s", days, now, at, last)
				}
				last = at
				if w := at.Weekday(); w == time.Saturday || w == time.Sunday || at.Hour() < 8 || at.Hour() > 18 || at.Hour() == 12 && at.Minute() > 15 {
					t.Fatalf("%v days before %s is %s", days, now, at)
				}
			}
		}
	}
}

func TestCommentsComeBetweenItemAndNow(t *testing.T) {
	now := time.Date(2025, 6, 4, 15, 12, 0, 0, time.UTC)
	for p, err := range Publications() {
		if err != nil {
			t.Fatal(err)
		}
		at := Before(now, p.DaysAgo)
		for i, c := range p.Comments {
			if k := After(at, now, c.HoursAfter); !k.After(at) || !k.Before(now) {
				t.Errorf("%s of %s: comment %d on %s", p.Key, at, i+1, k)
			}
		}
	}
}
