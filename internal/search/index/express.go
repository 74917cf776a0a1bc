package index

import (
	"strconv"
	"strings"
	"time"

	"parvis/internal/id"
)

// An expression is what FTS5 matches. Terms come from analysis, from ids and
// from tokens; none holds a quotation mark.

func quoted(sign, term string) string {
	return `"` + sign + strings.ReplaceAll(term, `"`, `""`) + `"`
}

func anyOf(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return "(" + strings.Join(list, " OR ") + ")"
}

func allOf(list ...string) string {
	kept := list[:0:0]
	for _, e := range list {
		if e != "" {
			kept = append(kept, e)
		}
	}
	switch len(kept) {
	case 0:
		return ""
	case 1:
		return kept[0]
	}
	return "(" + strings.Join(kept, " AND ") + ")"
}

// said is the expression of all the ways of saying a concept.
func (p *plan) said(c concept, sign string) string {
	var ways []string
	for _, u := range c.units {
		var all []string
		for _, s := range u.slots {
			all = append(all, quoted(sign, p.slots[s].stem))
		}
		ways = append(ways, allOf(all...))
	}
	return anyOf(ways)
}

// wall is what every expression of a search holds: readers, filter, phrases.
// None is for one who may read nothing.
func (x *Index) wall(q Query, p *plan) (w *wall, none bool) {
	if len(q.Readers) == 0 {
		return nil, true
	}
	var readers []string
	for _, t := range q.Readers {
		readers = append(readers, quoted("", t.term()))
	}
	w = &wall{readers: anyOf(readers)}
	x.mu.RLock()
	open, docs := x.readers.readable(q.Readers)
	w.open, w.narrow = open, docs*x.bounds.narrow < int(x.docs)
	x.mu.RUnlock()
	var parts []string
	f := q.Filter
	var sorts []string
	for _, s := range f.Sorts {
		sorts = append(sorts, quoted(fact, "s"+strconv.Itoa(int(s))))
	}
	var kinds []string
	x.mu.RLock()
	for _, k := range f.Kinds {
		if label, known := x.labels[k]; known {
			kinds = append(kinds, quoted(fact, "k"+strconv.FormatInt(label, 10)))
		}
	}
	x.mu.RUnlock()
	if len(f.Kinds) > 0 && len(kinds) == 0 {
		return nil, true
	}
	lists := [][]string{sorts, kinds, ids("c", f.Communities), ids("a", f.Authors), ids("t", f.Tags), ids("i", f.Items), years(f)}
	if f.HasFile {
		lists = append(lists, []string{quoted(fact, "f")})
	}
	for _, list := range lists {
		if len(list) > 0 {
			parts = append(parts, anyOf(list))
		}
	}
	for _, f := range p.phrases {
		for _, t := range f.tokens {
			if t.Form != t.Stem {
				parts = append(parts, quoted(exact, t.Form))
				continue
			}
			parts = append(parts, quoted("", t.Stem))
		}
	}
	w.rest = allOf(parts...)
	return w, false
}

func ids(mark string, list []id.ID) []string {
	var out []string
	for _, i := range list {
		out = append(out, quoted(fact, mark+i.String()))
	}
	return out
}

// years are those that a filter reaches, when they are few.
func years(f Filter) []string {
	if f.From.IsZero() {
		return nil
	}
	const most = 30
	last := time.Now().UTC().Year() + 1
	if !f.Before.IsZero() {
		last = min(last, f.Before.UTC().Year())
	}
	var out []string
	for y := f.From.UTC().Year(); y <= last; y++ {
		if len(out) == most {
			return nil
		}
		out = append(out, quoted(fact, "y"+strconv.Itoa(y)))
	}
	if len(out) == 0 {
		return []string{quoted(fact, "y")}
	}
	return out
}

// without excludes words; phrases of several are looked at in each document.
func (p *plan) without(expression string) string {
	for _, f := range p.not {
		if len(f.tokens) == 1 {
			expression = "(" + expression + " NOT " + quoted("", f.tokens[0].Stem) + ")"
		}
	}
	return expression
}
