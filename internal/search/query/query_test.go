package query

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/clock"
)

var now = time.Date(2026, 3, 15, 10, 0, 0, 0, clock.Paris)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, clock.Paris) }

func words(list ...string) (out []Term) {
	for _, w := range list {
		out = append(out, Term{Text: w})
	}
	return out
}

func TestParse(t *testing.T) {
	for typed, want := range map[string]Query{
		"":                               {},
		"   ":                            {},
		"congés payés":                   {Terms: words("congés", "payés")},
		`"rupture conventionnelle" -x`:   {Terms: []Term{{Text: "rupture conventionnelle", Exact: true}, {Text: "x", Not: true}}},
		"« congé parental » L1237-19":    {Terms: []Term{{Text: "congé parental", Exact: true}, {Text: "L1237-19"}}},
		`-"mot à mot"`:                   {Terms: []Term{{Text: "mot à mot", Exact: true, Not: true}}},
		`"jamais fermé`:                  {Terms: []Term{{Text: "jamais fermé", Exact: true}}},
		"peut-être - rien --":            {Terms: words("peut-être", "rien")},
		"from:me de:@camille.fournier":   {From: []string{"me", "camille.fournier"}},
		`from:"Camille Fournier" x`:      {From: []string{"Camille Fournier"}, Terms: words("x")},
		"de: Camille":                    {From: []string{"Camille"}},
		`dans:"Droit du travail"`:        {In: []string{"Droit du travail"}},
		"type:sondages kind:question":    {Kinds: []string{"poll", "question"}},
		"type:fiche":                     {Kinds: []string{"knowledge"}},
		"Étiquette:#paie tag:congés":     {Tags: []string{"paie", "congés"}},
		"avec:fichier":                   {File: true},
		"has:files x":                    {File: true, Terms: words("x")},
		"after:2025":                     {After: day(2025, 1, 1)},
		"après:2025-03 avant:12/03/2025": {After: day(2025, 3, 1), Before: day(2025, 3, 12)},
		`depuis:"12 mars 2025"`:          {After: day(2025, 3, 12)},
		`after:"1er mars"`:               {After: day(2026, 3, 1)},
		"after:hier before:30j":          {After: day(2026, 3, 14), Before: day(2026, 2, 13)},
		// What is not understood is words.
		"kind:rien":        {Terms: words("kind", "rien"), Unread: []string{"kind:rien"}},
		"before:demain":    {Terms: words("before", "demain"), Unread: []string{"before:demain"}},
		"avec:plaisir":     {Terms: words("avec", "plaisir"), Unread: []string{"avec:plaisir"}},
		"from:":            {Terms: words("from")},
		"http://x.fr/a:b":  {Terms: words("http://x.fr/a:b")},
		"after:2025-02-31": {Terms: words("after", "2025-02-31"), Unread: []string{"after:2025-02-31"}},
		"-from:x":          {Terms: []Term{{Text: "from:x", Not: true}}},
		"a:b":              {Terms: words("a:b")},
		"«»":               {},
	} {
		if diff := cmp.Diff(want, Parse(typed, now)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", typed, diff)
		}
	}
}

func TestWordsAreTypedAgain(t *testing.T) {
	for typed, want := range map[string]string{
		`congés "au mot près" -hiver tag:paie`: `congés "au mot près" -hiver`,
		"from:me":                              "",
	} {
		if got := Parse(typed, now).Words(); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if got := Parse(`été "à la mer" -hiver`, now).Positive(); got != "été à la mer" {
		t.Errorf("positive: %q", got)
	}
}

// FuzzParse: whatever is typed is read, bounded, and says the same once its
// words are typed again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", `"`, `-"`, "from:", `de:"`, "«», “a", "after:99999999999999999999j", "a\x00b", "\xff\xfe", "----", "tag::::", "has:file has:file", "before:1er mars -1", "in:« x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		q := Parse(typed, now)
		if len(q.Terms) > MaxTerms || len(q.From) > MaxValues || len(q.In) > MaxValues || len(q.Tags) > MaxValues || len(q.Kinds) > MaxValues {
			t.Fatalf("unbounded: %+v", q)
		}
		for _, term := range q.Terms {
			if term.Text == "" {
				t.Fatalf("an empty term in %+v", q)
			}
		}
		_ = Parse(q.Words(), now)
	})
}
