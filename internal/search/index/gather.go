package index

import (
	"cmp"
	"context"
	"slices"
)

// bounds are those of a search: what it reads is at most this, whatever the
// size of the index.
type bounds struct {
	counted  int   // matches that are counted
	ranking  int   // documents that are read and ranked
	few      int   // with fewer matches of all the words, those of most words are ranked too
	postings int   // places of single words that are looked through for those
	faceted  int   // documents that facets are counted on
	strong   int   // of those that hold the words in their titles, or again and again
	newest   int   // of the newest, beside those
	recent   int64 // documents in which those are looked for first
	large    int   // documents from which on single words are not looked through
	sifted   int   // matches that are looked at for some that can be read, before readers are matched too
	narrow   int   // one who may read less than one document of so many has readers matched at once
}

func usual() bounds {
	return bounds{
		counted: 3_000, ranking: Deepest, few: 100, postings: 30_000, faceted: 2_000,
		strong: 1_000, newest: 500, recent: 500_000, large: 200_000, sifted: 20_000, narrow: 50,
	}
}

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

// all is the expression of all of some concepts, and of what a wall holds
// beside the readers.
func (p *plan) all(rest, sign string, list []concept) string {
	parts := make([]string, 0, len(list)+1)
	for _, c := range list {
		parts = append(parts, p.said(c, sign))
	}
	return allOf(append(parts, rest)...)
}

// behind is the same without what was refused: a probe of its own.
func (p *plan) behind(w *wall, sign string, list []concept) string {
	return p.without(p.all(w.rest, sign, list))
}

// gather finds the documents to rank.
func (x *Index) gather(ctx context.Context, q Query, p *plan, w *wall) (f found, err error) {
	needed := p.needed()
	if f.all, err = x.match(ctx, w, p.behind(w, "", needed), x.bounds.counted, q.Filter); err != nil {
		return f, err
	}
	if len(f.all) <= x.bounds.ranking {
		f.numbers = f.all
		if len(f.all) < x.bounds.few && len(needed) > 1 && !q.Newest {
			err = x.most(ctx, q, p, w, needed, &f)
		}
		return f, err
	}
	if q.Newest {
		f.numbers = f.all[:x.bounds.ranking]
		return f, nil
	}
	strong, err := x.strong(ctx, q, p, w, needed, f.all)
	if err != nil {
		return f, err
	}
	f.numbers = union(x.bounds.ranking, [][]int64{strong, f.all[:min(len(f.all), x.bounds.newest)]})
	return f, nil
}

// strong finds, of many documents that hold all the words, those that hold
// them in their titles or again and again. It is one probe: what costs is to
// go through what the asker may read, and that is left out when all the
// matches are known.
func (x *Index) strong(ctx context.Context, q Query, p *plan, w *wall, needed []concept, all []int64) ([]int64, error) {
	var ways []string
	for _, sign := range []string{titled, salient} {
		ways = append(ways, p.all("", sign, needed))
		for i := range min(len(needed), mostWays) {
			if len(needed) > 1 {
				ways = append(ways, allOf(p.said(needed[i], sign), p.all("", "", slices.Delete(slices.Clone(needed), i, i+1))))
			}
		}
	}
	if len(all) == x.bounds.counted {
		// Of words so common, the newest documents are enough when they give some.
		x.mu.RLock()
		last := x.next
		x.mu.RUnlock()
		list, err := x.matchFrom(ctx, w, last-x.bounds.recent, p.without(allOf(anyOf(ways), w.rest)), x.bounds.strong, q.Filter)
		if err != nil || len(list) >= x.bounds.strong/4 || last <= x.bounds.recent {
			return list, err
		}
		return x.match(ctx, w, p.without(allOf(anyOf(ways), w.rest)), x.bounds.strong, q.Filter)
	}
	list, err := x.match(ctx, nil, anyOf(ways), 10*x.bounds.counted, Filter{})
	if err != nil {
		return nil, err
	}
	known := make(map[int64]bool, len(all))
	for _, n := range all {
		known[n] = true
	}
	list = slices.DeleteFunc(list, func(n int64) bool { return !known[n] })
	return list[:min(len(list), x.bounds.strong)], nil
}

// mostWays is how many words are looked for one by one in titles, the others
// anywhere.
const mostWays = 3

// most adds documents that hold most of the words.
func (x *Index) most(ctx context.Context, q Query, p *plan, w *wall, needed []concept, f *found) error {
	byRarity := slices.Clone(needed)
	slices.SortStableFunc(byRarity, func(a, b concept) int { return cmp.Compare(b.idf, a.idf) })
	if x.Docs() > x.bounds.large && len(byRarity) > 1 {
		return x.butOne(ctx, q, p, w, byRarity, f)
	}
	worth := map[int64]float64{}
	each := max(10, x.bounds.postings/len(byRarity))
	for _, c := range byRarity {
		for _, probe := range []struct {
			sign  string
			limit int
			worth float64
		}{{"", each * 8 / 10, 1}, {titled, each / 10, 0.6}, {salient, each / 10, 0.3}} {
			list, err := x.match(ctx, w, p.behind(w, probe.sign, []concept{c}), probe.limit, q.Filter)
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
	if room := x.bounds.ranking - len(f.numbers); len(rest) > room {
		rest, f.cut = rest[:room], true
	}
	f.partial = len(rest) > 0
	f.numbers = append(slices.Clone(f.numbers), rest...)
	return nil
}

// butOne adds documents that hold all the words but one, in a large index;
// when there are few, those that hold two of the rarest, then some that hold
// one of them, in the title first.
func (x *Index) butOne(ctx context.Context, q Query, p *plan, w *wall, byRarity []concept, f *found) error {
	const most, inPairs, alone, each = 8, 6, 3, 200
	lists, many := [][]int64{f.numbers}, 0
	look := func(limit int, ways []string) error {
		list, err := x.match(ctx, w, p.without(allOf(anyOf(ways), w.rest)), limit, q.Filter)
		f.cut = f.cut || len(list) == limit
		lists, many = append(lists, list), many+len(list)
		return err
	}
	some := byRarity[:min(len(byRarity), most)]
	var ways []string
	for i := range some {
		ways = append(ways, p.all("", "", slices.Delete(slices.Clone(some), i, i+1)))
	}
	if err := look(x.bounds.ranking, ways); err != nil {
		return err
	}
	if many < x.bounds.few && len(some) > 2 {
		ways = ways[:0]
		some = some[:min(len(some), inPairs)]
		for i := range some {
			for j := range i {
				ways = append(ways, p.all("", "", []concept{some[i], some[j]}))
			}
		}
		if err := look(x.bounds.ranking, ways); err != nil {
			return err
		}
	}
	if many < x.bounds.ranking/2 {
		for _, c := range some[:min(len(some), alone)] {
			for _, sign := range []string{titled, salient, ""} {
				if err := look(each, []string{p.said(c, sign)}); err != nil {
					return err
				}
			}
		}
	}
	f.numbers = union(x.bounds.ranking, lists)
	f.partial = len(f.numbers) > len(f.all)
	return nil
}

// union is the first of several lists, each once.
func union(most int, lists [][]int64) []int64 {
	var out []int64
	known := map[int64]bool{}
	for _, list := range lists {
		for _, n := range list {
			if !known[n] && len(out) < most {
				known[n] = true
				out = append(out, n)
			}
		}
	}
	return out
}
