package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parvis/internal/text"
)

// Words are the words of a question as they are matched: folded, at least two
// characters unless alone, at most eight.
func Words(question string) []string {
	all := strings.Fields(text.Fold(question))
	var out []string
	for _, w := range all {
		if len(all) > 1 && utf8.RuneCountInString(w) < 2 {
			continue
		}
		if len(out) == 8 {
			break
		}
		out = append(out, w)
	}
	return out
}

// extract cuts about width characters around the first word found and marks
// the words that begin like one of those looked for.
func extract(plain string, words []string, width int) []Part {
	tokens := split(plain)
	first := 0
	for i, t := range tokens {
		if matches(t, words) {
			first = i
			break
		}
	}
	start, room := first, width/3
	for start > 0 && room > 0 {
		start--
		room -= utf8.RuneCountInString(tokens[start])
	}
	var parts []Part
	if start > 0 {
		parts = append(parts, Part{Text: "… "})
	}
	add := func(p Part) {
		if n := len(parts); n > 0 && parts[n-1].Match == p.Match {
			parts[n-1].Text += p.Text
			return
		}
		parts = append(parts, p)
	}
	left := width
	for _, t := range tokens[start:] {
		if left <= 0 {
			add(Part{Text: "…"})
			break
		}
		left -= utf8.RuneCountInString(t)
		add(Part{Text: t, Match: matches(t, words)})
	}
	return parts
}

// split cuts a text into words and what stands between them; joined again they
// are the text.
func split(s string) []string {
	var out []string
	start, word := 0, false
	for i, c := range s {
		w := unicode.IsLetter(c) || unicode.IsDigit(c)
		if i > 0 && w != word {
			out = append(out, s[start:i])
			start = i
		}
		word = w
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

func matches(token string, words []string) bool {
	folded := text.Fold(token)
	if folded == "" {
		return false
	}
	for _, w := range words {
		if strings.HasPrefix(folded, w) {
			return true
		}
	}
	return false
}
