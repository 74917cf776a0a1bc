package index

import (
	"context"
	"math"
)

// wall is what every probe of a search stands behind: what the asker may read,
// the filter, the phrases.
type wall struct {
	open    []bool // by set of readers
	narrow  bool   // that is little of what there is
	readers string // the same as terms
	rest    string // filter and phrases, "" for none
}

// base is an expression of its own for the wall without words.
func (w *wall) base() string {
	if w.rest == "" {
		return w.readers
	}
	return w.rest
}

// whole is all of it as terms, for what FTS5 alone answers.
func (w *wall) whole() string { return allOf(w.readers, w.rest) }

// and is a wall that lets less through.
func (w *wall) and(rest string) *wall {
	more := *w
	more.rest = rest
	return &more
}

// written is how many batches were written since the file was opened.
func (x *Index) written() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.batches
}

// lets keeps the documents that the asker may read. It is not certain when a
// batch was written after they were found: they may have matched by words that
// their present readers were not to know.
func (x *Index) lets(w *wall, list []int64, written int) (kept []int64, certain bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	kept = list[:0]
	for _, n := range list {
		if set := x.readers.set(n); int(set) < len(w.open) && w.open[set] {
			kept = append(kept, n)
		}
	}
	return kept, x.batches == written
}

// match gives the numbers of the documents that an expression matches and the
// asker may read, newest first. No wall lets everything through.
func (x *Index) match(ctx context.Context, w *wall, expression string, limit int, f Filter) ([]int64, error) {
	return x.matchFrom(ctx, w, 0, expression, limit, f)
}

// matchFrom is match among the documents from a number on. The newest matches
// are taken and sifted in memory, more each time; when hardly any can be read,
// or a batch was written meanwhile, FTS5 matches the readers with the words.
func (x *Index) matchFrom(ctx context.Context, w *wall, first int64, expression string, limit int, f Filter) ([]int64, error) {
	below := int64(math.MaxInt64)
	if w == nil {
		return x.probe(ctx, first, below, expression, limit, f)
	}
	var out []int64
	size := limit + limit/2 + 30
	for looked := 0; !w.narrow && looked < x.bounds.sifted+limit; size *= 2 {
		written := x.written()
		list, err := x.probe(ctx, first, below, expression, size, f)
		if err != nil {
			return nil, err
		}
		last, more := below, len(list) == size
		if more {
			last = list[len(list)-1]
		}
		looked += len(list)
		kept, certain := x.lets(w, list, written)
		if !certain {
			break
		}
		below = last
		if out = append(out, kept...); len(out) >= limit || !more {
			return out[:min(len(out), limit)], nil
		}
	}
	list, err := x.probe(ctx, first, below, allOf(expression, w.readers), limit-len(out), f)
	return append(out, list...), err
}

// some tells whether any document matches.
func (x *Index) some(ctx context.Context, w *wall, expression string) (bool, error) {
	list, err := x.match(ctx, w, expression, 1, Filter{})
	return len(list) > 0, err
}
