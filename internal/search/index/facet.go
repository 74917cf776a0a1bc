package index

import (
	"cmp"
	"context"
	"slices"

	"parvis/internal/id"
)

// facets counts what matches: all of it when it was all read, else the newest
// documents that hold all the words.
func (x *Index) facets(ctx context.Context, f found, list []ranked) (Facets, error) {
	t := tally{sorts: map[Sort]int{}, kinds: map[string]int{}, communities: map[id.ID]int{}, authors: map[id.ID]int{}, tags: map[id.ID]int{}, years: map[int]int{}}
	bounded := len(f.all) == x.bounds.counted // there may be more
	partial := f.cut || bounded
	if f.partial || len(f.all) <= x.bounds.ranking {
		for i := range list {
			t.add(x, &list[i].facts)
		}
		return t.facets(partial), nil
	}
	rows, err := x.factsOf(ctx, f.all[:min(len(f.all), x.bounds.faceted)])
	if err != nil {
		return Facets{}, err
	}
	for _, r := range rows {
		one, err := unpack(r)
		if err != nil {
			return Facets{}, err
		}
		t.add(x, &one)
	}
	return t.facets(bounded || len(f.all) > x.bounds.faceted), nil
}

type tally struct {
	sorts       map[Sort]int
	kinds       map[string]int
	communities map[id.ID]int
	authors     map[id.ID]int
	tags        map[id.ID]int
	years       map[int]int
}

func (t *tally) add(x *Index, f *facts) {
	t.sorts[f.sort]++
	x.mu.RLock()
	name := x.names[f.kind]
	x.mu.RUnlock()
	if name != "" {
		t.kinds[name]++
	}
	if f.community != 0 {
		t.communities[f.community]++
	}
	if f.author != 0 {
		t.authors[f.author]++
	}
	for _, tag := range f.tags {
		t.tags[tag]++
	}
	if f.published != 0 {
		t.years[year(f.published)]++
	}
}

func (t *tally) facets(partial bool) Facets {
	return Facets{
		Sorts: counts(t.sorts), Kinds: counts(t.kinds), Communities: counts(t.communities),
		Authors: counts(t.authors), Tags: counts(t.tags), Years: counts(t.years), Partial: partial,
	}
}

func counts[T cmp.Ordered](of map[T]int) []Count[T] {
	const most = 50
	list := make([]Count[T], 0, len(of))
	for value, n := range of {
		list = append(list, Count[T]{value, n})
	}
	slices.SortFunc(list, func(a, b Count[T]) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return list[:min(len(list), most)]
}
