package ydoc

import (
	"iter"
	"maps"
	"strings"
)

// Attributes are the marks on a text: bold, a link, an author's proposal.
type Attributes map[string]any

// Piece is a part of a text that one client wrote in one go, under one set of
// attributes.
type Piece struct {
	ID         ID         // of its first unit; the others follow
	Len        int        // in units
	Text       string     // empty for an embed
	Embed      any        // a value, or a *Node, that stands in the text for one unit
	Attributes Attributes // shared between pieces: not to be changed
	marked     bool       // an attribute was set since the piece before
}

// Pieces walks through a text: what stands there, and who wrote it.
func (n *Node) Pieces() iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		var attributes Attributes
		marked := false
		for it := n.first; it != nil; it = it.right {
			if it.deleted() {
				continue
			}
			piece := Piece{Len: int(it.length), Attributes: attributes, marked: marked}
			switch it.kind {
			case isFormat:
				key, value := it.format()
				attributes, marked = attributes.with(key, value), true
				continue
			case isText:
				piece.Text = it.data
			case isEmbed:
				piece.Embed = parse(it.data)
			case isNode:
				piece.Embed = it.node
			default:
				continue // values of lists, which no text shows
			}
			marked = false
			piece.ID = n.doc.clients.outer(it.id)
			if !yield(piece) {
				return
			}
		}
	}
}

// format is the attribute that an item sets from its place on; null ends it.
func (it *item) format() (key string, value any) {
	key, text := it.formatText()
	return key, parse(text)
}

func (it *item) formatText() (key, text string) {
	r := reader{buf: it.data}
	key = r.str()
	return key, r.str()
}

// with is a copy with one attribute set; null takes it away.
func (a Attributes) with(key string, value any) Attributes {
	a = maps.Clone(a)
	if value == nil {
		delete(a, key)
		return a
	}
	if a == nil {
		a = Attributes{}
	}
	a[key] = value
	return a
}

// Run is a part of a text under one set of attributes.
type Run struct {
	Text       string
	Embed      any
	Attributes Attributes
}

// Runs is the text as Yjs' toDelta gives it.
func (n *Node) Runs() []Run {
	var runs []Run
	var text strings.Builder
	var under Attributes
	flush := func() {
		if text.Len() > 0 {
			runs = append(runs, Run{Text: text.String(), Attributes: under})
			text.Reset()
		}
	}
	for piece := range n.Pieces() {
		if piece.marked {
			flush()
		}
		if piece.Text == "" {
			flush()
			runs = append(runs, Run{Embed: piece.Embed, Attributes: piece.Attributes})
			continue
		}
		under = piece.Attributes
		text.WriteString(piece.Text)
	}
	flush()
	return runs
}

// PlainText is the text without its marks and embeds.
func (n *Node) PlainText() string {
	var b strings.Builder
	for it := range n.items() {
		if it.kind == isText {
			b.WriteString(it.data)
		}
	}
	return b.String()
}
