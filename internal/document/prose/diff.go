package prose

import (
	"strings"

	"parvis/internal/text"
)

// Change is a line of two versions, and what became of it. A line that both
// hold with other words is Same, and its pieces tell the words.
type Change struct {
	Op     text.Op
	Line   Line  // without runs: see Pieces
	Was    *Line // what it stood as, when it stands otherwise now: a paragraph, an item, a heading
	Pieces []Piece
}

// Piece is some text of a line, and what became of it.
type Piece struct {
	Op    text.Op
	Text  string
	Marks []Mark
	Set   bool // the same words, set otherwise
}

// Touched tells whether anything of a line changed.
func (c Change) Touched() bool {
	if c.Op != text.Same || c.Was != nil {
		return true
	}
	for _, p := range c.Pieces {
		if p.Op != text.Same || p.Set {
			return true
		}
	}
	return false
}

// Diff compares two versions of a document: line by line, then within the lines
// that resemble each other word by word, their marks included.
func Diff(before, after Node) []Change {
	old, new := Lines(before), Lines(after)
	var out []Change
	var gone, came []Line
	flush := func() {
		out = append(out, paired(gone, came)...)
		gone, came = nil, nil
	}
	i, j := 0, 0
	for _, step := range text.Compare(keys(old), keys(new)) {
		switch step.Op {
		case text.Delete:
			gone = append(gone, old[i:i+step.Count]...)
			i += step.Count
		case text.Insert:
			came = append(came, new[j:j+step.Count]...)
			j += step.Count
		default:
			flush()
			for n := range step.Count {
				out = append(out, whole(text.Same, new[j+n]))
			}
			i, j = i+step.Count, j+step.Count
		}
	}
	flush()
	return out
}

// token is a word of a line with how it is set.
type token struct {
	text  string
	marks []Mark
}

// tokens are the words of a line.
func (l Line) tokens() []token {
	var out []token
	for _, n := range l.Runs {
		switch n.Type {
		case Text:
			for _, w := range text.SplitWords(n.Text) {
				out = append(out, token{w, n.Marks})
			}
		case HardBreak:
			out = append(out, token{"\n", nil})
		case Mention:
			out = append(out, token{"@" + n.Attrs.String("name"), nil})
		case ItemLink:
			out = append(out, token{n.Attrs.String("title"), nil})
		}
	}
	return out
}

// key is all that tells one line from another.
func (l Line) key() string {
	var b strings.Builder
	b.WriteString(string(l.Kind) + "\x00" + l.Quoted + "\x00" + l.Sign + "\x00")
	b.WriteByte(byte(l.Level))
	b.WriteByte(byte(l.Depth))
	for _, t := range l.tokens() {
		b.WriteString(t.text + "\x00")
		for _, m := range t.marks {
			b.WriteString(m.Type + "\x01" + m.Attrs.String("href"))
		}
	}
	return b.String()
}

func keys(list []Line) []string {
	out := make([]string, len(list))
	for i, l := range list {
		out[i] = l.key()
	}
	return out
}

// whole is a line that came, went or stayed in one piece.
func whole(op text.Op, l Line) Change {
	c := Change{Op: op, Line: l}
	for _, t := range l.tokens() {
		c.add(Piece{Op: op, Text: t.text, Marks: t.marks})
	}
	c.Line.Runs = nil
	return c
}

// add appends a piece, to the last one when it is alike.
func (c *Change) add(p Piece) {
	if n := len(c.Pieces) - 1; n >= 0 && c.Pieces[n].Op == p.Op && c.Pieces[n].Set == p.Set && Alike(c.Pieces[n].Marks, p.Marks) {
		c.Pieces[n].Text += p.Text
		return
	}
	c.Pieces = append(c.Pieces, p)
}

// similar is how much two lines must have in common to be one that changed.
const similar = 0.4

// paired sets lines that went beside those that came in their place.
func paired(gone, came []Line) []Change {
	var out []Change
	for len(gone) > 0 || len(came) > 0 {
		switch {
		case len(gone) == 0:
			out, came = append(out, whole(text.Insert, came[0])), came[1:]
		case len(came) == 0:
			out, gone = append(out, whole(text.Delete, gone[0])), gone[1:]
		case likeness(gone[0], came[0]) >= similar:
			out, gone, came = append(out, within(gone[0], came[0])), gone[1:], came[1:]
		case ahead(came, gone[0]) > 0:
			out, came = append(out, whole(text.Insert, came[0])), came[1:]
		default:
			out, gone = append(out, whole(text.Delete, gone[0])), gone[1:]
		}
	}
	return out
}

// near is how far ahead a line is looked for among those that came.
const near = 20

// ahead is where a line is found again among the next ones, 0 for nowhere.
func ahead(list []Line, l Line) int {
	for i := 1; i < min(len(list), near); i++ {
		if likeness(l, list[i]) >= similar {
			return i
		}
	}
	return 0
}

// likeness is the share of words that two lines have in common, from 0 to 1. Of
// two kinds, those alone that one makes of the other by a gesture.
func likeness(a, b Line) float64 {
	if a.Kind != b.Kind && !(a.Kind.turns() && b.Kind.turns()) {
		return 0
	}
	counts := map[string]int{}
	all, common := 0, 0
	for _, t := range a.tokens() {
		if strings.TrimSpace(t.text) != "" {
			counts[t.text]++
			all++
		}
	}
	for _, t := range b.tokens() {
		if strings.TrimSpace(t.text) == "" {
			continue
		}
		all++
		if counts[t.text] > 0 {
			counts[t.text]--
			common += 2
		}
	}
	if all == 0 {
		return 1
	}
	return float64(common) / float64(all)
}

func (t Type) turns() bool { return t == Paragraph || t == Heading || t == CodeBlock }

// within compares two lines word by word.
func within(old, new Line) Change {
	c := Change{Op: text.Same, Line: new}
	c.Line.Runs = nil
	if old.form() != new.form() {
		was := old
		was.Runs = nil
		c.Was = &was
	}
	before, after := old.tokens(), new.tokens()
	words := func(list []token) []string {
		out := make([]string, len(list))
		for i, t := range list {
			out[i] = t.text
		}
		return out
	}
	i, j := 0, 0
	for _, step := range text.Compare(words(before), words(after)) {
		for range step.Count {
			switch step.Op {
			case text.Delete:
				c.add(Piece{Op: text.Delete, Text: before[i].text, Marks: before[i].marks})
				i++
			case text.Insert:
				c.add(Piece{Op: text.Insert, Text: after[j].text, Marks: after[j].marks})
				j++
			default:
				c.add(Piece{Text: after[j].text, Marks: after[j].marks, Set: !Alike(before[i].marks, after[j].marks)})
				i, j = i+1, j+1
			}
		}
	}
	return c
}
