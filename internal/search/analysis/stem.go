package analysis

import (
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/kljensen/snowball/french"
)

// kept is how many stems are remembered: stemming costs ten times a look-up.
const kept = 1 << 16

var stems = memory()

func memory() *lru.Cache[string, string] {
	cache, err := lru.New[string, string](kept)
	if err != nil {
		panic(err)
	}
	return cache
}

// Stem is what the forms of a folded word share. Accents are gone before it is
// cut, so that a question typed without them gives the same stem as a text.
func Stem(form string) string {
	if len(form) < 4 || !plain(form) {
		return form
	}
	if stem, known := stems.Get(form); known {
		return stem
	}
	stem := french.Stem(form, true)
	// Without its accent, "licencié" looks like a noun in -ie, and keeps an
	// ending that "licencier" loses.
	for len(stem) > 4 && (stem[len(stem)-1] == 'e' || stem[len(stem)-1] == 'i') {
		stem = stem[:len(stem)-1]
	}
	if stem == "" {
		stem = form
	}
	stems.Add(form, stem)
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
