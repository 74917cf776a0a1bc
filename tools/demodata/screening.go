package main

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// What people wrote themselves is screened before it is published again.

// fitToPrint refuses what is rude, garbled, about named persons or about the
// consultation's own site. unknown bounds the share of words nobody else uses.
func fitToPrint(lex map[string]int, text string, unknown float64) bool {
	if rude.MatchString(text) || politicians.MatchString(text) || aboutSite.MatchString(text) || stale.MatchString(text) || strings.Contains(text, "retirée)") || strings.Contains(text, "retiré)") {
		return false
	}
	if strings.Count(text, "!")+strings.Count(text, "??") > 2 {
		return false
	}
	words, odd, capitals := 0, 0, 0
	for _, w := range strings.FieldsFunc(address.ReplaceAllString(text, ""), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if runes(w) < 4 {
			continue
		}
		words++
		if w == strings.ToUpper(w) && runes(w) > 5 {
			capitals++
		}
		if unicode.IsLower([]rune(w)[0]) && lex[w] < 2 {
			odd++
		}
	}
	return words >= 4 && float64(odd) <= unknown*float64(words)+0.5 && capitals*12 <= words+6
}

// goodTitle refuses titles that would not stand alone in a list.
func goodTitle(lex map[string]int, t string) bool {
	t = strings.TrimSpace(clean(t))
	if runes(t) < 14 || runes(t) > 140 || strings.Contains(t, "http") || strings.Count(t, "!") > 0 {
		return false
	}
	if strings.Contains(t, "d'un a") || strings.Contains(t, "  ") {
		return false
	}
	upper := 0
	for _, r := range t {
		if unicode.IsUpper(r) {
			upper++
		}
	}
	if upper*3 > runes(t) {
		return false
	}
	for _, w := range strings.FieldsFunc(t, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if runes(w) >= 4 && unicode.IsLower([]rune(w)[0]) && lex[w] < 2 {
			return false
		}
	}
	return true
}

// lexicon counts the words of edited texts, to tell a slip from a word.
func (b *builder) lexicon() map[string]int {
	lex := map[string]int{}
	count := func(s string) {
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
			lex[w]++
		}
	}
	type text struct{ Text string }
	for _, name := range []string{"service-public/fiches.jsonl.gz", "labour-guides/guides.jsonl.gz", "parliamentary-questions/questions.jsonl.gz", "markdown-guides/guides.jsonl.gz", "ideas/republique-numerique/proposals.jsonl.gz"} {
		all, err := records[text](b.data, name)
		if err != nil {
			continue
		}
		for _, t := range all {
			count(t.Text)
		}
	}
	return lex
}

// givenNames is the set of common given names, to see when a text names a person.
type givenNames map[string]bool

func (b *builder) givenNames() (givenNames, error) {
	rows, err := table(b.data, "people-names/given_names.csv")
	all := givenNames{}
	for _, r := range rows {
		if n, _ := strconv.Atoi(r[2]); n > 4000 && r[0] != "France" {
			all[r[0]] = true
		}
	}
	return all, err
}

var fullName = regexp.MustCompile(`(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?)[ \x{00a0}](?:\p{Lu}\. ?)?(?:de |d'|D'|Le |La |Van )?\p{Lu}\pL{2,}`)

// named tells whether a text holds a given name followed by a family name.
func (g givenNames) named(text string) bool {
	for _, m := range fullName.FindAllStringSubmatch(text, -1) {
		if g[m[1]] {
			return true
		}
	}
	return false
}
