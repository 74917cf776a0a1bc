package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parvis/internal/search/analysis"
	"parvis/internal/search/index"
)

// marks are the words that an extract shows as found, by stem or form.
type marks map[string]bool

// markOf are the words of a question.
func markOf(wanted string) marks {
	m := marks{}
	for _, t := range analysis.Tokens(wanted) {
		if !t.Stop {
			m[t.Stem], m[t.Form] = true, true
			for _, also := range t.Also {
				m[also] = true
			}
		}
	}
	return m
}

// with adds what a hit was found by beside what was typed: synonyms, words
// written otherwise.
func (m marks) with(matches []index.Match) marks {
	out := make(marks, len(m)+len(matches))
	for w := range m {
		out[w] = true
	}
	for _, match := range matches {
		for w := range markOf(match.Found) {
			out[w] = true
		}
		out[match.Found] = true
	}
	return out
}

func (m marks) found(t analysis.Token) bool {
	if t.Stop {
		return false
	}
	if m[t.Stem] || m[t.Form] {
		return true
	}
	for _, also := range t.Also {
		if m[also] {
			return true
		}
	}
	return false
}

// extract cuts about width characters where most of the words are, and marks
// them.
func (m marks) extract(plain string, width int) []Part {
	tokens := analysis.Tokens(plain)
	var found []analysis.Token
	for _, t := range tokens {
		if m.found(t) {
			found = append(found, t)
		}
	}
	from, to := m.window(plain, found, width)
	var parts []Part
	add := func(s string, match bool) {
		if s != "" {
			parts = append(parts, Part{Text: s, Match: match})
		}
	}
	if from > 0 {
		add("… ", false)
	}
	at := from
	for _, t := range found {
		if t.Start < at || t.End > to {
			continue
		}
		add(plain[at:t.Start], false)
		add(plain[t.Start:t.End], true)
		at = t.End
	}
	add(strings.TrimRightFunc(plain[at:to], unicode.IsSpace), false)
	if to < len(plain) {
		add("…", false)
	}
	return parts
}

// leading is how many characters stand before the first word that was found: a
// phone shows some seventy of an extract.
const leading = 30

// window is the part of a text of that width where most different words are.
func (m marks) window(plain string, found []analysis.Token, width int) (from, to int) {
	if len(found) == 0 {
		return 0, wordEnd(plain, forward(plain, 0, width))
	}
	best, most := 0, -1
	for i := range found {
		kinds := map[string]bool{}
		n := 0
		for _, t := range found[i:] {
			if t.End-found[i].Start > width {
				break
			}
			kinds[t.Stem] = true
			n++
		}
		if score := 100*len(kinds) + min(n, 99); score > most {
			best, most = i, score
		}
	}
	from = wordStart(plain, backward(plain, found[best].Start, leading))
	to = wordEnd(plain, forward(plain, from, width))
	return from, max(to, min(found[best].End, len(plain)))
}

// forward and backward go so many characters from a place.
func forward(s string, at, n int) int {
	for ; n > 0 && at < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at
}

func backward(s string, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return at
}

// wordEnd goes back to the end of a word, unless the text ends there.
func wordEnd(s string, at int) int {
	if at >= len(s) {
		return len(s)
	}
	if space := strings.LastIndexFunc(s[:at], unicode.IsSpace); space > at-40 && space > 0 {
		return space
	}
	return at
}

// wordStart goes on to the beginning of a word.
func wordStart(s string, at int) int {
	if at == 0 {
		return 0
	}
	if space := strings.IndexFunc(s[at:], unicode.IsSpace); space >= 0 && space < 40 {
		_, size := utf8.DecodeRuneInString(s[at+space:])
		return at + space + size
	}
	return at
}
