package ydoc

import (
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
)

const manyEdits = 200_000

// written is a document of 200,000 random edits: four clients type, paste and
// delete at random places of one text, and the state as an update.
var written = sync.OnceValues(func() (*Doc, []byte) {
	r := rand.New(rand.NewPCG(1, 2))
	d := New(Options{})
	text := d.Root("text", Text)
	for i := range manyEdits {
		if i%50_000 == 0 {
			d.own = d.clients.index(uint64(1000 + i))
		}
		if _, err := d.Edit(func(tx *Tx) error {
			at := r.IntN(text.Len() + 1)
			if text.Len() > 100 && r.IntN(4) == 0 {
				return tx.Delete(text, at, min(text.Len()-at, 1+r.IntN(3)))
			}
			return tx.InsertText(text, at, "abcdef"[:1+r.IntN(3)], nil)
		}); err != nil {
			panic(err)
		}
	}
	return d, d.Encode(nil)
})

// BenchmarkOpening applies the whole state of a document of 200,000 random
// edits.
func BenchmarkOpening(b *testing.B) {
	_, state := written()
	b.SetBytes(int64(len(state)))
	for b.Loop() {
		if _, err := New(Options{}).Apply(state); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHolding measures what a struct of that document takes in memory.
func BenchmarkHolding(b *testing.B) {
	_, state := written()
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		d := New(Options{})
		if _, err := d.Apply(state); err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		structs := 0
		for _, c := range d.clients.all {
			structs += len(c.structs)
		}
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(structs), "bytes/struct")
		b.ReportMetric(float64(structs), "structs")
		runtime.KeepAlive(d)
	}
}

// BenchmarkHoldingNote measures what an open document of 10,000 characters
// takes: a hundred paragraphs, each with a word in bold, as an editor writes
// them.
func BenchmarkHoldingNote(b *testing.B) {
	source := New(Options{})
	body := source.Root("prosemirror", XMLFragment)
	if _, err := source.Edit(func(tx *Tx) error {
		for range 100 {
			text := Draft{Kind: XMLText, Runs: []Run{
				{Text: strings.Repeat("été ", 10)}, {Text: strings.Repeat("gras ", 4), Attributes: Attributes{"strong": map[string]any{}}}, {Text: strings.Repeat("fin ", 10)},
			}}
			if err := tx.Insert(body, body.Len(), Draft{Kind: XMLElement, Name: "paragraph", Values: []any{text}}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	state := source.Encode(nil)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		docs := make([]*Doc, 50)
		for i := range docs {
			docs[i] = New(Options{})
			if _, err := docs[i].Apply(state); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/50, "bytes/document")
		runtime.KeepAlive(docs)
	}
}

// keystrokes are updates of one character each: at random places, or one after
// the other as people type.
func keystrokes(b *testing.B, state []byte, n int, typing bool) [][]byte {
	b.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	d := New(Options{Client: 77})
	if _, err := d.Apply(state); err != nil {
		b.Fatal(err)
	}
	text := d.Root("text", Text)
	at := text.Len() / 2
	updates := make([][]byte, n)
	for i := range updates {
		if at++; !typing || i%200 == 0 {
			at = r.IntN(text.Len() + 1)
		}
		update, err := d.Edit(func(tx *Tx) error { return tx.InsertText(text, at, "é", nil) })
		if err != nil {
			b.Fatal(err)
		}
		updates[i] = update
	}
	return updates
}

// BenchmarkKeystroke applies one character to the large document.
func BenchmarkKeystroke(b *testing.B) {
	for name, typing := range map[string]bool{"random": false, "typing": true} {
		b.Run(name, func(b *testing.B) {
			_, state := written()
			updates := keystrokes(b, state, 20_000, typing)
			var d *Doc
			i := len(updates)
			for b.Loop() {
				if i == len(updates) {
					b.StopTimer()
					d, i = New(Options{}), 0
					if _, err := d.Apply(state); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
				}
				if _, err := d.Apply(updates[i]); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// BenchmarkEditing makes random edits in the large document through Edit.
func BenchmarkEditing(b *testing.B) {
	_, state := written()
	d := New(Options{})
	if _, err := d.Apply(state); err != nil {
		b.Fatal(err)
	}
	text, r := d.Root("text", Text), rand.New(rand.NewPCG(5, 6))
	for b.Loop() {
		if _, err := d.Edit(func(tx *Tx) error { return tx.InsertText(text, r.IntN(text.Len()), "x", nil) }); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncoding writes the whole state.
func BenchmarkEncoding(b *testing.B) {
	d, _ := written()
	for b.Loop() {
		d.Encode(nil)
	}
}

// BenchmarkReading gives the runs of the large text.
func BenchmarkReading(b *testing.B) {
	d, _ := written()
	for b.Loop() {
		d.Root("text", Text).Runs()
	}
}

// BenchmarkMerging makes one update of 20,000 keystrokes.
func BenchmarkMerging(b *testing.B) {
	updates := keystrokes(b, New(Options{}).Encode(nil), 20_000, true)
	for b.Loop() {
		if _, err := Merge(updates...); err != nil {
			b.Fatal(err)
		}
	}
}
