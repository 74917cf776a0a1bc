package extract

import (
	"image/color"
	"strings"
	"unicode"
	"unicode/utf8"
)

// greys is a palette of sixteen, from black to white.
func greys() color.Palette {
	p := make(color.Palette, 16)
	for i := range p {
		p[i] = color.Gray{Y: uint8(17 * i)}
	}
	return p
}

// softHyphen is what PDFium writes where a word goes on in the next line.
const softHyphen = "\x02"

// paragraphs joins the lines of a page that are one paragraph: a line that
// reaches the margin goes on in the next, unless that one begins a list.
func paragraphs(page string) string {
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(page, "\r\n", "\n"), "\r", "\n"), "\n")
	margin := 0
	for _, line := range lines {
		margin = max(margin, utf8.RuneCountInString(line))
	}
	var out strings.Builder
	for i, line := range lines {
		line = strings.TrimRight(line, " ")
		if rest, cut := strings.CutSuffix(strings.TrimRight(line, "\ufffe"), softHyphen); cut {
			out.WriteString(rest)
			continue
		}
		out.WriteString(line)
		switch {
		case i == len(lines)-1:
		case margin >= 40 && utf8.RuneCountInString(line) >= margin*3/4 && !beginsItem(lines[i+1]) && !(ends(line) && beginsSentence(lines[i+1])):
			out.WriteByte(' ')
		default:
			out.WriteByte('\n')
		}
	}
	return strings.TrimSpace(out.String())
}

// ends tells whether a line ends a sentence.
func ends(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(line)
	return strings.ContainsRune(".:;!?»…", last)
}

func beginsSentence(line string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(line))
	return unicode.IsUpper(first)
}

// beginsItem tells whether a line begins a list item or a heading with a
// number.
func beginsItem(line string) bool {
	line = strings.TrimSpace(line)
	first, size := utf8.DecodeRuneInString(line)
	if line == "" || strings.ContainsRune("•●○▪■–—-*·o\uf0b7✓➢", first) && len(line) > size && line[size] == ' ' {
		return true
	}
	digits := strings.TrimLeftFunc(line, unicode.IsDigit)
	return len(digits) < len(line) && len(digits) > 0 && strings.ContainsRune(".)°", []rune(digits)[0])
}
