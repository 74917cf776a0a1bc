package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"parvis/internal/id"
	"parvis/internal/search/analysis"
)

// Similar finds documents like a text, a question being written for one: those
// that hold a good part of the words by which it differs from others.
func (x *Index) Similar(ctx context.Context, text string, f Filter, readers []Token, limit int) ([]Hit, error) {
	const least = 0.35 // part of the words that is held
	q := Query{Words: x.gist(text, 12), Filter: f, Readers: readers, Limit: limit}
	if q.Words == "" {
		return nil, nil
	}
	list, p, err := x.best(ctx, q)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(r ranked) bool { return r.covered < least })
	return x.hits(q, p, list), nil
}

// gist are the words that tell a text from others, in its order, a few times.
func (x *Index) gist(text string, most int) string {
	counts, form := map[string]int{}, map[string]string{}
	var order []string
	for i, t := range analysis.Tokens(clip(text)) {
		if t.Stop || analysis.Weak(t.Form) || i > longest {
			continue
		}
		if counts[t.Stem]++; counts[t.Stem] == 1 {
			form[t.Stem] = t.Form
			order = append(order, t.Stem)
		}
	}
	worth := func(stem string) float64 {
		return math.Log2(1+float64(counts[stem])) * x.rarity(float64(x.freq[hash(stem, hashes)]))
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	best := slices.Clone(order)
	slices.SortStableFunc(best, func(a, b string) int { return cmp.Compare(worth(b), worth(a)) })
	best = best[:min(len(best), most)]
	var out []string
	for _, stem := range order {
		if slices.Contains(best, stem) {
			out = append(out, form[stem])
		}
	}
	return strings.Join(out, " ")
}

// best ranks what a search finds, without correcting it.
func (x *Index) best(ctx context.Context, q Query) ([]ranked, *plan, error) {
	p := x.plan(q, nil)
	w, none := x.wall(q, p)
	if none || len(p.concepts) == 0 {
		return nil, p, nil
	}
	f, err := x.gather(ctx, q, p, w)
	if err != nil {
		return nil, nil, err
	}
	list, err := x.ranked(ctx, q, p, f.numbers)
	return list, p, err
}

// Contributors finds who wrote what matches best, to pass a question on to
// them. Words may be a whole text; each further document of an author counts
// less than the one before.
func (x *Index) Contributors(ctx context.Context, q Query, limit int) ([]Contributor, error) {
	const read, shown, less = 300, 3, 0.7
	q.Words = x.gist(q.Words, 12)
	list, _, err := x.best(ctx, q)
	if err != nil {
		return nil, err
	}
	by := map[id.ID]*Contributor{}
	weight := map[id.ID]float64{}
	for _, r := range list[:min(len(list), read)] {
		if r.facts.author == 0 {
			continue
		}
		c := by[r.facts.author]
		if c == nil {
			c = &Contributor{Person: r.facts.author}
			by[r.facts.author], weight[r.facts.author] = c, 1
		}
		c.Score += r.score * r.covered * weight[c.Person]
		weight[c.Person] *= less
		if len(c.Docs) < shown {
			c.Docs = append(c.Docs, r.key)
		}
	}
	out := make([]Contributor, 0, len(by))
	for _, c := range by {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Contributor) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Person, b.Person))
	})
	return out[:min(len(out), limit)], nil
}
