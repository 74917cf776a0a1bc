package index

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"parvis/internal/id"
	"parvis/internal/search/analysis"
)

// The terms of a document, each once, are told apart by a sign before them:
// none for a stem, and
const (
	exact   = "=" // a form that is not its own stem
	titled  = "^" // a stem of the title
	salient = "!" // a stem that the document is about, as far as one can count
	fact    = "#" // what filters ask
)

// builder gathers the terms and the words of a document.
type builder struct {
	terms  strings.Builder
	words  []byte
	seen   map[string]struct{}
	counts map[string]int // by stem
	forms  map[string]*form
}

func (b *builder) term(sign, text string) {
	whole := sign + text
	if _, twice := b.seen[whole]; twice {
		return
	}
	b.seen[whole] = struct{}{}
	b.terms.WriteString(whole)
	b.terms.WriteByte(' ')
}

func (b *builder) add(t analysis.Token, text string, title, placed bool) {
	if placed {
		b.words = appendWord(b.words, t)
	}
	b.term("", t.Stem)
	if t.Form != t.Stem {
		b.term(exact, t.Form)
	}
	if title {
		b.term(titled, t.Stem)
	}
	if t.Stop {
		return
	}
	if b.counts[t.Stem]++; len(t.Form) < 2 {
		return
	}
	key := exact + t.Form
	if _, counted := b.seen[key+" "]; counted {
		return
	}
	b.seen[key+" "] = struct{}{}
	f := b.forms[t.Form]
	if f == nil {
		f = &form{shown: strings.ToLower(text[t.Start:t.End]), stem: t.Stem}
		b.forms[t.Form] = f
	}
	f.docs++
}

// also adds a term that stands for words already placed.
func (b *builder) also(stem string) {
	if _, twice := b.seen[stem]; twice {
		return
	}
	b.term("", stem)
	w := packWord(stem, stem)
	b.words = append(b.words, content|byte(w>>16), byte(w>>8), byte(w))
}

// strong marks the stems that are most of what the document is about: said
// again and again, and rare elsewhere.
func (b *builder) strong(x *Index, lengths [fields]int) {
	const most, atLeast = 10, 2
	type weighed struct {
		stem   string
		weight float64
	}
	var list []weighed
	x.mu.RLock()
	for stem, n := range b.counts {
		if n >= atLeast {
			list = append(list, weighed{stem, float64(n) * x.rarity(float64(x.freq[hash(stem, hashes)]))})
		}
	}
	x.mu.RUnlock()
	slices.SortFunc(list, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.stem, b.stem))
	})
	for _, w := range list[:min(len(list), most)] {
		b.term(salient, w.stem)
	}
}

// facts adds what filters ask, and the readers.
func (b *builder) facts(f *facts, d Doc) {
	b.term(fact, "s"+strconv.Itoa(int(d.Sort)))
	b.starts(d)
	b.term(fact, "k"+strconv.FormatInt(f.kind, 10))
	for mark, of := range map[string]id.ID{"c": d.Community, "a": d.Author, "i": d.Item} {
		if of != 0 {
			b.term(fact, mark+of.String())
		}
	}
	for _, t := range d.Tags {
		b.term(fact, "t"+t.String())
	}
	if d.HasFile {
		b.term(fact, "f")
	}
	b.term(fact, "y"+strconv.Itoa(year(f.published)))
	for _, r := range d.Readers {
		b.term("", r.term())
	}
}

func year(millis int64) int { return time.UnixMilli(millis).UTC().Year() }
