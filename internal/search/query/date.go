package query

import (
	"strconv"
	"strings"
	"time"

	"parvis/internal/clock"
	"parvis/internal/text"
)

// layouts are the dates that people write in figures.
var layouts = []string{"2006-1-2", "2006-1", "2006", "2/1/2006", "1/2006", "2.1.2006", "1.2006", "2006/1/2", "2/1/06"}

// months are the names of the months, folded.
var months = map[string]time.Month{
	"janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}

// Date is the first moment of what people write for a day, a month or a year:
// 2025, 2025-03, 12/03/2025, "12 mars 2025", hier, 30j.
func Date(written string, now time.Time) (time.Time, bool) {
	written = strings.TrimSpace(written)
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, written, clock.Paris); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			return t, true
		}
	}
	folded := text.Fold(written)
	today := midnight(now)
	switch folded {
	case "aujourd hui", "today":
		return today, true
	case "hier", "yesterday":
		return today.AddDate(0, 0, -1), true
	}
	if days, is := ago(folded); is {
		return today.AddDate(0, 0, -days), true
	}
	return named(strings.Fields(folded), now)
}

func midnight(now time.Time) time.Time {
	year, month, day := now.In(clock.Paris).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, clock.Paris)
}

// ago reads a number of days: 30j, 7d.
func ago(folded string) (days int, is bool) {
	figures := strings.TrimRight(folded, "jd")
	if len(folded) != len(figures)+1 {
		return 0, false
	}
	days, err := strconv.Atoi(figures)
	return days, err == nil && days >= 0 && days < 36_500
}

// named reads a date with the name of its month: a day before it and a year
// after it may be said.
func named(words []string, now time.Time) (time.Time, bool) {
	day, year := 1, now.In(clock.Paris).Year()
	if len(words) > 1 {
		if d, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(words[0], "er"), "st")); err == nil {
			day, words = d, words[1:]
		}
	}
	if len(words) == 0 || len(words) > 2 {
		return time.Time{}, false
	}
	month, known := months[words[0]]
	if len(words) == 2 {
		y, err := strconv.Atoi(words[1])
		known = known && err == nil && y >= 1900 && y < 2200
		year = y
	}
	if !known || day < 1 || day > 31 {
		return time.Time{}, false
	}
	t := time.Date(year, month, day, 0, 0, 0, 0, clock.Paris)
	return t, t.Month() == month
}
