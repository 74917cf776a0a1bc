package prose

import (
	"strconv"
	"strings"
)

// Line is a block that holds text, as it stands on a page: what it is and what
// it stands in. A document is compared line by line.
type Line struct {
	Kind   Type   // Paragraph, Heading, CodeBlock, TableRow, Image, Attachment, HorizontalRule
	Level  int    // of a heading
	Depth  int    // in how many lists
	Sign   string // what stands before the first line of an item: "•", "3.", "☑", "☐"
	Quoted string // "", "quote", or the kind of the callout
	Runs   []Node
}

// form is what a line stands as, in words for nobody: the number of an item is no
// part of it.
func (l Line) form() string {
	sign := l.Sign
	if strings.HasSuffix(sign, ".") {
		sign = "1."
	}
	return string(l.Kind) + " " + strconv.Itoa(l.Level) + " " + strconv.Itoa(l.Depth) + " " + sign + " " + l.Quoted
}

// Lines takes a document apart.
func Lines(n Node) []Line {
	var l liner
	l.blocks(n.Content, Line{})
	return l.out
}

type liner struct{ out []Line }

func (l *liner) blocks(list []Node, in Line) {
	for i, n := range list {
		if i > 0 {
			in.Sign = "" // the sign of an item stands before its first line
		}
		l.block(n, in)
	}
}

func (l *liner) block(n Node, in Line) {
	switch n.Type {
	case Paragraph, Heading, Image, Attachment, HorizontalRule:
		in.Kind, in.Level, in.Runs = n.Type, n.Attrs.Int("level", 0), n.Content
		if n.Type == Image || n.Type == Attachment {
			in.Runs = []Node{{Type: Text, Text: n.Attrs.String("alt") + n.Attrs.String("name")}}
		}
		l.out = append(l.out, in)
	case CodeBlock:
		for text := range strings.SplitSeq(Plain(n), "\n") {
			in.Kind, in.Runs = CodeBlock, []Node{{Type: Text, Text: text}}
			l.out = append(l.out, in)
			in.Sign = ""
		}
	case BulletList, OrderedList, TaskList:
		in.Depth++
		for i, item := range n.Content {
			in.Sign = sign(n, item, i)
			l.blocks(item.Content, in)
		}
	case Blockquote:
		in.Quoted = "quote"
		l.blocks(n.Content, in)
	case Callout:
		in.Quoted = n.Attrs.String("kind")
		l.blocks(n.Content, in)
	case Table:
		for _, row := range n.Content {
			in.Kind, in.Runs = TableRow, nil
			for i, cell := range row.Content {
				if i > 0 {
					in.Runs = append(in.Runs, Node{Type: Text, Text: " │ "})
				}
				in.Runs = append(in.Runs, Flat(cell)...)
			}
			l.out = append(l.out, in)
			in.Sign = ""
		}
	default:
		l.blocks(n.Content, in)
	}
}

func sign(list, item Node, at int) string {
	switch {
	case list.Type == OrderedList:
		return strconv.Itoa(list.Attrs.Int("start", 1)+at) + "."
	case list.Type == BulletList:
		return "•"
	case item.Attrs.Bool("checked"):
		return "☑"
	}
	return "☐"
}

// Flat is all the runs within a node on one line, its blocks parted by a space.
func Flat(n Node) []Node {
	if !standsAlone(n.Type) {
		return []Node{n}
	}
	var out []Node
	for _, c := range n.Content {
		more := Flat(c)
		if len(out) > 0 && len(more) > 0 && standsAlone(c.Type) {
			out = append(out, Node{Type: Text, Text: " "})
		}
		out = append(out, more...)
	}
	return out
}

// Columns is how many columns a table has, the lower parts of its cells counted.
func Columns(table Node) int {
	wide := 0
	var below []int // for each column, the rows that a cell above still takes
	for _, row := range table.Content {
		column := 0
		take := func() {
			for column < len(below) && below[column] > 0 {
				below[column]--
				column++
			}
		}
		for _, c := range row.Content {
			take()
			for range c.Attrs.Int("colspan", 1) {
				if column == len(below) {
					below = append(below, 0)
				}
				below[column] = c.Attrs.Int("rowspan", 1) - 1
				column++
			}
		}
		take()
		wide = max(wide, column)
	}
	return max(wide, 1)
}
