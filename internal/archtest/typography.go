package archtest

import (
	"regexp"
	"strings"
)

// Words and marks that no screen shows.
var (
	network  = regexp.MustCompile(`(?i)\bsocia(l|le|les|ux|lement|lly)\b`)
	straight = regexp.MustCompile(`\pL'[\pL ]`)
	dots     = regexp.MustCompile(`\.\.\.`)
)

// Typography demands that French is written as French is, and that no screen
// says that Parvis is "social" (S3).
func Typography(t *Tree) []Problem {
	words, _ := ReadWords(t)
	var problems []Problem
	words.each(func(lang, key, _, text string, e Entry) {
		wrong := func(what string) {
			problems = append(problems, Problem{keyLine(t, e.File, key), key + ": " + what})
		}
		prose := notProse.ReplaceAllString(placeholder.ReplaceAllString(text, "x"), "x")
		if network.MatchString(prose) {
			wrong("no screen says this word")
		}
		if dots.MatchString(prose) {
			wrong("three dots are one character: …")
		}
		if straight.MatchString(prose) {
			wrong("an apostrophe is curved: ’")
		}
		if mark := loose(prose); lang == "fr" && mark != "" {
			wrong("a no-break space (U+00A0 or U+202F) keeps " + mark + " with its neighbour")
		}
	})
	return problems
}

// notProse is code, headers, addresses, entities and markup.
var notProse = regexp.MustCompile("Authorization: Bearer|`[^`]*`|https?:\\S*|&\\w+;|</?\\w[^>]*>")

// loose finds a mark that French keeps with its neighbour by a no-break space,
// where the space is missing or breaks.
func loose(text string) string {
	const noBreak, doubled = "\u00a0\u202f", "?!…"
	before := ' '
	runes := []rune(text)
	for i, r := range runes {
		next := ' '
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		kept := strings.ContainsRune(noBreak, before)
		switch r {
		case '?', '!':
			kept = kept || i > 0 && strings.ContainsRune(doubled, before) || i == 0
		case ';', '»':
		case ':': // but 14:30
			kept = kept || next != ' ' && next != '\n'
		case '«':
			kept = strings.ContainsRune(noBreak, next)
		default:
			kept = true
		}
		if !kept {
			return string(r)
		}
		before = r
	}
	return ""
}
