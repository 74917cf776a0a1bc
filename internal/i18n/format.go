package i18n

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Date is "14 juillet 2026", or "14 July 2026". A zero t is "".
func (p *Printer) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(p.zone)
	return p.day(t) + " " + strconv.Itoa(t.Year())
}

// DateTime is "14 juillet 2026 à 14:05", or "14 July 2026 at 14:05". A zero t
// is "".
func (p *Printer) DateTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.Date(t) + p.words.dateAt + p.Time(t)
}

// Time is the time of day, "14:05".
func (p *Printer) Time(t time.Time) string { return t.In(p.zone).Format("15:04") }

// Ago says when t was, as people do at now: "à l’instant", "il y a 3 h",
// "hier à 14:05", "lundi à 14:05", "14 juillet", "14 juillet 2025". What is to
// come is "dans 3 h", "demain à 14:05", "14 juillet à 14:05". A zero t is "".
func (p *Printer) Ago(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(p.zone), now.In(p.zone)
	days := daysBetween(t, now)
	if t.After(now.Add(time.Minute)) {
		return p.until(t, now, -days)
	}
	since := now.Sub(t)
	switch {
	case since < time.Minute:
		return p.words.now
	case since < time.Hour:
		return quantity(p.words.minutesAgo, since.Minutes())
	case since < 6*time.Hour || days == 0:
		return quantity(p.words.hoursAgo, since.Hours())
	case days == 1:
		return p.words.yesterday + p.words.dateAt + p.Time(t)
	case days < 7:
		return p.words.weekdays[t.Weekday()] + p.words.dateAt + p.Time(t)
	case t.Year() == now.Year():
		return p.day(t)
	}
	return p.Date(t)
}

func (p *Printer) until(t, now time.Time, days int) string {
	left := t.Sub(now)
	switch {
	case left < time.Hour:
		return quantity(p.words.inMin, left.Minutes())
	case left < 6*time.Hour || days == 0:
		return quantity(p.words.inHours, left.Hours())
	case days == 1:
		return p.words.tomorrow + p.words.dateAt + p.Time(t)
	case t.Year() == now.Year():
		return p.day(t) + p.words.dateAt + p.Time(t)
	}
	return p.DateTime(t)
}

// daysBetween counts the midnights from t to now on the clocks of their zone,
// which a day of 23 or 25 hours must not upset.
func daysBetween(t, now time.Time) int {
	midnight := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(midnight(now).Sub(midnight(t)) / (24 * time.Hour))
}

func quantity(pattern string, amount float64) string {
	return strings.Replace(pattern, "#", strconv.Itoa(int(amount)), 1)
}

func (p *Printer) day(t time.Time) string {
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = p.words.firstDay
	}
	return day + nbsp + p.words.months[t.Month()-1]
}

// Number is "12 345" with narrow no-break spaces, or "12,345".
func (p *Printer) Number(n int64) string {
	return p.grouped(strconv.FormatInt(n, 10))
}

// Decimal is f rounded to a number of decimals: "1 234,5", or "1,234.5".
func (p *Printer) Decimal(f float64, decimals int) string {
	digits, fraction, found := strings.Cut(strconv.FormatFloat(f, 'f', decimals, 64), ".")
	if !found {
		return p.grouped(digits)
	}
	return p.grouped(digits) + p.words.decimal + fraction
}

// Percent is a ratio as a whole percentage: 0.42 is "42 %", or "42%".
func (p *Printer) Percent(ratio float64) string {
	return p.Decimal(ratio*100, 0) + p.words.percent
}

// Size is a number of bytes in the unit that suits it: "850 o", "1,5 Ko",
// "32 Mo", or "850 B", "1.5 kB", "32 MB". Units are decimal, as in the SI.
func (p *Printer) Size(bytes int64) string {
	amount, unit := float64(bytes), 0
	for unit < len(p.words.units)-1 && math.Round(amount) >= 1000 {
		amount /= 1000
		unit++
	}
	decimals := 0
	if rounded := math.Round(amount * 10); unit > 0 && rounded < 100 && math.Mod(rounded, 10) != 0 {
		decimals = 1
	}
	return p.Decimal(amount, decimals) + nbsp + p.words.units[unit]
}

// List is "a, b et c", or "a, b and c".
func (p *Printer) List(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + p.words.and + parts[last]
}

func (p *Printer) grouped(digits string) string {
	digits, negative := strings.CutPrefix(digits, "-")
	var text strings.Builder
	if negative {
		text.WriteString(minus)
	}
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			text.WriteString(p.words.group)
		}
		text.WriteRune(digit)
	}
	return text.String()
}
