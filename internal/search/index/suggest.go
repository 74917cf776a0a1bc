package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"parvis/internal/search/analysis"
)

// Suggest completes a text being typed: the word under the cursor is one of
// those that documents hold together with the words before it, all of them in
// what the asker may read. It stands typing mistakes: one letter in words of
// four, two in words of eight.
func (x *Index) Suggest(ctx context.Context, typed string, f Filter, readers []Token, limit int) (Suggestion, error) {
	tokens := analysis.Tokens(typed)
	last, _ := utf8.DecodeLastRuneInString(typed)
	if len(tokens) == 0 || len(readers) == 0 || limit <= 0 || tokens[len(tokens)-1].End != len(strings.TrimRightFunc(typed, notLetter)) {
		return Suggestion{}, nil
	}
	cursor := tokens[len(tokens)-1]
	before := typed[:cursor.Start]
	if notLetter(last) {
		before, cursor.Form = typed, ""
	}
	p := x.plan(Query{Words: before}, nil)
	w, _ := x.wall(Query{Filter: f, Readers: readers}, p)
	if meant := analysis.Forms(before); len(meant) > 0 {
		w = w.and(p.all(w.rest, "", p.needed()))
	}
	var words []candidate
	var err error
	if len(cursor.Form) >= 2 {
		if words, err = x.completions(ctx, cursor.Form, w, limit); err != nil {
			return Suggestion{}, err
		}
	}
	var out Suggestion
	for _, w := range words {
		out.Completions = append(out.Completions, strings.TrimLeft(before, " ")+w.Shown)
	}
	out.Hits, err = x.titled(ctx, before, words, f, readers, limit)
	return out, err
}

func notLetter(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) }

// completions are the readable words that begin like a form.
func (x *Index) completions(ctx context.Context, form string, w *wall, limit int) ([]candidate, error) {
	const tried = 24
	list, err := x.starting(ctx, form, tried)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.Docs, a.Docs) })
	out, err := x.readable(ctx, list, w, limit)
	if err != nil || len(out) > 0 || len(form) < forOne || !asciiOnly(form) {
		return out, err
	}
	most := 1
	if len(form) >= forTwo {
		most = 2
	}
	for _, starts := range [][]string{{form[:2]}, startsNear(form)} {
		all, err := x.alike(ctx, starts, 4000)
		if err != nil {
			return nil, err
		}
		var near []candidate
		for _, c := range all {
			if c.distance = startDistance(form, c.Form, most); c.distance <= most {
				near = append(near, c)
			}
		}
		slices.SortStableFunc(near, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.Docs, a.Docs))
		})
		if out, err = x.readable(ctx, near[:min(len(near), tried)], w, limit); err != nil || len(out) > 0 {
			return out, err
		}
	}
	return nil, nil
}

// startsNear are the first two letters of words that a mistake in the first
// two of a form may hide.
func startsNear(form string) []string {
	out := []string{form[1:2] + form[:1], form[1:3], form[:1] + form[2:3]}
	for c := 'a'; c <= 'z'; c++ {
		out = append(out, string(c)+form[1:2], form[:1]+string(c), string(c)+form[:1])
	}
	return out
}

// startDistance is the least distance between a form and a beginning of a
// word.
func startDistance(form, word string, most int) int {
	least := most + 1
	for n := max(len(form)-most, 1); n <= min(len(form)+most, len(word)); n++ {
		least = min(least, distance(form, word[:n], most))
	}
	return least
}

// readable keeps the words that documents behind a wall hold.
func (x *Index) readable(ctx context.Context, list []candidate, w *wall, limit int) ([]candidate, error) {
	var out []candidate
	for _, c := range list {
		if len(out) == limit {
			break
		}
		there, err := x.heard(ctx, w, c.Form)
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, c)
		}
	}
	return out, nil
}

// titled are the documents whose titles go like what is typed.
func (x *Index) titled(ctx context.Context, before string, words []candidate, f Filter, readers []Token, limit int) ([]Hit, error) {
	const read = 200
	p := x.plan(Query{Words: before}, nil)
	w, _ := x.wall(Query{Filter: f, Readers: readers}, &plan{})
	expression := ""
	if len(p.concepts) > 0 {
		expression = p.all("", titled, p.concepts)
	}
	if len(words) > 0 {
		var any []string
		for _, w := range words {
			any = append(any, quoted(titled, analysis.Stem(w.Form)))
		}
		expression = allOf(anyOf(any), expression)
		before += " " + words[0].Form
	} else if len(p.concepts) == 0 {
		return nil, nil
	}
	numbers, err := x.match(ctx, w, expression, read, Filter{})
	if err != nil {
		return nil, err
	}
	q := Query{Words: before, Limit: limit}
	p = x.plan(q, nil)
	list, err := x.ranked(ctx, q, p, numbers)
	if err != nil {
		return nil, err
	}
	return x.hits(q, p, list), nil
}
