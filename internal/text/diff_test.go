package text

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDiff(t *testing.T) {
	tests := []struct {
		name, old, new string
		want           []Span
	}{
		{"both empty", "", "", nil},
		{"same", "Un mot", "Un mot", []Span{{Same, "Un mot"}}},
		{"all new", "", "Un mot", []Span{{Insert, "Un mot"}}},
		{"all gone", "Un mot", "", []Span{{Delete, "Un mot"}}},
		{"a word", "Le délai est de dix jours.", "Le délai est de vingt jours.",
			[]Span{{Same, "Le délai est de "}, {Delete, "dix"}, {Insert, "vingt"}, {Same, " jours."}}},
		{"whole words", "congés", "congé", []Span{{Delete, "congés"}, {Insert, "congé"}}},
		{"a phrase", "Le chef de service décide.", "Le bureau du personnel décide.",
			[]Span{{Same, "Le "}, {Delete, "chef de service"}, {Insert, "bureau du personnel"}, {Same, " décide."}}},
		{"an accent", "e\u0301te", "ete", []Span{{Delete, "e\u0301te"}, {Insert, "ete"}}},
		{"an emoji of several", "Bravo 👩\u200d🚒 !", "Bravo 👩\u200d🏫 !",
			[]Span{{Same, "Bravo "}, {Delete, "👩\u200d🚒"}, {Insert, "👩\u200d🏫"}, {Same, " !"}}},
		{"a line", "Un\nDeux\n", "Un\nTrois\nDeux\n", []Span{{Same, "Un\n"}, {Insert, "Trois\n"}, {Same, "Deux\n"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Diff(test.old, test.new)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDiffOfLongTexts(t *testing.T) {
	var old, new strings.Builder
	for i := range 20_000 {
		old.WriteString(strings.Repeat("a", i%97+1) + " ")
		new.WriteString(strings.Repeat("b", i%89+1) + "\n")
	}
	start := time.Now()
	checkDiff(t, old.String(), new.String())
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	huge := strings.Repeat("a", diffLimit)
	checkDiff(t, huge, "b")
}

func checkDiff(t *testing.T, old, new string) {
	t.Helper()
	var before, after strings.Builder
	for _, span := range Diff(old, new) {
		if span.Text == "" {
			t.Fatalf("an empty span between %q and %q", old, new)
		}
		if span.Op != Insert {
			before.WriteString(span.Text)
		}
		if span.Op != Delete {
			after.WriteString(span.Text)
		}
	}
	if before.String() != old || after.String() != new {
		t.Fatalf("from %.200q to %.200q: rebuilt %.200q and %.200q", old, new, before.String(), after.String())
	}
}

func FuzzDiff(f *testing.F) {
	for _, seed := range [][2]string{
		{"", ""}, {"a b c", "a c"}, {"été", "ete\u0301"}, {"\xff\xfe", "\xfe"}, {"a  b", "a b"}, {"👩\u200d🚒", "👩"},
		{"a\nb\n", "b\na\n"}, {"un deux trois", "trois deux un"}, {"\x00", "\ufffd"}, {"\ue000\ud7ff", "\U0010ffff"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(checkDiff)
}
