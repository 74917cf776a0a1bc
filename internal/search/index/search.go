package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
)

// ranked is a document with what it is worth.
type ranked struct {
	n       int64
	key     id.ID
	facts   facts
	words   []byte
	score   float64
	covered float64
}

func rank(list []ranked) {
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.n, a.n))
	})
}

// Search finds documents.
func (x *Index) Search(ctx context.Context, q Query) (Results, error) {
	q.Limit = max(q.Limit, 0)
	q.Offset = max(q.Offset, 0)
	p := x.plan(q, nil)
	w, none := x.wall(q, p)
	if none || len(p.concepts)+len(p.phrases) == 0 && strings.TrimSpace(q.Words) != "" {
		return Results{}, nil
	}
	if len(p.concepts) == 0 {
		return x.list(ctx, q, p, w)
	}
	if err := x.blind(ctx, p, w); err != nil {
		return Results{}, err
	}
	f, err := x.gather(ctx, q, p, w)
	if err != nil {
		return Results{}, err
	}
	var out Results
	if len(f.all) == 0 {
		right, err := x.correct(ctx, q, p)
		if err != nil {
			return Results{}, err
		}
		if len(right) > 0 {
			out.Corrected, out.Applied = p.corrected(q.Words, right), true
			p = x.plan(q, right)
			if err := x.blind(ctx, p, w); err != nil {
				return Results{}, err
			}
			if f, err = x.gather(ctx, q, p, w); err != nil {
				return Results{}, err
			}
		}
	}
	out.Expanded, out.Partial = p.expanded, f.partial
	list, err := x.ranked(ctx, q, p, f.numbers)
	if err != nil {
		return Results{}, err
	}
	out.Total, out.More = len(f.all), len(f.all) == x.bounds.counted
	if f.partial || len(p.phrases)+len(p.not) > 0 && len(f.all) <= x.bounds.ranking {
		out.Total, out.More = len(list), f.cut
	}
	out.Hits = x.hits(q, p, list)
	if q.Facets {
		out.Facets, err = x.facets(ctx, f, list)
	}
	return out, err
}

// ranked reads and ranks documents, the best or the newest first.
func (x *Index) ranked(ctx context.Context, q Query, p *plan, numbers []int64) ([]ranked, error) {
	rows, err := x.rows(ctx, numbers)
	if err != nil {
		return nil, err
	}
	if err := x.forms(ctx, p); err != nil {
		return nil, err
	}
	s := x.scorer(p)
	list := make([]ranked, 0, len(rows))
	for _, r := range rows {
		f, err := unpack(r.Facts)
		if err != nil {
			return nil, err
		}
		if !p.allows(&f, r.Words) {
			continue
		}
		one := ranked{n: r.N, key: r.Key, facts: f, words: r.Words}
		one.score, one.covered = s.score(&f, r.Words)
		if one.covered < enough && !p.empty && f.lengths[2] < longest {
			continue
		}
		list = append(list, one)
	}
	if q.Newest {
		slices.SortFunc(list, func(a, b ranked) int {
			return cmp.Or(cmp.Compare(b.facts.published, a.facts.published), cmp.Compare(b.n, a.n))
		})
		return list, nil
	}
	rank(list)
	return list, nil
}

// forms looks up how rare the very forms of a question are. The vocabulary
// only grows, so a form is never taken for more common than its stem.
func (x *Index) forms(ctx context.Context, p *plan) error {
	list := make([]string, len(p.concepts))
	for i, c := range p.concepts {
		list[i] = c.form
	}
	known, err := x.vocabulary(ctx, list)
	if err != nil {
		return err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, k := range known {
		for i := range p.concepts {
			if c := &p.concepts[i]; c.form == k.Form {
				c.own = x.rarity(min(float64(k.Docs), float64(x.freq[hash(c.stem, hashes)])))
			}
		}
	}
	return nil
}

// enough is the least part of a question that a hit holds.
const enough = 0.2

// allows tells whether a document holds the phrases asked and none refused.
func (p *plan) allows(f *facts, words []byte) bool {
	for _, ph := range p.phrases {
		if !ph.in(f, words) {
			return false
		}
	}
	for _, ph := range p.not {
		if len(ph.tokens) > 1 && ph.in(f, words) {
			return false
		}
	}
	return true
}

// in tells whether a phrase stands in one of the fields.
func (ph phrase) in(f *facts, words []byte) bool {
	names := min(f.parts[0], len(words))
	text := min(names+f.parts[1], len(words))
	return holds(words[:names], ph.packed) || holds(words[names:text], ph.packed) || holds(words[text:], ph.packed)
}

// hits are the page that was asked for.
func (x *Index) hits(q Query, p *plan, list []ranked) []Hit {
	list = list[min(q.Offset, len(list)):]
	list = list[:min(q.Limit, len(list))]
	s := x.scorer(p)
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := make([]Hit, 0, len(list))
	for i := range list {
		r := &list[i]
		h := Hit{
			Key: r.key, Sort: r.facts.sort, Item: r.facts.item, Kind: x.names[r.facts.kind], Community: r.facts.community,
			Author: r.facts.author, Score: r.score,
		}
		if r.facts.published != 0 {
			h.Published = clock.At(time.UnixMilli(r.facts.published))
		}
		if len(p.concepts) > 0 {
			s.read(&r.facts, r.words)
			h.Matches = s.matches()
		}
		out = append(out, h)
	}
	return out
}

// list gives the newest documents when no word is asked, only filters or
// phrases.
func (x *Index) list(ctx context.Context, q Query, p *plan, w *wall) (Results, error) {
	q.Newest = true
	all, err := x.match(ctx, w, p.without(w.base()), x.bounds.counted, q.Filter)
	if err != nil {
		return Results{}, err
	}
	f := found{all: all, numbers: all[:min(len(all), x.bounds.ranking)]}
	list, err := x.ranked(ctx, q, p, f.numbers)
	if err != nil {
		return Results{}, err
	}
	out := Results{Hits: x.hits(q, p, list), Total: len(all), More: len(all) == x.bounds.counted}
	if len(p.phrases)+len(p.not) > 0 {
		out.Total, out.More = len(list), len(all) > x.bounds.ranking
	}
	if q.Facets {
		out.Facets, err = x.facets(ctx, f, list)
	}
	return out, err
}
