package index

import (
	"slices"
	"strings"
)

// readership is who reads each document, in memory: going through the tokens
// of readers in FTS5 would be most of the time of a search in a large index.
// Documents with the same readers share a set. It takes four bytes a document
// and is written in the transaction of the batch.
type readership struct {
	of   []uint32            // by number of document, its set; 0 is read by nobody
	sets map[string]uint32   // by their tokens
	with map[string][]uint32 // sets that hold a token
	docs []int               // by set, how many documents
}

func newReadership() readership {
	return readership{sets: map[string]uint32{"": 0}, with: map[string][]uint32{}, docs: []int{0}}
}

// block is how many documents a row of the file tells the readers of.
const block = 1024

// tokensOf are the readers of a document as one text, whatever their order.
func tokensOf(list []Token) string {
	terms := make([]string, len(list))
	for i, t := range list {
		terms[i] = t.term()
	}
	slices.Sort(terms)
	return strings.Join(slices.Compact(terms), " ")
}

// know adds a set under its number.
func (r *readership) know(tokens string, set uint32) {
	r.sets[tokens] = set
	for _, t := range strings.Fields(tokens) {
		r.with[t] = append(r.with[t], set)
	}
	for len(r.docs) <= int(set) {
		r.docs = append(r.docs, 0)
	}
}

// set is the set of a document.
func (r *readership) set(n int64) uint32 {
	if n < 0 || n >= int64(len(r.of)) {
		return 0
	}
	return r.of[n]
}

// put changes the set of a document.
func (r *readership) put(n int64, set uint32) {
	for int64(len(r.of)) <= n {
		r.of = append(r.of, make([]uint32, block)...)
	}
	if was := r.of[n]; was != 0 {
		r.docs[was]--
	}
	if r.of[n] = set; set != 0 {
		r.docs[set]++
	}
}

// readable tells, by set, what the bearer of some tokens may read, and how
// many documents that is.
func (r *readership) readable(tokens []Token) (open []bool, docs int) {
	open = make([]bool, len(r.docs))
	for _, t := range tokens {
		for _, set := range r.with[t.term()] {
			if !open[set] {
				open[set] = true
				docs += r.docs[set]
			}
		}
	}
	return open, docs
}

// regroup gives the sets of the documents of a batch, and makes those that are
// new.
func (x *Index) regroup(entries []entry, gone []int64, c *change) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, e := range entries {
		tokens := tokensOf(e.doc.Readers)
		set, known := x.readers.sets[tokens]
		if !known {
			if set, known = c.sets[tokens]; !known {
				set = uint32(len(x.readers.docs) + len(c.sets))
				c.sets[tokens] = set
			}
		}
		c.readers[e.n] = set
	}
	for _, n := range gone {
		c.readers[n] = 0
	}
}

// hide lets nobody read the documents whose readers a batch changes while it is
// written: what was open must not be found by words that it holds from now on.
// It gives what brings them back.
func (x *Index) hide(c *change) (back func()) {
	x.mu.Lock()
	defer x.mu.Unlock()
	was := map[int64]uint32{}
	for n, next := range c.readers {
		if set := x.readers.set(n); set != 0 && set != next {
			was[n] = set
			x.readers.put(n, 0)
		}
	}
	return func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		for n, set := range was {
			x.readers.put(n, set)
		}
	}
}
