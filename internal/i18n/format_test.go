package i18n

import (
	"math"
	"strings"
	"testing"
	"time"
)

// visible shows the no-break spaces: _ is the ordinary one, ~ the narrow one.
func visible(text string) string {
	return strings.NewReplacer(nbsp, "_", nnbsp, "~").Replace(text)
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestDates(t *testing.T) {
	catalogue := load(t)
	tests := []struct{ utc, fr, en string }{
		{"2026-07-14 12:05", "14_juillet 2026 à 14:05", "14_July 2026 at 14:05"},
		{"2026-03-01 08:00", "1er_mars 2026 à 09:00", "1_March 2026 at 09:00"},
		{"2025-12-31 23:30", "1er_janvier 2026 à 00:30", "1_January 2026 at 00:30"},
	}
	for _, test := range tests {
		if got := visible(catalogue.In(French).DateTime(moment(t, test.utc))); got != test.fr {
			t.Errorf("got %q, want %q", got, test.fr)
		}
		if got := visible(catalogue.In(English).DateTime(moment(t, test.utc))); got != test.en {
			t.Errorf("got %q, want %q", got, test.en)
		}
	}
	noumea, err := time.LoadLocation("Pacific/Noumea")
	if err != nil {
		t.Fatal(err)
	}
	if got := visible(catalogue.In(French).InZone(noumea).DateTime(moment(t, "2026-07-14 14:00"))); got != "15_juillet 2026 à 01:00" {
		t.Errorf("in Nouméa: %q", got)
	}
	p := catalogue.In(French)
	if got := p.Date(time.Time{}) + p.DateTime(time.Time{}) + p.Ago(time.Time{}, time.Now()); got != "" {
		t.Errorf("the zero time gave %q", got)
	}
}

func TestAgo(t *testing.T) {
	catalogue := load(t)
	const now = "2026-07-14 12:00" // a Tuesday, 14:00 in Paris
	tests := []struct{ utc, now, fr, en string }{
		{"2026-07-14 12:00", now, "à l’instant", "just now"},
		{"2026-07-14 12:01", now, "à l’instant", "just now"},
		{"2026-07-14 11:59", now, "il y a 1_min", "1_min ago"},
		{"2026-07-14 11:01", now, "il y a 59_min", "59_min ago"},
		{"2026-07-14 09:00", now, "il y a 3_h", "3_h ago"},
		{"2026-07-13 22:00", now, "il y a 14_h", "14_h ago"},
		{"2026-07-13 21:59", now, "hier à 23:59", "yesterday at 23:59"},
		{"2026-07-13 12:05", now, "hier à 14:05", "yesterday at 14:05"},
		{"2026-07-13 21:30", "2026-07-13 22:30", "il y a 1_h", "1_h ago"},
		{"2026-07-12 12:05", now, "dimanche à 14:05", "Sunday at 14:05"},
		{"2026-07-08 12:05", now, "mercredi à 14:05", "Wednesday at 14:05"},
		{"2026-07-07 12:05", now, "7_juillet", "7_July"},
		{"2026-01-01 12:05", now, "1er_janvier", "1_January"},
		{"2025-07-14 12:05", now, "14_juillet 2025", "14_July 2025"},
		{"2026-07-14 12:10", now, "dans 10_min", "in 10_min"},
		{"2026-07-14 15:00", now, "dans 3_h", "in 3_h"},
		{"2026-07-15 12:05", now, "demain à 14:05", "tomorrow at 14:05"},
		{"2026-07-20 12:05", now, "20_juillet à 14:05", "20_July at 14:05"},
		{"2027-07-20 12:05", now, "20_juillet 2027 à 14:05", "20_July 2027 at 14:05"},
		// The day of 25 hours: still yesterday, though 24 h 30 before.
		{"2026-10-24 22:30", "2026-10-25 23:00", "hier à 00:30", "yesterday at 00:30"},
	}
	for _, test := range tests {
		for lang, want := range map[Lang]string{French: test.fr, English: test.en} {
			if got := visible(catalogue.In(lang).Ago(moment(t, test.utc), moment(t, test.now))); got != want {
				t.Errorf("%s seen at %s: got %q, want %q", test.utc, test.now, got, want)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	p, en := load(t).In(French), load(t).In(English)
	tests := []struct{ got, want string }{
		{p.Number(0), "0"},
		{p.Number(999), "999"},
		{p.Number(1000), "1~000"},
		{p.Number(-1234567), "−1~234~567"},
		{p.Number(math.MinInt64), "−9~223~372~036~854~775~808"},
		{en.Number(1234567), "1,234,567"},
		{p.Decimal(1234.56, 1), "1~234,6"},
		{p.Decimal(3, 0), "3"},
		{en.Decimal(-0.5, 2), "−0.50"},
		{p.Percent(0.424), "42_%"},
		{en.Percent(1), "100%"},
		{p.List(nil), ""},
		{p.List([]string{"Ain"}), "Ain"},
		{p.List([]string{"Ain", "Aisne"}), "Ain et Aisne"},
		{p.List([]string{"Ain", "Aisne", "Allier"}), "Ain, Aisne et Allier"},
		{en.List([]string{"Ain", "Aisne", "Allier"}), "Ain, Aisne and Allier"},
	}
	for _, test := range tests {
		if got := visible(test.got); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestSize(t *testing.T) {
	catalogue := load(t)
	tests := []struct {
		bytes  int64
		fr, en string
	}{
		{0, "0_o", "0_B"},
		{999, "999_o", "999_B"},
		{1000, "1_Ko", "1_kB"},
		{1540, "1,5_Ko", "1.5_kB"},
		{9960, "10_Ko", "10_kB"},
		{32_400, "32_Ko", "32_kB"},
		{999_600, "1_Mo", "1_MB"},
		{2_500_000, "2,5_Mo", "2.5_MB"},
		{3_000_000_000, "3_Go", "3_GB"},
		{math.MaxInt64, "9~223~372_To", "9,223,372_TB"},
	}
	for _, test := range tests {
		if got := visible(catalogue.In(French).Size(test.bytes)); got != test.fr {
			t.Errorf("%d: got %q, want %q", test.bytes, got, test.fr)
		}
		if got := visible(catalogue.In(English).Size(test.bytes)); got != test.en {
			t.Errorf("%d: got %q, want %q", test.bytes, got, test.en)
		}
	}
}
