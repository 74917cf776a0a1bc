package prose

import (
	"strings"
	"unicode"

	"parvis/internal/text"
)

// Summary is what moved between two versions, in short.
type Summary struct {
	Added, Removed int    // words
	Reset          bool   // something is set otherwise
	Extract        string // the first of what came and went, after the signs + and −
}

// None tells whether the two versions say the same.
func (s Summary) None() bool { return s.Added == 0 && s.Removed == 0 && !s.Reset && s.Extract == "" }

// extractLength is how long each half of an extract may be, in letters.
const extractLength = 120

// Summarize counts what a comparison found.
func Summarize(list []Change) (s Summary) {
	var came, went strings.Builder
	for _, c := range list {
		if c.Op != text.Same && len(c.Pieces) == 0 {
			s.Reset = true // an empty line, a rule
		}
		s.Reset = s.Reset || c.Was != nil
		for i, p := range c.Pieces {
			switch p.Op {
			case text.Insert:
				s.Added += words(p.Text)
				quote(&came, before(c.Pieces[:i]), p.Text)
			case text.Delete:
				s.Removed += words(p.Text)
				quote(&went, "", p.Text)
			default:
				s.Reset = s.Reset || p.Set
			}
		}
	}
	s.Extract = said("+ ", came.String())
	if gone := said("− ", went.String()); gone != "" {
		s.Extract = strings.TrimSpace(s.Extract + "  " + gone)
	}
	return s
}

// words counts what is a word: it holds a letter or a digit.
func words(s string) (n int) {
	for w := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// before is the words that stood before what came in the middle of a line, so
// that it is understood.
func before(pieces []Piece) string {
	if len(pieces) == 0 {
		return ""
	}
	last := pieces[len(pieces)-1]
	if last.Op == text.Delete && len(pieces) > 1 {
		last = pieces[len(pieces)-2]
	}
	list := strings.Fields(last.Text)
	if last.Op != text.Same || len(list) == 0 {
		return ""
	}
	const few = 3
	if len(list) > few {
		return "…" + strings.Join(list[len(list)-few:], " ")
	}
	return strings.Join(list, " ")
}

// quote adds some text to an extract that is not long yet.
func quote(to *strings.Builder, context, s string) {
	s = strings.Join(strings.Fields(s), " ")
	if words(s) == 0 || to.Len() > 2*extractLength {
		return
	}
	for _, part := range []string{context, s} {
		if part != "" {
			if to.Len() > 0 && !strings.ContainsRune(",.)", rune(part[0])) {
				to.WriteByte(' ')
			}
			to.WriteString(part)
		}
	}
}

// said is an extract behind its sign, no longer than it may be.
func said(sign, s string) string {
	if s == "" {
		return ""
	}
	if letters := []rune(s); len(letters) > extractLength {
		s = strings.TrimRight(string(letters[:extractLength]), " ") + "…"
	}
	return sign + s
}
