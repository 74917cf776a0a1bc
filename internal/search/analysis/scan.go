package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner cuts a text into words.
type scanner struct {
	text  string
	at    int
	out   []Token
	buf   []byte
	known lexicon
}

// run is a run of letters and digits.
type run struct {
	start, end int
	form       string
	digits     bool // holds digits only
	letters    bool // holds letters only
}

// next appends the tokens of the next word, and is false at the end.
func (s *scanner) next() bool {
	r, found := s.run()
	if !found {
		return false
	}
	switch {
	case r.form == "": // nothing but accents
	case r.letters && len(r.form) == 1 && s.acronym(r):
	case s.code(r):
	case r.digits:
		s.number(r)
	case !r.letters:
		s.add(r.start, r.end, ordinal(r.form))
	default:
		s.word(r)
	}
	return true
}

// run reads the next run of letters and digits.
func (s *scanner) run() (run, bool) {
	for s.at < len(s.text) {
		c, size := s.rune(s.at)
		if wordly(c) {
			return s.runHere(), true
		}
		s.at += size
	}
	return run{}, false
}

func (s *scanner) runHere() run {
	r := run{start: s.at, digits: true, letters: true}
	s.buf = s.buf[:0]
	for s.at < len(s.text) {
		c, size := s.rune(s.at)
		switch {
		case c < utf8.RuneSelf && c >= '0' && c <= '9':
			r.letters = false
			s.buf = append(s.buf, byte(c))
		case c >= utf8.RuneSelf && unicode.Is(unicode.Mn, c):
		case wordly(c):
			r.digits = false
			s.buf = fold(s.buf, c)
		default:
			return s.ended(r)
		}
		s.at += size
	}
	return s.ended(r)
}

func (s *scanner) ended(r run) run {
	r.end = s.at
	if len(s.buf) == 0 {
		r.digits, r.letters = false, false
		return r
	}
	r.form = s.known.know(s.buf).form
	return r
}

func (s *scanner) rune(at int) (rune, int) {
	if c := s.text[at]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[at:])
}

// peek is the run that starts at a byte, without moving.
func (s *scanner) peek(at int) (run, bool) {
	if at >= len(s.text) {
		return run{}, false
	}
	if c, _ := s.rune(at); !wordly(c) {
		return run{}, false
	}
	keep := s.at
	s.at = at
	r := s.runHere()
	s.at = keep
	return r, true
}

// after is the rune at a byte; 0 past the end.
func (s *scanner) after(at int) (rune, int) {
	if at >= len(s.text) {
		return 0, 0
	}
	return s.rune(at)
}

// acronym takes "C.H.S.C.T.": single letters, each with its stop.
func (s *scanner) acronym(first run) bool {
	form, end := first.form, first.end
	for {
		if c, _ := s.after(end); c != '.' {
			break
		}
		r, found := s.peek(end + 1)
		if !found || !r.letters || len(r.form) != 1 {
			break
		}
		form, end = form+r.form, r.end
	}
	if len(form) < 2 {
		return false
	}
	s.at = end
	s.add(first.start, end, form)
	return true
}

// code takes the number of an article of law with its letter, however it is
// written: "L1237-19", "L. 1237-19", "L.1237-19", "L 1237-19", "R* 123-4".
func (s *scanner) code(first run) bool {
	letter := first.form[:1]
	if !strings.Contains("lrda", letter) {
		return false
	}
	if len(first.form) > 1 {
		if !digitsOnly(first.form[1:]) {
			return false
		}
		end, tail := s.parts(first.end)
		if tail == "" {
			return false
		}
		s.at = end
		s.add(first.start, end, first.form+tail, first.form[1:]+tail)
		return true
	}
	at := first.end
	if c, _ := s.after(at); c == '*' {
		at++
	}
	if c, _ := s.after(at); c == '.' {
		at++
	}
	if c, size := s.after(at); c == ' ' || c == '\u00a0' || c == '\u202f' {
		at += size
	}
	r, found := s.peek(at)
	if at == first.end || !found || !r.digits {
		return false
	}
	end, tail := s.parts(r.end)
	if tail == "" && len(r.form) < 3 {
		return false
	}
	s.at = end
	number := r.form + tail
	s.add(first.start, end, letter+number, number)
	return true
}

// parts are the further parts of a code: "-19-1" of "1237-19-1".
func (s *scanner) parts(at int) (end int, tail string) {
	for {
		if c, _ := s.after(at); c != '-' {
			return at, tail
		}
		r, found := s.peek(at + 1)
		if !found || !r.digits {
			return at, tail
		}
		at, tail = r.end, tail+"-"+r.form
	}
}

// number takes "1 000", "14,2", "2020-2021" and "12".
func (s *scanner) number(r run) {
	form, end := r.form, r.end
	if len(form) <= 3 && form[0] != '0' {
		for {
			c, size := s.after(end)
			if c != ' ' && c != '\u00a0' && c != '\u202f' {
				break
			}
			more, found := s.peek(end + size)
			if !found || !more.digits || len(more.form) != 3 {
				break
			}
			form, end = form+more.form, more.end
		}
	}
	if tailEnd, tail := s.parts(end); tail != "" {
		s.at = tailEnd
		s.add(r.start, tailEnd, form+tail)
		return
	}
	if c, _ := s.after(end); c == ',' || c == '.' {
		if more, found := s.peek(end + 1); found && more.digits {
			form, end = form+"."+more.form, more.end
		}
	}
	s.at = end
	s.add(r.start, end, form)
}

// ordinal is the number of "13e", "13eme", "1er", or the form itself.
func ordinal(form string) string {
	i := 0
	for i < len(form) && form[i] >= '0' && form[i] <= '9' {
		i++
	}
	if i == 0 {
		return form
	}
	switch form[i:] {
	case "e", "er", "re", "ere", "eme", "ieme", "nd", "nde", "emes", "es":
		return form[:i]
	}
	return form
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
