package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"parvis/internal/search/analysis"
)

// fix is what a misspelt word was meant to be.
type fix struct {
	form  string // folded; two words when one was split
	shown string // with its accents
}

// candidate is a word of the vocabulary near one that was typed.
type candidate struct {
	Form     string
	Shown    string
	Docs     int
	distance int
}

// How many letters a word has at least to be taken for one that is one or two
// letters away.
const (
	forOne = 4
	forTwo = 8
)

// correct looks for what the words that the asker can read nowhere were meant
// to be. It says the same of a word that stands only in what they may not read
// as of one that stands nowhere.
func (x *Index) correct(ctx context.Context, q Query, p *plan) (map[string]fix, error) {
	w, none := x.wall(Query{Readers: q.Readers}, &plan{})
	if none {
		return nil, nil
	}
	right := map[string]fix{}
	for _, c := range p.needed() {
		there, err := x.some(ctx, w, allOf(p.said(c, ""), w.rest))
		if err != nil {
			return nil, err
		}
		if there || !spelt(c.form) {
			continue
		}
		f, found, err := x.nearest(ctx, c.form, w)
		if err != nil {
			return nil, err
		}
		if found {
			right[c.typed] = f
		}
	}
	return right, nil
}

// spelt tells words from numbers and codes, which are never corrected.
func spelt(form string) bool {
	return len(form) >= forOne && !strings.ContainsAny(form, "0123456789")
}

// nearest is the readable word that a form was most likely meant to be.
func (x *Index) nearest(ctx context.Context, form string, w *wall) (fix, bool, error) {
	near, err := x.near(ctx, form)
	if err != nil {
		return fix{}, false, err
	}
	const tried = 12
	for _, c := range near[:min(len(near), tried)] {
		if there, err := x.heard(ctx, w, c.Form); err != nil || there {
			return fix{c.Form, c.Shown}, there, err
		}
	}
	return x.split(ctx, form, w)
}

// split finds two readable words written as one.
func (x *Index) split(ctx context.Context, form string, w *wall) (fix, bool, error) {
	var parts []string
	for i := 3; i+3 <= len(form); i++ {
		parts = append(parts, form[:i], form[i:])
	}
	known, err := x.vocabulary(ctx, parts)
	if err != nil {
		return fix{}, false, err
	}
	by := map[string]candidate{}
	for _, c := range known {
		by[c.Form] = c
	}
	best, worth := [2]candidate{}, 0
	for i := 0; i+1 < len(parts); i += 2 {
		a, isA := by[parts[i]]
		b, isB := by[parts[i+1]]
		if docs := min(a.Docs, b.Docs); isA && isB && docs > worth {
			best, worth = [2]candidate{a, b}, docs
		}
	}
	if worth < 2 {
		return fix{}, false, nil
	}
	for _, part := range best {
		if there, err := x.heard(ctx, w, part.Form); err != nil || !there {
			return fix{}, false, err
		}
	}
	there, err := x.some(ctx, w, allOf(quoted("", analysis.Stem(best[0].Form)), quoted("", analysis.Stem(best[1].Form)), w.rest))
	return fix{best[0].Form + " " + best[1].Form, best[0].Shown + " " + best[1].Shown}, there, err
}

// near are the words of the vocabulary one letter away from a form, or two
// when it is long and there is none, the most frequent first.
func (x *Index) near(ctx context.Context, form string) ([]candidate, error) {
	list, err := x.vocabulary(ctx, edits(form))
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].distance = 1
	}
	if len(list) == 0 && len(form) >= forTwo {
		all, err := x.between(ctx, form[:3], len(form)-2, len(form)+2)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if c.distance = distance(form, c.Form, 2); c.distance <= 2 {
				list = append(list, c)
			}
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.Docs, a.Docs), cmp.Compare(a.Form, b.Form))
	})
	return list, nil
}

// edits are all the forms one letter away: one too many, one missing, one for
// another, two the other way round.
func edits(form string) []string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	if !asciiOnly(form) {
		return nil
	}
	var out []string
	for i := range len(form) + 1 {
		a, b := form[:i], form[i:]
		if b != "" {
			out = append(out, a+b[1:])
		}
		if len(b) > 1 {
			out = append(out, a+b[1:2]+b[:1]+b[2:])
		}
		for _, c := range letters {
			out = append(out, a+string(c)+b)
			if b != "" {
				out = append(out, a+string(c)+b[1:])
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(s string) bool { return s == form || s == "" })
}

func asciiOnly(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// distance is how many letters are to be added, removed, changed or swapped
// with the next to go from a to b; more than most is given as most+1.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}

// heard tells whether a very form stands in a document behind a wall. A form
// that is its own stem has no term of its own: it stands for sure where the
// stem does and none of the other forms known.
func (x *Index) heard(ctx context.Context, w *wall, form string) (bool, error) {
	if analysis.Stem(form) != form {
		return x.some(ctx, w, allOf(quoted(exact, form), w.rest))
	}
	expression := allOf(quoted("", form), w.rest)
	if len(form) >= forOne {
		const most = 64
		longer, err := x.starting(ctx, form, most)
		if err != nil {
			return false, err
		}
		var others []string
		for _, c := range longer {
			if c.Form != form && analysis.Stem(c.Form) == form {
				others = append(others, quoted(exact, c.Form))
			}
		}
		if len(others) > 0 {
			expression = "(" + expression + " NOT " + anyOf(others) + ")"
		}
	}
	return x.some(ctx, w, expression)
}

// corrected is the text that was typed, its words put right.
func (p *plan) corrected(text string, right map[string]fix) string {
	var b strings.Builder
	at := 0
	for _, t := range p.tokens {
		if f, is := right[t.Form]; is {
			b.WriteString(text[at:t.Start])
			b.WriteString(f.shown)
			at = t.End
		}
	}
	b.WriteString(text[at:])
	return strings.TrimSpace(b.String())
}
