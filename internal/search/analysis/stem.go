package analysis

import (
	"strings"
	"sync"

	"github.com/kljensen/snowball/french"
)

// word is what is known of a folded word.
type word struct {
	form, stem string
	stop       bool
}

// lexicon remembers words: stemming costs ten times a look-up. It is used by
// one goroutine at a time.
type lexicon map[string]*word

// kept is how many words a lexicon remembers before it starts anew.
const kept = 1 << 16

var lexicons = sync.Pool{New: func() any { return lexicon{} }}

// know gives what is known of a form.
func (l lexicon) know(form []byte) *word {
	if w, known := l[string(form)]; known {
		return w
	}
	if len(l) >= kept {
		clear(l)
	}
	text := string(form)
	w := &word{text, cut(text), stop(text)}
	l[text] = w
	return w
}

// Stem is what the forms of a folded word share. Accents are gone before it is
// cut, so that a question typed without them gives the same stem as a text.
func Stem(form string) string {
	l := lexicons.Get().(lexicon)
	defer lexicons.Put(l)
	return l.know([]byte(form)).stem
}

func cut(form string) string {
	if whole, is := irregular[form]; is {
		form = whole
	}
	if len(form) < 4 || !plain(form) {
		return form
	}
	stem := french.Stem(singular(form), true)
	if stem == "" {
		return form
	}
	return even(stem)
}

// singular gives, for a verb of the third person plural, its singular: the
// algorithm knows neither "listent", which it takes for a noun, nor
// "listerent", whose accent is gone.
func singular(form string) string {
	verb, is := strings.CutSuffix(form, "ent")
	if _, noun := inEnt[form]; !is || noun || len(verb) < 3 {
		return form
	}
	if past, is := strings.CutSuffix(verb, "er"); is && len(past) > 3 {
		if _, present := inErer[verb]; !present {
			return past + "er"
		}
	}
	if strings.HasSuffix(verb, "iss") || strings.HasSuffix(verb, "ai") || strings.HasSuffix(verb, "ir") {
		return form // "finissent", "finissaient", "finirent" are known
	}
	if strings.HasSuffix(verb, "m") && !strings.HasSuffix(verb, "rm") && !strings.HasSuffix(verb, "mm") {
		return form // "moment", "document"
	}
	return verb + "e"
}

// even takes away what is left of endings that the algorithm cuts from some
// words of a family only.
func even(stem string) string {
	// "démission" loses its -ion, "démissionner" keeps it.
	if n := len(stem); n > 6 && (strings.HasSuffix(stem, "sion") || strings.HasSuffix(stem, "tion")) {
		stem = stem[:n-3]
	}
	// "actif" and "active", "directeur" and "directrice".
	if n := len(stem); n > 4 && strings.HasSuffix(stem, "if") {
		stem = stem[:n-1] + "v"
	}
	if n := len(stem); n > 5 && strings.HasSuffix(stem, "tric") {
		stem = stem[:n-3] + "eur"
	}
	// Without its accent, "licencié" looks like a noun in -ie, and keeps an
	// ending that "licencier" loses.
	for len(stem) > 4 && (stem[len(stem)-1] == 'e' || stem[len(stem)-1] == 'i') {
		stem = stem[:len(stem)-1]
	}
	// "travailler" is left with two l, "travail" with one.
	if n := len(stem); n > 4 && stem[n-1] == stem[n-2] {
		stem = stem[:n-1]
	}
	return stem
}

// plain tells whether a form is made of letters from a to z.
func plain(form string) bool {
	for i := range len(form) {
		if form[i] < 'a' || form[i] > 'z' {
			return false
		}
	}
	return true
}
