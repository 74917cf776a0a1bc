package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is s as matching by name sees it: lower case, without accents, ligatures
// in full, every run of other signs one space: "Œuvre d’État" is "oeuvre d
// etat".
func Fold(s string) string {
	var folded strings.Builder
	folded.Grow(len(s))
	gap := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if gap && folded.Len() > 0 {
				folded.WriteByte(' ')
			}
			gap = false
			r = unicode.ToLower(r)
			if plain := unaccented(r); plain != "" {
				folded.WriteString(plain)
			} else {
				folded.WriteRune(r)
			}
		default:
			gap = true
		}
	}
	return folded.String()
}

// unaccented is the plain form of the letters that Unicode does not decompose.
func unaccented(r rune) string {
	switch r {
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	case 'ß':
		return "ss"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	return ""
}

// Slug is s as a part of an address: a–z, 0–9 and single hyphens. A text
// without any such letter gives "".
func Slug(s string) string {
	var slug strings.Builder
	gap := false
	for _, r := range Fold(s) {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			gap = true
			continue
		}
		if gap && slug.Len() > 0 {
			slug.WriteByte('-')
		}
		gap = false
		slug.WriteRune(r)
	}
	return slug.String()
}

// Initials are those of the first and last words of a name, in capitals with
// their accents: "Élodie de La Tour" gives "ÉT". A name without a letter gives
// "".
func Initials(name string) string {
	words := strings.FieldsFunc(norm.NFC.String(name), func(r rune) bool { return unicode.IsSpace(r) || r == '-' })
	var first, last string
	for _, word := range words {
		for _, r := range word {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				last = string(unicode.ToUpper(r))
				break
			}
		}
		if first == "" {
			first, last = last, ""
		}
	}
	return first + last
}
