package index

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
)

// open makes an index that holds some documents.
func open(t testing.TB, docs ...Doc) *Index {
	t.Helper()
	x, err := Open(t.Context(), filepath.Join(t.TempDir(), "search.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if err := x.Apply(t.Context(), Batch{Put: docs}); err != nil {
		t.Fatal(err)
	}
	return x
}

var noon = clock.At(time.Date(2025, 6, 15, 12, 0, 0, 0, time.UTC))

// note is a document that everybody reads.
func note(key id.ID, title, text string, change ...func(*Doc)) Doc {
	d := Doc{Key: key, Sort: Item, Kind: "publication", Community: 7, Author: 5, Published: noon, Title: title, Text: text, Readers: []Token{"all"}}
	for _, f := range change {
		f(&d)
	}
	return d
}

func keys(hits []Hit) string {
	var out []string
	for _, h := range hits {
		out = append(out, fmt.Sprint(int64(h.Key)))
	}
	return strings.Join(out, " ")
}

func (x *Index) ask(t testing.TB, q Query) Results {
	t.Helper()
	if q.Readers == nil {
		q.Readers = []Token{"all"}
	}
	if q.Limit == 0 {
		q.Limit = 10
	}
	r, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	return r
}

func TestSearch(t *testing.T) {
	x := open(t,
		note(1, "Télétravail : l’essentiel", "Deux jours par semaine, et du bon sens."),
		note(2, "Congés d’été", "Le télétravail ne compte pas. L’article L. 1237-19 s’applique."),
		note(3, "Œuvres", "Le droit de grève des agents.", func(d *Doc) { d.Kind, d.Tags = "knowledge", []id.ID{70, 71} }),
		note(4, "Auto-entrepreneur", "Cotisations et déclarations.", func(d *Doc) { d.Community, d.Author = 8, 6 }),
		note(5, "Télétravail des directeurs", "Secret.", func(d *Doc) { d.Readers = []Token{"c9"} }),
		note(6, "Note", "La grève du droit.", func(d *Doc) { d.Published = clock.At(noon.AddDate(-2, 0, 0)) }),
		note(7, "", "Une pièce jointe.", func(d *Doc) { d.Sort, d.Item, d.HasFile = File, 3, true }),
	)
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Words: "teletravail"}, "1 2"},
		{Query{Words: "TÉLÉTRAVAIL"}, "1 2"},
		{Query{Words: "télétravail", Readers: []Token{"all", "c9"}}, "5 1 2"},
		{Query{Words: "télétravail", Readers: []Token{"c8"}}, ""},
		{Query{Words: "congé"}, "2"},
		{Query{Words: "L1237-19"}, "2"},
		{Query{Words: "1237-19"}, "2"},
		{Query{Words: "oeuvres"}, "3"},
		{Query{Words: "autoentrepreneur"}, "4"},
		{Query{Words: "auto entrepreneur"}, "4"},
		{Query{Phrases: []string{"droit de grève"}}, "3"},
		{Query{Phrases: []string{"grève du droit"}}, "6"},
		{Query{Phrases: []string{"droit grève"}}, ""},
		{Query{Words: "grève", Not: []string{"agents"}}, "6"},
		{Query{Words: "grève", Not: []string{"grève du droit"}}, "3"},
		{Query{Words: "grève", Filter: Filter{Kinds: []string{"knowledge"}}}, "3"},
		{Query{Words: "grève", Filter: Filter{Kinds: []string{"unknown"}}}, ""},
		{Query{Words: "grève", Filter: Filter{Tags: []id.ID{71}}}, "3"},
		{Query{Words: "grève", Filter: Filter{Before: clock.At(noon.AddDate(-1, 0, 0))}}, "6"},
		{Query{Words: "grève", Filter: Filter{From: clock.At(noon.AddDate(-1, 0, 0))}}, "3"},
		{Query{Words: "grève", Newest: true}, "3 6"},
		{Query{Filter: Filter{Communities: []id.ID{8}}}, "4"},
		{Query{Filter: Filter{Authors: []id.ID{6}}}, "4"},
		{Query{Filter: Filter{HasFile: true}}, "7"},
		{Query{Filter: Filter{Sorts: []Sort{File}, Items: []id.ID{3}}}, "7"},
		{Query{Words: "le de"}, "3 2"},
		{Query{Words: "?!"}, ""},
		{Query{Words: "telétravial"}, "1 2"},
		{Query{Words: "droitgreve"}, "3"},
		{Query{Words: "l'essentiel du télétravail", Limit: 1}, "1"},
	} {
		got := x.ask(t, c.q)
		if keys(got.Hits) != c.want {
			t.Errorf("%+v: %s, want %s", c.q, keys(got.Hits), c.want)
		}
	}
	if r := x.ask(t, Query{Words: "telétravial congés"}); r.Corrected != "télétravail congés" || !r.Applied || keys(r.Hits[:1]) != "2" {
		t.Errorf("corrected to %q, %s", r.Corrected, keys(r.Hits))
	}
}

func TestFacets(t *testing.T) {
	x := open(t,
		note(1, "Grève", "", func(d *Doc) { d.Tags = []id.ID{70} }),
		note(2, "Grève", "", func(d *Doc) { d.Tags, d.Kind = []id.ID{70, 71}, "poll" }),
		note(3, "Grève", "", func(d *Doc) { d.Readers, d.Community = []Token{"c9"}, 9 }),
	)
	f := x.ask(t, Query{Words: "grève", Facets: true}).Facets
	if !slices.Equal(f.Tags, []Count[id.ID]{{70, 2}, {71, 1}}) || !slices.Equal(f.Kinds, []Count[string]{{"poll", 1}, {"publication", 1}}) ||
		!slices.Equal(f.Communities, []Count[id.ID]{{7, 2}}) || !slices.Equal(f.Years, []Count[int]{{2025, 2}}) || f.Partial {
		t.Errorf("%+v", f)
	}
}

func TestChange(t *testing.T) {
	x := open(t, note(1, "Grève", ""), note(2, "Congés", ""))
	put := func(b Batch) {
		t.Helper()
		if err := x.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	put(Batch{Put: []Doc{note(1, "Retraite", "")}, Remove: []id.ID{2, 99}, Place: "12"})
	for words, want := range map[string]string{"grève": "", "congés": "", "retraite": "1"} {
		if got := keys(x.ask(t, Query{Words: words}).Hits); got != want {
			t.Errorf("%q: %s, want %s", words, got, want)
		}
	}
	if place, err := x.Place(t.Context()); err != nil || place != "12" || x.Docs() != 1 {
		t.Errorf("place %q, %d documents, %v", place, x.Docs(), err)
	}
	put(Batch{Put: []Doc{note(3, "Un", ""), note(3, "Deux", "")}})
	if got := keys(x.ask(t, Query{Words: "deux"}).Hits); got != "3" || x.Docs() != 2 {
		t.Errorf("twice in a batch: %s, %d documents", got, x.Docs())
	}
	if err := x.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestSynonyms(t *testing.T) {
	x := open(t,
		note(1, "", "Un accident du travail se déclare."),
		note(2, "", "Un AT se déclare en deux jours."),
		note(3, "", "Le travail sans accident."),
	)
	x.SetSynonyms([][]string{{"accident du travail", "AT"}, {"seul"}})
	r := x.ask(t, Query{Words: "déclarer un at"})
	if len(r.Hits) != 2 || keys(r.Hits[:1]) != "2" {
		t.Errorf("at: %s", keys(r.Hits))
	}
	if len(r.Expanded) != 1 || r.Expanded[0] != (Expansion{"at", "accident du travail", Synonym}) {
		t.Errorf("expanded: %+v", r.Expanded)
	}
	r = x.ask(t, Query{Words: "accident du travail"})
	if len(r.Hits) != 3 || keys(r.Hits[:1]) != "1" {
		t.Errorf("accident du travail: %s", keys(r.Hits))
	}
	var why []Reason
	for _, m := range r.Hits[len(r.Hits)-1].Matches {
		why = append(why, m.Why)
	}
	if len(why) == 0 {
		t.Errorf("a hit does not say why")
	}
}

func TestSuggest(t *testing.T) {
	x := open(t,
		note(1, "Congé de paternité", "Durée du congé."),
		note(2, "Congés payés", "Calcul."),
		note(3, "Congélateur", "", func(d *Doc) { d.Readers = []Token{"c9"} }),
		note(4, "Manon Leroy", "", func(d *Doc) { d.Sort = Person }),
	)
	for _, c := range []struct{ typed, completions, hits string }{
		{"cong", "congé congés", "1 2"},
		{"congé pat", "congé paternité", "1"},
		{"congel", "congés congé", "2 1"}, // not the word that one may not read,
		{"patrenit", "paternité", "1"},
		{"ler", "leroy", "4"},
		{"manon ", "", "4"},
		{"", "", ""},
		{"x", "", ""},
	} {
		s, err := x.Suggest(t.Context(), c.typed, Filter{}, []Token{"all"}, 5)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.Completions, " "); got != c.completions || keys(s.Hits) != c.hits {
			t.Errorf("%q: %q and %s, want %q and %s", c.typed, got, keys(s.Hits), c.completions, c.hits)
		}
	}
}

func TestSimilar(t *testing.T) {
	x := open(t,
		note(1, "Comment poser un congé de paternité ?", "Je deviens père en mai.", func(d *Doc) { d.Author = 11 }),
		note(2, "Badge perdu", "Que faire ?", func(d *Doc) { d.Author = 12 }),
		note(3, "Paternité", "Le congé dure vingt-huit jours.", func(d *Doc) { d.Author = 11 }),
	)
	for i := range id.ID(20) {
		if err := x.Apply(t.Context(), Batch{Put: []Doc{note(100+i, "", "Sans rapport.")}}); err != nil {
			t.Fatal(err)
		}
	}
	hits, err := x.Similar(t.Context(), "Bonjour, combien de jours dure le congé de paternité ?", Filter{}, []Token{"all"}, 5)
	if err != nil || len(hits) != 2 || hits[0].Key != 3 {
		t.Errorf("similar: %s, %v", keys(hits), err)
	}
	who, err := x.Contributors(t.Context(), Query{Words: "congé de paternité", Readers: []Token{"all"}}, 5)
	if err != nil || len(who) != 1 || who[0].Person != 11 || len(who[0].Docs) != 2 {
		t.Errorf("contributors: %+v, %v", who, err)
	}
}
