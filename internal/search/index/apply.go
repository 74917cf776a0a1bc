package index

import (
	"context"
	"fmt"
	"strings"

	"parvis/internal/id"
	"parvis/internal/search/analysis"
	"parvis/internal/store"
)

// entry is a document ready to be written.
type entry struct {
	n     int64
	old   bool // it takes the place of one
	doc   Doc
	facts facts
	words []byte
	terms string
}

// change is what a batch does to what is kept in memory, once it is durable.
type change struct {
	docs    int64
	lengths [fields]int64
	freq    map[uint32]int
	forms   map[string]*form
	names   map[string]int64 // new labels
}

// form is a word as it is written, for corrections and completions.
type form struct {
	shown string // with its accents
	stem  string
	docs  int
}

// Apply writes a batch in one transaction: after a crash all of it is there,
// Place included, or nothing.
func (x *Index) Apply(ctx context.Context, b Batch) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	c := change{freq: map[uint32]int{}, forms: map[string]*form{}, names: map[string]int64{}}
	b.Put = lastOf(b.Put)
	entries := make([]entry, len(b.Put))
	for i, d := range b.Put {
		entries[i] = x.compose(d, &c)
	}
	next := x.next
	err := x.db.Write(ctx, func(tx *store.Tx) error {
		keys := append([]id.ID(nil), b.Remove...)
		for _, e := range entries {
			keys = append(keys, e.doc.Key)
		}
		known, err := x.known(ctx, tx, keys)
		if err != nil {
			return err
		}
		for i := range entries {
			e := &entries[i]
			if was, is := known[e.doc.Key]; is {
				e.n, e.old = was.N, true
				if err := c.forget(was); err != nil {
					return err
				}
				continue
			}
			e.n = next
			next++
		}
		gone := []int64{}
		for _, key := range b.Remove {
			was, is := known[key]
			if !is {
				continue
			}
			delete(known, key)
			if err := c.forget(was); err != nil {
				return err
			}
			gone = append(gone, was.N)
		}
		return x.write(ctx, tx, entries, gone, &c, b.Place)
	})
	if err != nil {
		return fmt.Errorf("write to the index: %w", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.next = next
	x.docs += c.docs
	for i := range x.lengths {
		x.lengths[i] += c.lengths[i]
	}
	for h, by := range c.freq {
		x.freq[h] = uint32(max(int64(x.freq[h])+int64(by), 0))
	}
	for name, label := range c.names {
		x.labels[name], x.names[label] = label, name
	}
	return nil
}

// lastOf keeps the last of the documents that bear one key.
func lastOf(docs []Doc) []Doc {
	at := map[id.ID]int{}
	out := docs[:0:0]
	for _, d := range docs {
		if i, twice := at[d.Key]; twice {
			out[i] = d
			continue
		}
		at[d.Key] = len(out)
		out = append(out, d)
	}
	return out
}

// forget counts out a document as it was written.
func (c *change) forget(was row) error {
	f, err := unpack(was.Facts)
	if err != nil {
		return err
	}
	c.docs--
	for i := range f.lengths {
		c.lengths[i] -= int64(f.lengths[i])
	}
	for h := range distinct(was.Words) {
		c.freq[h]--
	}
	return nil
}

// distinct are the hashes of the stems of a document.
func distinct(words []byte) map[uint32]int {
	out := map[uint32]int{}
	for i := 0; i < len(words); {
		w, size := word(words[i:])
		if size == 3 {
			out[w>>formBits]++
		}
		i += size
	}
	return out
}

// compose makes the rows of a document and counts it in.
func (x *Index) compose(d Doc, c *change) entry {
	e := entry{doc: d, facts: facts{
		sort: d.Sort, hasFile: d.HasFile, trust: d.Trusted, kind: x.label(d.Kind, c), item: d.Item, community: d.Community,
		author: d.Author, published: millis(d.Published), useful: d.Useful, tags: d.Tags,
	}}
	b := builder{words: []byte{}, seen: map[string]struct{}{}, counts: map[string]int{}, forms: c.forms}
	var extra []string
	for i, text := range []string{d.Title, d.Names, d.Text} {
		from := len(b.words)
		tokens := analysis.Tokens(clip(text))
		for j, t := range tokens {
			b.add(t, text, i == 0, j < longest)
			if !t.Stop && j < longest {
				e.facts.lengths[i]++
			}
			extra = append(extra, t.Also...)
		}
		if i == 1 {
			// What else finds words stands with the names, where it parts no phrase.
			for _, a := range extra {
				b.also(a)
			}
			extra = extra[:0]
		}
		if i < fields-1 {
			e.facts.parts[i] = len(b.words) - from
		}
	}
	for _, a := range extra {
		b.also(a)
	}
	b.strong(x, e.facts.lengths)
	b.facts(&e.facts, d)
	e.words, e.terms = b.words, b.terms.String()
	c.docs++
	for i := range e.facts.lengths {
		c.lengths[i] += int64(e.facts.lengths[i])
	}
	for h := range distinct(e.words) {
		c.freq[h]++
	}
	return e
}

// clip bounds what one document costs.
func clip(text string) string {
	const most = 2 << 20
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "")
	}
	return text
}

// label is the number of the name of a kind.
func (x *Index) label(name string, c *change) int64 {
	x.mu.RLock()
	label, known := x.labels[name]
	many := len(x.labels)
	x.mu.RUnlock()
	if known {
		return label
	}
	if label, known = c.names[name]; !known {
		label = int64(many + len(c.names) + 1)
		c.names[name] = label
	}
	return label
}
