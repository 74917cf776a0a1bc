package index

import (
	"cmp"
	"context"
	"slices"
)

// The bounds of a search: what it reads is at most this, whatever the size of
// the index.
const (
	counted   = 10_000 // matches that are counted
	ranking   = 2_000  // documents that are read and ranked
	few       = 100    // with fewer matches of all the words, those of most words are ranked too
	postings  = 30_000 // places of single words that are looked through for those
	faceted   = 4_000  // documents that facets are counted on
	ofTitle   = 500    // of a probe
	ofSalient = 500
	ofNewest  = 600
	looked    = 20_000 // newest documents in which a phrase is looked for
)

// found is what the probes of a search gave.
type found struct {
	numbers []int64 // of documents to rank
	all     []int64 // of documents that hold all the words, newest first, at most counted
	partial bool    // some of numbers hold most of the words only
	cut     bool    // a bound was met while looking for those
}

// needed are the concepts that a document should hold: those that say what is
// asked rather than how, or all when there are only such.
func (p *plan) needed() []concept {
	var out []concept
	for _, c := range p.concepts {
		if !c.weak {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return p.concepts
	}
	return out
}

func (p *plan) all(wall, sign string, list []concept) string {
	parts := make([]string, 0, len(list)+1)
	for _, c := range list {
		parts = append(parts, p.said(c, sign))
	}
	return p.without(allOf(append(parts, wall)...))
}

// gather finds the documents to rank.
func (x *Index) gather(ctx context.Context, q Query, p *plan, wall string) (f found, err error) {
	needed := p.needed()
	if f.all, err = x.match(ctx, p.all(wall, "", needed), counted, q.Filter); err != nil {
		return f, err
	}
	if len(f.all) <= ranking {
		f.numbers = f.all
		if len(f.all) < few && len(needed) > 1 && !q.Newest {
			err = x.most(ctx, q, p, wall, needed, &f)
		}
		return f, err
	}
	if q.Newest {
		f.numbers = f.all[:ranking]
		return f, nil
	}
	lists := [][]int64{f.all[:ofNewest]}
	for _, probe := range []struct {
		sign  string
		limit int
	}{{titled, ofTitle}, {salient, ofSalient}} {
		list, err := x.match(ctx, p.all(wall, probe.sign, needed), probe.limit, q.Filter)
		if err != nil {
			return f, err
		}
		lists = append(lists, list)
		if len(needed) == 1 {
			continue
		}
		for i := range needed {
			if i == 4 {
				break
			}
			// One word in the title, the others anywhere.
			list, err := x.match(ctx, allOf(p.said(needed[i], probe.sign), p.all(wall, "", needed)), probe.limit/len(needed), q.Filter)
			if err != nil {
				return f, err
			}
			lists = append(lists, list)
		}
	}
	f.numbers = union(lists)
	return f, nil
}

// most adds documents that hold most of the words.
func (x *Index) most(ctx context.Context, q Query, p *plan, wall string, needed []concept, f *found) error {
	byRarity := slices.Clone(needed)
	slices.SortStableFunc(byRarity, func(a, b concept) int { return cmp.Compare(b.idf, a.idf) })
	worth := map[int64]float64{}
	each := postings / len(byRarity)
	for _, c := range byRarity {
		for _, probe := range []struct {
			sign  string
			limit int
			worth float64
		}{{"", each * 8 / 10, 1}, {titled, each / 10, 0.6}, {salient, each / 10, 0.3}} {
			list, err := x.match(ctx, p.all(wall, probe.sign, []concept{c}), probe.limit, q.Filter)
			if err != nil {
				return err
			}
			if probe.sign == "" && len(list) == probe.limit {
				f.cut = true
			}
			for _, n := range list {
				worth[n] += c.idf * probe.worth
			}
		}
	}
	for _, n := range f.all {
		delete(worth, n)
	}
	rest := make([]int64, 0, len(worth))
	for n := range worth {
		rest = append(rest, n)
	}
	slices.SortFunc(rest, func(a, b int64) int {
		return cmp.Or(cmp.Compare(worth[b], worth[a]), cmp.Compare(b, a))
	})
	if room := ranking - len(f.numbers); len(rest) > room {
		rest, f.cut = rest[:room], true
	}
	f.partial = len(rest) > 0
	f.numbers = append(slices.Clone(f.numbers), rest...)
	return nil
}

func union(lists [][]int64) []int64 {
	var out []int64
	known := map[int64]bool{}
	for _, list := range lists {
		for _, n := range list {
			if !known[n] && len(out) < ranking {
				known[n] = true
				out = append(out, n)
			}
		}
	}
	return out
}
