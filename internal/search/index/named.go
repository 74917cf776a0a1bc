package index

import (
	"context"
	"unicode/utf8"

	"parvis/internal/id"
	"parvis/internal/search/analysis"
	"parvis/internal/store"
)

// longestStart is how many letters of the beginning of a name are looked up.
const longestStart = 8

// starts adds the beginnings of the words of a name, for what is found by it
// while one types: people and communities, which are few.
func (b *builder) starts(d Doc) {
	if d.Sort != Person && d.Sort != Community {
		return
	}
	for _, t := range analysis.Tokens(d.Title) {
		n := 0
		for i, c := range t.Form {
			if n++; n > longestStart {
				break
			}
			b.term(fact, "b"+t.Form[:i+utf8.RuneLen(c)])
		}
	}
}

// start is what stands for the beginning of a word of a name.
func start(form string) string {
	n := 0
	for i := range form {
		if n++; n > longestStart {
			return form[:i]
		}
	}
	return form
}

// Named finds people and communities by the beginnings of the words of their
// names, in any order, the newest first; when none begins so, by names that
// begin nearly so.
func (x *Index) Named(ctx context.Context, typed string, f Filter, readers []Token, limit int) ([]id.ID, error) {
	words := analysis.Tokens(typed)
	w, none := x.wall(Query{Filter: f, Readers: readers}, &plan{})
	if len(words) == 0 || none {
		return nil, nil
	}
	parts := []string{w.whole()}
	for _, one := range words {
		parts = append(parts, quoted(fact, "b"+start(one.Form)))
	}
	found, err := x.keysOf(ctx, allOf(parts...), limit)
	if err != nil || len(found) > 0 {
		return found, err
	}
	parts = parts[:1]
	for _, one := range words {
		near := []string{quoted(fact, "b"+start(one.Form))}
		if len(one.Form) < 2 {
			parts = append(parts, near[0])
			continue
		}
		meant, err := x.completions(ctx, one.Form, w, 8)
		if err != nil {
			return nil, err
		}
		for _, c := range meant {
			near = append(near, quoted(titled, analysis.Stem(c.Form)))
		}
		parts = append(parts, anyOf(near))
	}
	return x.keysOf(ctx, allOf(parts...), limit)
}

// Belonging are the documents that belong to some items, the items themselves
// left out.
func (x *Index) Belonging(ctx context.Context, items []id.ID) ([]id.ID, error) {
	if len(items) == 0 {
		return nil, nil
	}
	return x.keysOf(ctx, anyOf(ids("i", items)), -1)
}

// keysOf are the keys of what an expression matches, the newest first.
func (x *Index) keysOf(ctx context.Context, expression string, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, x.db, keysMatching(expression, limit))
}
