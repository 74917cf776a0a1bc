package margin

import (
	"slices"
	"strings"
	"unicode/utf16"

	"parvis/internal/document/prose"
	"parvis/internal/ydoc"
)

// reading is the plain text of a document, and where each part of it is kept.
// Offsets are counted in UTF-16 units, as Yjs and browsers count.
type reading struct {
	doc    *ydoc.Doc
	units  []uint16
	parts  []part
	begins map[*ydoc.Node][]int // of a text, where it begins; of an element, where each child does, then its end
	lines  [][2]int             // from where to where each block of text goes
	blocks []int                // where each block of the document begins
	titles []title
}

// part is a run of units that stand in one node: in a text, or a thing among
// text, which is one child of an element.
type part struct {
	from, to int
	node     *ydoc.Node
	index    int // of the first unit in the node
	thing    bool
}

type title struct {
	at   int
	text string
}

// read reads a document whose text stands under a root.
func read(doc *ydoc.Doc, root *ydoc.Node) *reading {
	r := &reading{doc: doc, begins: map[*ydoc.Node][]int{}}
	var begins []int
	for block := range root.Children() {
		begins = append(begins, len(r.units))
		r.blocks = append(r.blocks, len(r.units))
		r.take(block)
	}
	r.begins[root] = append(begins, len(r.units))
	return r
}

// take reads a node and what it holds.
func (r *reading) take(n *ydoc.Node) {
	begin := len(r.units)
	if n.Kind() == ydoc.XMLText {
		r.begins[n] = []int{begin}
		for _, run := range n.Runs() {
			r.units = append(r.units, utf16.Encode([]rune(run.Text))...)
		}
		r.parts = append(r.parts, part{from: begin, to: len(r.units), node: n})
		return
	}
	var begins []int
	text := false
	index := 0
	for child := range n.Children() {
		at := len(r.units)
		begins = append(begins, at)
		if said, thing := thingOf(child); thing {
			r.units = append(r.units, utf16.Encode([]rune(said))...)
			r.parts = append(r.parts, part{from: at, to: len(r.units), node: n, index: index, thing: true})
			text = true
		} else {
			r.take(child)
			text = text || child.Kind() == ydoc.XMLText
		}
		index++
	}
	r.begins[n] = append(begins, len(r.units))
	if !text {
		return
	}
	r.lines = append(r.lines, [2]int{begin, len(r.units)})
	if prose.Type(n.Name()) == prose.Heading {
		r.titles = append(r.titles, title{begin, r.text(begin, len(r.units))})
	}
	r.units = append(r.units, '\n')
}

// thingOf is what stands among text and is no text, as it is read.
func thingOf(n *ydoc.Node) (said string, thing bool) {
	word := func(key string) string {
		value, _ := n.Get(key)
		s, _ := value.(string)
		return s
	}
	if n.Kind() != ydoc.XMLElement {
		return "", false
	}
	switch prose.Type(n.Name()) {
	case prose.Mention:
		return "@" + word("name"), true
	case prose.ItemLink:
		return word("title"), true
	case prose.HardBreak:
		return "\n", true
	}
	return "", false
}

// text is what stands between two offsets.
func (r *reading) text(from, to int) string {
	return strings.TrimSpace(string(utf16.Decode(r.units[from:to])))
}

// offset is where a position is in the text; false when nothing is left of what
// held it.
func (r *reading) offset(p ydoc.Position) (int, bool) {
	n, at, found := r.doc.Find(p)
	if !found || n.Deleted() {
		return 0, false
	}
	begins, known := r.begins[n]
	switch {
	case !known:
		return 0, false // within a thing, or in what no editor shows
	case n.Kind() == ydoc.XMLText:
		return begins[0] + at, true
	}
	return begins[min(at, len(begins)-1)], true
}

// place is where a passage stands. When one of its ends went with the block
// that held it, the passage goes to the edge of the block of the other.
func (r *reading) place(first, last ydoc.Position) Place {
	from, begins := r.offset(first)
	to, ends := r.offset(last)
	switch {
	case !begins && !ends:
		return Place{Gone: true}
	case !begins:
		from = r.line(to)[0]
	case !ends:
		to = r.line(from)[1]
	}
	if from >= to || to > len(r.units) {
		return Place{Gone: true}
	}
	return r.at(from, to)
}

// at tells of the text between two offsets.
func (r *reading) at(from, to int) Place {
	p := Place{From: from, To: to, Text: r.text(from, to)}
	p.Gone = p.Text == ""
	block, _ := slices.BinarySearch(r.blocks, from+1)
	p.Block = max(0, block-1)
	above, _ := slices.BinarySearchFunc(r.titles, from+1, func(t title, at int) int { return t.at - at })
	if above > 0 {
		p.Section = r.titles[above-1].text
	}
	return p
}

// line is the block of text around an offset.
func (r *reading) line(at int) [2]int {
	for _, l := range r.lines {
		if at >= l[0] && at <= l[1] {
			return l
		}
	}
	return [2]int{}
}

// anchor is the positions that hang on the first and the last unit between two
// offsets; false when there is no text to hang on.
func (r *reading) anchor(from, to int) (Anchor, bool) {
	first, ok := r.position(from, 0)
	last, also := r.position(to-1, -1)
	return Anchor{first, last}, ok && also
}

// position hangs on the unit at an offset: before it, or with a negative assoc
// after it.
func (r *reading) position(at, assoc int) ([]byte, bool) {
	i, found := slices.BinarySearchFunc(r.parts, at, func(p part, at int) int {
		switch {
		case p.to <= at:
			return -1
		case p.from > at:
			return 1
		}
		return 0
	})
	if !found {
		return nil, false
	}
	p := r.parts[i]
	index := p.index
	if !p.thing {
		index += at - p.from
	}
	if assoc < 0 {
		index++
	}
	position, err := p.node.Position(index, assoc)
	if err != nil || position.Item == nil {
		return nil, false
	}
	return position.Encode(), true
}
