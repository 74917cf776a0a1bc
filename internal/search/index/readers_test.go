package index

import (
	"path/filepath"
	"testing"

	"parvis/internal/id"
)

// TestReaders: who reads what follows each batch, and is in the file.
func TestReaders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "search.db")
	x, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	put := func(b Batch) {
		t.Helper()
		if err := x.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	read := func(change ...Token) func(*Doc) { return func(d *Doc) { d.Readers = change } }
	put(Batch{Put: []Doc{note(1, "Grève", "", read("c1", "g1")), note(2, "Grève", "", read("c2")), note(3, "Grève", "", read("g1", "c1", "c1"))}})
	var many []Doc
	for i := range 3 * block {
		many = append(many, note(id.ID(10+i), "Badge", "", read("c3")))
	}
	put(Batch{Put: many})
	put(Batch{Put: []Doc{note(2, "Grève", "", read("c1")), note(1, "Grève", "", read("p5"))}, Remove: []id.ID{12}})
	for range 2 {
		for token, want := range map[Token]string{"c1": "3 2", "g1": "3", "p5": "1", "c2": "", "c3": "", "c9": ""} {
			if got := keys(x.ask(t, Query{Words: "grève", Readers: []Token{token}}).Hits); got != want {
				t.Errorf("%s reads %q, want %q", token, got, want)
			}
		}
		if r := x.ask(t, Query{Words: "badge", Readers: []Token{"c3"}}); r.Total != x.bounds.counted || !r.More {
			t.Errorf("%d found of %d", r.Total, 3*block-1)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if x, err = Open(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { x.Close() })
	if got := len(x.readers.sets); got != 6 { // nobody, c1 g1, c1, c2, c3, p5
		t.Errorf("%d sets of readers", got)
	}
}

// TestSifted: matches are found beyond those that the asker may not read,
// however they are looked for.
func TestSifted(t *testing.T) {
	x := open(t)
	var list []Doc
	for i := range 400 {
		readers := []Token{"c1"}
		if i%100 == 0 {
			readers = []Token{"all"}
		}
		list = append(list, note(id.ID(i+1), "Grève", "", func(d *Doc) { d.Readers = readers }))
	}
	if err := x.Apply(t.Context(), Batch{Put: list}); err != nil {
		t.Fatal(err)
	}
	x.bounds.counted = 10 // so that there are several pages
	for _, b := range []struct{ sifted, narrow int }{{20_000, 1000}, {50, 1000}, {0, 1000}, {20_000, 50}} {
		x.bounds.sifted, x.bounds.narrow = b.sifted, b.narrow
		w, _ := x.wall(Query{Readers: []Token{"all"}}, &plan{})
		if w.narrow != (b.narrow == 50) {
			t.Errorf("%+v: narrow is %v", b, w.narrow)
		}
		if got := keys(x.ask(t, Query{Words: "grève"}).Hits); got != "301 201 101 1" {
			t.Errorf("%+v: %s", b, got)
		}
		if got := keys(x.ask(t, Query{Not: []string{"congé"}}).Hits); got != "301 201 101 1" {
			t.Errorf("%+v: without words: %s", b, got)
		}
	}
}

// TestWhileWritten: a document that changes its words and its readers at once
// is never found by the words of one moment with the readers of the other.
func TestWhileWritten(t *testing.T) {
	open1, closed := note(1, "Cantine", ""), note(1, "Secret", "", func(d *Doc) { d.Readers = []Token{"c9"} })
	x := open(t, open1, note(2, "Autre", ""))
	done := make(chan error)
	go func() {
		defer close(done)
		for i := range 300 {
			one := open1
			if i%2 == 0 {
				one = closed
			}
			if err := x.Apply(t.Context(), Batch{Put: []Doc{one}}); err != nil {
				done <- err
				return
			}
		}
	}()
	for {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		default:
		}
		w, _ := x.wall(Query{Readers: []Token{"all"}}, &plan{})
		if list, err := x.match(t.Context(), w, quoted("", "secret"), 5, Filter{}); err != nil || len(list) > 0 {
			t.Fatalf("%v found, %v", list, err)
		}
	}
}
