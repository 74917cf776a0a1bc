// Package query is the language in which one searches: words, "exact phrases",
// -words to leave out, and operators (from:, in:, kind:, tag:, before:, after:,
// has:file), in English and in French (U5, S1).
//
// What would surprise: nothing that is typed is an error. What is not
// understood is searched as words.
package query

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Bounds of one question: what is beyond them is left aside.
const (
	MaxTerms  = 16 // words and phrases
	MaxValues = 8  // of one operator
)

// Query is a question as it was understood.
type Query struct {
	Terms  []Term
	From   []string // names or handles, "me" for the one who asks
	In     []string // names of communities
	Kinds  []string // kinds, as the spine names them
	Tags   []string
	After  time.Time // from this moment on, zero for no bound
	Before time.Time // up to this moment, which is left out
	File   bool      // only what holds a file
	Unread []string  // operators whose values are none: searched as words
}

// Term is one word or phrase.
type Term struct {
	Text  string
	Exact bool // these words, in this order
	Not   bool // must not be there
}

// IsZero tells whether nothing at all is asked.
func (q Query) IsZero() bool { return len(q.Terms) == 0 && !q.Narrowed() }

// Narrowed tells whether an operator bounds what is looked for.
func (q Query) Narrowed() bool {
	return len(q.From)+len(q.In)+len(q.Kinds)+len(q.Tags) > 0 || !q.After.IsZero() || !q.Before.IsZero() || q.File
}

// Words are the terms as they may be typed again, without the operators.
func (q Query) Words() string {
	parts := make([]string, len(q.Terms))
	for i, t := range q.Terms {
		parts[i] = t.String()
	}
	return strings.Join(parts, " ")
}

// String writes a term as it is typed.
func (t Term) String() string {
	s := t.Text
	if t.Exact {
		s = `"` + s + `"`
	}
	if t.Not {
		s = "-" + s
	}
	return s
}

// Positive are the words that are looked for, phrases included, as one text.
func (q Query) Positive() string {
	var parts []string
	for _, t := range q.Terms {
		if !t.Not {
			parts = append(parts, t.Text)
		}
	}
	return strings.Join(parts, " ")
}

// AddWords adds what an operator named and nobody bears: it is searched as
// words after all.
func (q *Query) AddWords(text string) {
	for _, word := range strings.Fields(text) {
		q.term(Term{Text: word})
	}
}

func (q *Query) term(t Term) {
	if t.Text = strings.TrimSpace(t.Text); len(q.Terms) < MaxTerms && strings.ContainsFunc(t.Text, meaningful) {
		q.Terms = append(q.Terms, t)
	}
}

func meaningful(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// Tidy leaves out what is said twice and what is too much.
func (q *Query) Tidy() {
	for _, list := range []*[]string{&q.From, &q.In, &q.Kinds, &q.Tags} {
		var kept []string
		for _, v := range *list {
			if v != "" && !slices.Contains(kept, v) && len(kept) < MaxValues {
				kept = append(kept, v)
			}
		}
		*list = kept
	}
}
