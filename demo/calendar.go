package demo

import "time"

// A working day, in minutes after midnight: two stretches from Monday to Friday.
var stretches = [...][2]int{{8 * 60, 12*60 + 15}, {13*60 + 30, 18*60 + 45}}

// HoursPerDay is how many working hours one day of the calendar is worth on
// average: five days of nine and a half hours in a week.
const HoursPerDay = 47.5 / 7

// Before gives the moment that was days before now, for a Publication's DaysAgo.
// It always falls within working hours, never after now, and keeps the order of
// its arguments: of two records, the one said to be older stays older.
func Before(now time.Time, days float64) time.Time {
	return back(now, hours(days*HoursPerDay))
}

// After gives the moment so many working hours after published, but never after
// now, for a Comment's HoursAfter.
func After(published, now time.Time, workingHours float64) time.Time {
	t := forth(published, hours(workingHours))
	if t.After(now) {
		return now
	}
	return t
}

func hours(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }

// week is the working time of seven days, whatever the day they start on.
const week = 47*time.Hour + 30*time.Minute

// back walks d of working time backwards from t.
func back(t time.Time, d time.Duration) time.Time {
	t, d = t.AddDate(0, 0, -7*int(d/week)), d%week
	for {
		for i := len(stretches) - 1; i >= 0; i-- {
			from, to, ok := stretch(t, i)
			if !ok || !t.After(from) {
				continue
			}
			if t.Before(to) {
				to = t
			}
			if span := to.Sub(from); d > span {
				d -= span
				continue
			}
			return to.Add(-d)
		}
		y, m, day := t.Date()
		t = time.Date(y, m, day, 0, 0, 0, 0, t.Location()).Add(-time.Nanosecond)
	}
}

// forth walks d of working time forwards from t.
func forth(t time.Time, d time.Duration) time.Time {
	t, d = t.AddDate(0, 0, 7*int(d/week)), d%week
	for {
		for i := range stretches {
			from, to, ok := stretch(t, i)
			if !ok || !t.Before(to) {
				continue
			}
			if t.After(from) {
				from = t
			}
			if span := to.Sub(from); d > span {
				d -= span
				continue
			}
			return from.Add(d)
		}
		y, m, day := t.Date()
		t = time.Date(y, m, day+1, 0, 0, 0, 0, t.Location())
	}
}

// stretch gives the i-th working stretch of t's day; ok is false at the weekend.
func stretch(t time.Time, i int) (from, to time.Time, ok bool) {
	if d := t.Weekday(); d == time.Saturday || d == time.Sunday {
		return from, to, false
	}
	y, m, day := t.Date()
	at := func(minutes int) time.Time { return time.Date(y, m, day, 0, minutes, 0, 0, t.Location()) }
	return at(stretches[i][0]), at(stretches[i][1]), true
}
