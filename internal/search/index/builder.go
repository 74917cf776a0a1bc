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

// stem is what a builder knows of a stem: the last document that held it, and
// how often.
type stem struct {
	text        string
	doc, titled int
	times       int
}

// form is a word as it is written, for corrections and completions.
type form struct {
	stem   *stem
	packed [3]byte
	shown  string // with its accents
	doc    int    // the last that held it
	docs   int    // how many held it
}

// builder makes the terms and the words of documents, one after the other.
type builder struct {
	x     *Index
	stems map[string]*stem
	forms map[string]*form

	doc   int
	terms strings.Builder
	words []byte
	held  []*stem // by the document
}

func newBuilder(x *Index) *builder {
	return &builder{x: x, stems: map[string]*stem{}, forms: map[string]*form{}}
}

// next starts a document.
func (b *builder) next() {
	b.doc++
	b.terms.Reset()
	b.words = make([]byte, 0, 256)
	b.held = b.held[:0]
}

func (b *builder) term(sign, text string) {
	b.terms.WriteString(sign)
	b.terms.WriteString(text)
	b.terms.WriteByte(' ')
}

// stem is what is known of a stem.
func (b *builder) stem(text string) *stem {
	s := b.stems[text]
	if s == nil {
		s = &stem{text: text}
		b.stems[text] = s
	}
	return s
}

// hold notes that the document holds a stem.
func (b *builder) hold(s *stem) {
	if s.doc != b.doc {
		s.doc, s.times = b.doc, 0
		b.term("", s.text)
		b.held = append(b.held, s)
	}
}

func (b *builder) add(t analysis.Token, text string, title, placed bool) {
	f := b.forms[t.Form]
	if f == nil {
		f = &form{stem: b.stem(t.Stem)}
		if w := packWord(t.Stem, t.Form); !t.Stop {
			f.shown = strings.ToLower(text[t.Start:t.End])
			f.packed = [3]byte{content | byte(w>>16), byte(w >> 8), byte(w)}
		}
		b.forms[t.Form] = f
	}
	switch {
	case !placed:
	case t.Stop:
		b.words = append(b.words, stopByte(t.Form))
	default:
		b.words = append(b.words, f.packed[:]...)
	}
	b.hold(f.stem)
	if f.doc != b.doc {
		f.doc = b.doc
		if t.Form != t.Stem {
			b.term(exact, t.Form)
		}
		if !t.Stop && len(t.Form) > 1 {
			f.docs++
		}
	}
	if title && f.stem.titled != b.doc {
		f.stem.titled = b.doc
		b.term(titled, t.Stem)
	}
	if !t.Stop {
		f.stem.times++
	}
}

// also adds a term that stands for words already placed.
func (b *builder) also(text string) {
	s := b.stem(text)
	if s.doc == b.doc {
		return
	}
	b.hold(s)
	w := packWord(text, text)
	b.words = append(b.words, content|byte(w>>16), byte(w>>8), byte(w))
}

// strong marks the stems that are most of what the document is about: said
// again and again, and rare elsewhere.
func (b *builder) strong() {
	const most, atLeast = 10, 2
	type weighed struct {
		text   string
		weight float64
	}
	var list []weighed
	b.x.mu.RLock()
	for _, s := range b.held {
		if s.times >= atLeast {
			list = append(list, weighed{s.text, float64(s.times) * b.x.rarity(float64(b.x.freq[hash(s.text, hashes)]))})
		}
	}
	b.x.mu.RUnlock()
	slices.SortFunc(list, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.text, b.text))
	})
	for _, w := range list[:min(len(list), most)] {
		b.term(salient, w.text)
	}
}

// facts adds what filters ask, and the readers.
func (b *builder) facts(f *facts, d Doc) {
	b.term(fact, "s"+strconv.Itoa(int(d.Sort)))
	b.starts(d)
	b.term(fact, "k"+strconv.FormatInt(f.kind, 10))
	for _, of := range []struct {
		mark string
		id   id.ID
	}{{"c", d.Community}, {"a", d.Author}, {"i", d.Item}} {
		if of.id != 0 {
			b.term(fact, of.mark+of.id.String())
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
