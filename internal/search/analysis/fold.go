package analysis

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// latin are the plain forms of the letters from U+00C0 to U+017F, by position;
// a space stands for a letter of two, written by fold, or for no letter.
const latin = "aaaaaa ceeeeiiiidnooooo ouuuuy  aaaaaa ceeeeiiiidnooooo ouuuuy y" +
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkkklllllll" +
	"lllnnnnnnnnnoooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

// fold appends the plain form of a letter.
func fold(to []byte, c rune) []byte {
	switch {
	case c < utf8.RuneSelf:
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		return append(to, byte(c))
	case c >= 0xC0 && c <= 0x17F:
		if plain := latin[c-0xC0]; plain != ' ' {
			return append(to, plain)
		}
		switch c {
		case 'Œ', 'œ':
			return append(to, "oe"...)
		case 'Æ', 'æ':
			return append(to, "ae"...)
		case 'ß':
			return append(to, "ss"...)
		case 'Þ', 'þ':
			return append(to, "th"...)
		case 'ĳ', 'Ĳ':
			return append(to, "ij"...)
		}
		return to
	}
	var raw [utf8.UTFMax]byte
	for _, d := range string(norm.NFKD.Append(nil, raw[:utf8.EncodeRune(raw[:], c)]...)) {
		if !unicode.Is(unicode.Mn, d) && wordly(d) {
			to = utf8.AppendRune(to, unicode.ToLower(d))
		}
	}
	return to
}

// wordly tells the signs that words are made of.
func wordly(c rune) bool {
	if c < utf8.RuneSelf {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	if c == '×' || c == '÷' {
		return false
	}
	return unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.Is(unicode.Mn, c)
}
