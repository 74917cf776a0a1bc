package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sheet is the text as it is being written. Separators wait until something
// follows them, so that nothing begins or ends with one.
type sheet struct {
	text  strings.Builder
	cut   bool
	pages int // form feeds written, and one

	started bool // something stands on this page
	line    bool // a line ended
	soft    bool // a paragraph ended within a cell
	tabs    int  // cells ended
	space   bool
}

const maxTabs = 256

// word writes text inside a paragraph.
func (s *sheet) word(text string) {
	if text == "" || s.cut {
		return
	}
	s.separate()
	s.write(text)
}

// run writes text in which any white space is one space.
func (s *sheet) run(text string) {
	if text == "" {
		return
	}
	fields := strings.Fields(text)
	if first, _ := utf8.DecodeRuneInString(text); unicode.IsSpace(first) {
		s.gap()
	}
	s.word(strings.Join(fields, " "))
	if last, _ := utf8.DecodeLastRuneInString(text); unicode.IsSpace(last) {
		s.gap()
	}
}

// gap asks for a space before what follows on the line.
func (s *sheet) gap() { s.space = true }

// paragraph ends a paragraph; in a cell the row goes on.
func (s *sheet) paragraph(inCell bool) {
	if inCell {
		s.soft = true
	} else {
		s.line = true
	}
}

func (s *sheet) cell() {
	s.soft, s.space = false, false
	s.tabs = min(s.tabs+1, maxTabs)
}

func (s *sheet) row() {
	s.soft, s.space, s.tabs, s.line = false, false, 0, true
}

// page ends a page, a slide or a sheet, even an empty one.
func (s *sheet) page() {
	s.pages++
	s.started, s.line, s.soft, s.tabs, s.space = false, false, false, 0, false
	s.write("\f")
}

func (s *sheet) separate() {
	if s.started {
		switch {
		case s.line:
			s.write("\n")
			s.space = false
		case s.soft && s.tabs == 0:
			s.write("\n")
			s.space = false
		}
	} else {
		s.space = false
	}
	if s.tabs > 0 {
		s.write(strings.Repeat("\t", s.tabs))
		s.space = false
	}
	if s.space {
		s.write(" ")
	}
	s.started, s.line, s.soft, s.tabs, s.space = true, false, false, 0, false
}

func (s *sheet) write(text string) {
	if s.cut {
		return
	}
	text = clean(text)
	if room := MaxText - s.text.Len(); len(text) > room {
		for room > 0 && !utf8.RuneStart(text[room]) {
			room--
		}
		text, s.cut = text[:room], true
	}
	s.text.WriteString(text)
}

// clean leaves out what no database keeps and no screen shows.
func clean(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	if strings.IndexFunc(text, unwanted) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if unwanted(r) {
			return -1
		}
		return r
	}, text)
}

func unwanted(r rune) bool {
	switch r {
	case '\n', '\t', '\f':
		return false
	case 0xAD, 0xFEFF, 0xFFFE, 0xFFFF:
		return true
	}
	return r < ' ' || r >= 0x7f && r < 0xa0
}

// result is what was written, as it is handed over.
func (s *sheet) result() string { return strings.TrimRight(s.text.String(), " \t\n\f") }

// maxTitle bounds a title, in characters.
const maxTitle = 300

// titled makes one line of a title.
func titled(text string) string {
	line := []rune(strings.Join(strings.Fields(clean(text)), " "))
	return string(line[:min(len(line), maxTitle)])
}
