package index

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parvis/internal/id"
	"parvis/internal/search/analysis"
)

// TestNothingLeaks: whatever the documents and their readers, nothing that is
// answered comes from a document that the asker may not read.
func TestNothingLeaks(t *testing.T) {
	words := strings.Fields("grève congé télétravail retraite badge cantine directeur secret paternité maternité télétravailler congélateur")
	readers := []Token{"all", "c1", "c2", "g1", "p5"}
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		x, err := Open(t.Context(), filepath.Join(t.TempDir(), fmt.Sprint(n, ".db")))
		if err != nil {
			rt.Fatal(err)
		}
		defer x.Close()
		if rapid.Bool().Draw(rt, "bounded") {
			// As in an index much larger than what a search reads.
			few := func(label string) int { return rapid.IntRange(1, 6).Draw(rt, label) }
			x.bounds = bounds{
				counted: few("counted") + 1, ranking: few("ranking"), few: few("few"), postings: 20, faceted: few("faceted"),
				strong: few("strong"), newest: few("newest"), recent: int64(few("recent")), large: few("large"), sifted: few("sifted") - 1, narrow: few("narrow") - 1,
			}
		}
		some := func(label string, most int) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, most).Draw(rt, label), " ")
		}
		var docs []Doc
		for i := range rapid.IntRange(1, 12).Draw(rt, "documents") {
			docs = append(docs, Doc{
				Key: id.ID(i + 1), Sort: Item, Kind: rapid.SampledFrom([]string{"post", "poll"}).Draw(rt, "kind"), Community: id.ID(rapid.IntRange(1, 4).Draw(rt, "community")),
				Title: some("title", 3), Text: some("text", 6), Readers: rapid.SliceOfN(rapid.SampledFrom(readers), 0, 2).Draw(rt, "readers"),
			})
		}
		if err := x.Apply(t.Context(), Batch{Put: docs}); err != nil {
			rt.Fatal(err)
		}
		who := rapid.SliceOfN(rapid.SampledFrom(readers), 0, 3).Draw(rt, "asker")
		open, heard := map[id.ID]Doc{}, map[string]bool{}
		for _, d := range docs {
			if slices.ContainsFunc(d.Readers, func(r Token) bool { return slices.Contains(who, r) }) {
				open[d.Key] = d
				for _, f := range analysis.Forms(d.Title + " " + d.Text) {
					heard[f] = true
				}
			}
		}
		word := rapid.SampledFrom(words).Draw(rt, "word")
		stem := analysis.Tokens(word)[0].Stem
		holding, kinds := 0, map[string]int{}
		for _, d := range open {
			if slices.ContainsFunc(analysis.Tokens(d.Title+" "+d.Text), func(tok analysis.Token) bool { return tok.Stem == stem }) {
				holding++
				kinds[d.Kind]++
			}
		}
		r, err := x.Search(t.Context(), Query{Words: word, Readers: who, Limit: 50, Facets: true})
		if err != nil {
			rt.Fatal(err)
		}
		if r.More && !r.Applied && r.Total > holding {
			rt.Fatalf("%q: more than %d found, %d hold it", word, r.Total, holding)
		}
		if !r.Applied {
			if !r.More && r.Total != holding || len(r.Hits) > holding || len(r.Hits) < min(holding, x.bounds.counted, x.bounds.ranking, x.bounds.newest) {
				rt.Fatalf("%q: %d of %d found, %d hold it", word, len(r.Hits), r.Total, holding)
			}
			for _, k := range r.Facets.Kinds {
				if kinds[k.Value] != k.Count && !r.Facets.Partial || kinds[k.Value] < k.Count {
					rt.Fatalf("%q: %d of kind %s, want %d", word, k.Count, k.Value, kinds[k.Value])
				}
			}
		}
		known := func(what string, texts ...string) {
			for _, text := range texts {
				for _, f := range analysis.Forms(text) {
					if !heard[f] && f != analysis.Forms(word)[0] {
						rt.Fatalf("%s of %q gives %q, which stands in nothing that %v read", what, word, f, who)
					}
				}
			}
		}
		readable := func(what string, hits []Hit) {
			for _, h := range hits {
				if _, is := open[h.Key]; !is {
					rt.Fatalf("%s of %q gives document %d", what, word, h.Key)
				}
			}
		}
		readable("search", r.Hits)
		known("correction", r.Corrected)
		cut := word[:len(word)*2/3]
		s, err := x.Suggest(t.Context(), strings.ToValidUTF8(cut, ""), Filter{}, who, 8)
		if err != nil {
			rt.Fatal(err)
		}
		readable("suggestion", s.Hits)
		for _, c := range s.Completions {
			if !heard[analysis.Forms(c)[0]] {
				rt.Fatalf("%q is completed to %q", cut, c)
			}
		}
		text := word + " " + some("like", 5)
		like, err := x.Similar(t.Context(), text, Filter{}, who, 10)
		if err != nil {
			rt.Fatal(err)
		}
		readable("similar", like)
		by, err := x.Contributors(t.Context(), Query{Words: text, Readers: who}, 10)
		if err != nil {
			rt.Fatal(err)
		}
		for _, c := range by {
			for _, key := range c.Docs {
				readable("contributors", []Hit{{Key: key}})
			}
		}
	})
}

// TestManyReaders: an asker may bear hundreds of tokens.
func TestManyReaders(t *testing.T) {
	x := open(t, note(1, "Grève", "", func(d *Doc) { d.Readers = []Token{"c777"} }))
	var who []Token
	for i := range 900 {
		who = append(who, Token(fmt.Sprint("c", i)))
	}
	if got := keys(x.ask(t, Query{Words: "grève", Readers: who}).Hits); got != "1" {
		t.Errorf("found %q", got)
	}
	if got := keys(x.ask(t, Query{Words: "grève", Readers: []Token{`c" OR "all`, "C777", ""}}).Hits); got != "" {
		t.Errorf("a strange token finds %q", got)
	}
}

// FuzzSearch: no text that is typed makes an error.
func FuzzSearch(f *testing.F) {
	x := open(f, note(1, "Grève des agents", "L’article L. 1237-19 du code."), note(2, "Congés", "Deux jours."))
	f.Add(`"a" AND NOT (x* NEAR y)`, "phrase \" '", "-")
	f.Add("greve agent^2 {t}: #s1 @all =congés !x", "l'", "\x00")
	f.Fuzz(func(t *testing.T, words, phrase, not string) {
		q := Query{Words: words, Readers: []Token{"all", Token(not)}, Limit: 10, Facets: true}
		if _, err := x.Search(t.Context(), q); err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		q.Phrases, q.Not = []string{phrase}, []string{not}
		if _, err := x.Search(t.Context(), q); err != nil {
			t.Fatalf("%q, phrase %q, without %q: %v", words, phrase, not, err)
		}
		if _, err := x.Suggest(t.Context(), words, q.Filter, q.Readers, 5); err != nil {
			t.Fatalf("suggest %q: %v", words, err)
		}
	})
}
