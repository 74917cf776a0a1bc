package index

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

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
	forms   map[string]heard
	names   map[string]int64  // new labels
	sets    map[string]uint32 // new sets of readers
	readers map[int64]uint32  // by document, its set
}

// heard is a word that a batch holds.
type heard struct {
	shown string
	docs  int
}

// Apply writes a batch in one transaction: after a crash all of it is there,
// Place included, or nothing.
func (x *Index) Apply(ctx context.Context, b Batch) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	c := change{freq: map[uint32]int{}, forms: map[string]heard{}, names: map[string]int64{}, sets: map[string]uint32{}, readers: map[int64]uint32{}}
	b.Put = lastOf(b.Put)
	entries := x.compose(b.Put, &c)
	next, back := x.next, func() {}
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
		x.regroup(entries, gone, &c)
		back = x.hide(&c)
		return x.write(ctx, tx, entries, gone, &c, b.Place)
	})
	if err != nil {
		back()
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
	for tokens, set := range c.sets {
		x.readers.know(tokens, set)
	}
	for n, set := range c.readers {
		x.readers.put(n, set)
	}
	x.batches++
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
	for _, h := range distinct(was.Words) {
		c.freq[h]--
	}
	return nil
}

// distinct are the hashes of the stems of a document.
func distinct(words []byte) []uint32 {
	out := make([]uint32, 0, len(words)/3)
	for i := 0; i < len(words); {
		w, size := word(words[i:])
		if size == 3 {
			out = append(out, w>>formBits)
		}
		i += size
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// compose makes the rows of documents, on all cores when they are many, and
// counts them in.
func (x *Index) compose(docs []Doc, c *change) []entry {
	entries := make([]entry, len(docs))
	for i, d := range docs {
		entries[i].doc, entries[i].facts.kind = d, x.label(d.Kind, c)
	}
	const alone = 64 // not worth parting
	part := max(alone, (len(docs)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var builders []*builder
	var g errgroup.Group
	for some := range slices.Chunk(entries, part) {
		b := newBuilder(x)
		builders = append(builders, b)
		g.Go(func() error {
			for i := range some {
				b.compose(&some[i])
			}
			return nil
		})
	}
	g.Wait() // none of them fails
	for _, b := range builders {
		for text, f := range b.forms {
			if f.docs > 0 {
				h := c.forms[text]
				if h.docs += f.docs; h.shown == "" {
					h.shown = f.shown
				}
				c.forms[text] = h
			}
		}
	}
	c.docs += int64(len(entries))
	for i := range entries {
		for j, n := range entries[i].facts.lengths {
			c.lengths[j] += int64(n)
		}
		for _, h := range distinct(entries[i].words) {
			c.freq[h]++
		}
	}
	return entries
}

// compose makes the row of a document whose kind is known.
func (b *builder) compose(e *entry) {
	d := e.doc
	e.facts = facts{
		sort: d.Sort, hasFile: d.HasFile, trust: d.Trusted, kind: e.facts.kind, item: d.Item, community: d.Community,
		author: d.Author, published: millis(d.Published), useful: d.Useful, tags: d.Tags,
	}
	b.next()
	var extra []string
	for i, text := range []string{d.Title, d.Names, d.Text} {
		from := len(b.words)
		text = clip(text)
		for j, t := range analysis.Tokens(text) {
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
	b.strong()
	b.facts(&e.facts, d)
	e.words, e.terms = b.words, b.terms.String()
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
