// Package text takes in what people write, and gives it back safe: one line or
// many, names folded for matching, Markdown rendered as HTML, versions compared
// word by word.
//
// What would surprise: raw HTML in a text is not dropped but shown as it was
// typed, and an image from elsewhere becomes a link, so that reading a page
// never tells a third party that it was read.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Line takes in a text of one line: valid UTF-8 without control characters,
// composed (NFC), trimmed, runs of spaces made one, at most max runes after
// that. No-break spaces between words are kept: French titles need them. The
// empty text is accepted.
func Line(s string, max int) (string, bool) {
	if !utf8.ValidString(s) {
		return "", false
	}
	var line strings.Builder
	line.Grow(len(s))
	space, runs := ' ', 0
	for _, r := range strings.TrimSpace(s) {
		switch {
		case isHidden(r):
		case unicode.IsControl(r):
			return "", false
		case unicode.IsSpace(r):
			if space = r; runs > 0 || !isNoBreak(r) {
				space = ' '
			}
			runs++
		default:
			if runs > 0 && line.Len() > 0 {
				line.WriteRune(space)
			}
			runs = 0
			line.WriteRune(r)
		}
	}
	return bounded(norm.NFC.String(line.String()), max)
}

// Block takes in a text of many lines: valid UTF-8 without control characters
// other than line ends and tabs, composed (NFC), line ends made \n, blank lines
// at both ends and spaces at the very end removed, at most max runes after
// that. The empty text is accepted.
func Block(s string, max int) (string, bool) {
	if !utf8.ValidString(s) {
		return "", false
	}
	var block strings.Builder
	block.Grow(len(s))
	for _, r := range lineEnds.Replace(s) {
		if isHidden(r) {
			continue
		}
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return "", false
		}
		block.WriteRune(r)
	}
	text := strings.TrimRightFunc(block.String(), unicode.IsSpace)
	for {
		// Spaces before the first word are kept: in Markdown they have a sense.
		line, rest, found := strings.Cut(text, "\n")
		if !found || strings.TrimSpace(line) != "" {
			break
		}
		text = rest
	}
	return bounded(norm.NFC.String(text), max)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n")

func bounded(s string, max int) (string, bool) {
	if len(s) > max && utf8.RuneCountInString(s) > max {
		return "", false
	}
	return s, true
}

// isHidden finds what is pasted along unseen and could make two different
// texts look the same, or one read backwards: direction overrides, the byte
// order mark, zero-width spaces. It is dropped without a word.
func isHidden(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff || r == 0x200b || r == 0x2060
}

func isNoBreak(r rune) bool { return r == 0x00a0 || r == 0x202f }
