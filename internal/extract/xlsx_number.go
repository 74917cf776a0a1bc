package extract

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// dateForm is how the number of a cell is to be read.
type dateForm uint8

const (
	plainNumber dateForm = iota
	dateOnly
	timeOnly
	dateAndTime
	percentage
)

// builtinForm is that of the formats that workbooks do not declare.
func builtinForm(n int) dateForm {
	switch {
	case n >= 14 && n <= 17, n >= 27 && n <= 31, n >= 34 && n <= 36, n >= 50 && n <= 58:
		return dateOnly
	case n >= 18 && n <= 21, n == 32, n == 33, n >= 45 && n <= 47:
		return timeOnly
	case n == 22:
		return dateAndTime
	case n == 9, n == 10:
		return percentage
	}
	return plainNumber
}

// dateFormOf reads a format as "dd/mm/yyyy hh:mm": texts in quotes and brackets
// aside, its letters tell.
func dateFormOf(code string) dateForm {
	var bare strings.Builder
	quoted, bracket, escaped := false, false, false
	for _, r := range code {
		switch {
		case escaped:
			escaped = false
		case r == '\\', r == '_', r == '*':
			escaped = true
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case bracket:
		case r == ';':
			goto read // the rest is for other signs
		default:
			bare.WriteRune(r)
		}
	}
read:
	letters := strings.ToLower(bare.String())
	if strings.Contains(letters, "general") || strings.Contains(letters, "standard") {
		return plainNumber
	}
	date, hour := strings.ContainsAny(letters, "dyj"), strings.ContainsAny(letters, "hs")
	switch {
	case date && hour:
		return dateAndTime
	case date, strings.Contains(letters, "mmm"):
		return dateOnly
	case hour:
		return timeOnly
	case strings.Contains(letters, "%"):
		return percentage
	}
	return plainNumber
}

// numberShown is a number as a person would write it: the shortest that is the
// same, a date by year, month, day.
func numberShown(value string, form dateForm, since1904 bool) string {
	n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return value
	}
	if form == percentage {
		return shortest(math.Round(n*10_000)/100) + " %"
	}
	if form == plainNumber || n < 0 || n > 2_958_465 { // the last day of the year 9999
		return shortest(n)
	}
	// Day 1 is the first of January 1900, and 1900 counts a day that it had not.
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if since1904 {
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	day, part := math.Modf(n)
	at := start.AddDate(0, 0, int(day)).Add(time.Duration(math.Round(part*86400)) * time.Second)
	switch form {
	case dateOnly:
		return at.Format(time.DateOnly)
	case timeOnly:
		return at.Format("15:04")
	}
	return at.Format("2006-01-02 15:04")
}

func shortest(n float64) string {
	// Fifteen digits are what a workbook knows; the rest is noise of the base.
	n, _ = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	return strconv.FormatFloat(n, 'f', -1, 64)
}
