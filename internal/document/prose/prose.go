// Package prose is what a document says, as a tree of blocks and runs of text:
// the shape that editors agree on, and its passage to Markdown and to plain
// text. It knows nothing of how the tree is kept.
package prose

import "slices"

// Node is a block, a run of text, or a thing among text such as a mention.
type Node struct {
	Type    Type
	Attrs   Attrs
	Marks   []Mark // of a run of text
	Text    string // of a run of text
	Content []Node
}

// Type names a sort of node, as editors name it.
type Type string

// The sorts of nodes.
const (
	Doc            Type = "doc"
	Paragraph      Type = "paragraph"
	Heading        Type = "heading" // level: 1 to 4
	BulletList     Type = "bulletList"
	OrderedList    Type = "orderedList" // start
	ListItem       Type = "listItem"
	TaskList       Type = "taskList"
	TaskItem       Type = "taskItem" // checked
	Table          Type = "table"
	TableRow       Type = "tableRow"
	TableHeader    Type = "tableHeader" // colspan, rowspan, colwidth
	TableCell      Type = "tableCell"   // the same
	Callout        Type = "callout"     // kind: one of CalloutKinds
	Blockquote     Type = "blockquote"
	CodeBlock      Type = "codeBlock"  // language
	Image          Type = "image"      // file, alt, width
	Attachment     Type = "attachment" // file, name
	HorizontalRule Type = "horizontalRule"
	HardBreak      Type = "hardBreak"
	Mention        Type = "mention"  // person, handle, name
	ItemLink       Type = "itemLink" // item, title
	Text           Type = "text"
)

// CalloutKinds are the kinds of callouts, the usual one first.
var CalloutKinds = []string{"note", "important", "warning", "success"}

// CalloutKind is a kind of callouts, the usual one when it is none.
func CalloutKind(kind string) string {
	if slices.Contains(CalloutKinds, kind) {
		return kind
	}
	return CalloutKinds[0]
}

// Attrs are the attributes of a node or a mark: strings, numbers (float64),
// booleans, lists, nil.
type Attrs map[string]any

// String is an attribute that is a string, "" when it is none.
func (a Attrs) String(name string) string {
	s, _ := a[name].(string)
	return s
}

// Int is an attribute that is a whole number, or else usual.
func (a Attrs) Int(name string, usual int) int {
	switch n := a[name].(type) {
	case float64:
		if n == float64(int(n)) {
			return int(n)
		}
	case int64:
		return int(n)
	case int:
		return n
	}
	return usual
}

// Bool is an attribute that is true.
func (a Attrs) Bool(name string) bool {
	b, _ := a[name].(bool)
	return b
}

// Mark is how a run of text is set.
type Mark struct {
	Type  string
	Attrs Attrs
}

// The sorts of marks.
const (
	Bold      = "bold"
	Italic    = "italic"
	Underline = "underline"
	Strike    = "strike"
	Code      = "code"
	Link      = "link" // href
	Highlight = "highlight"
)

// Marks are the sorts of marks in the order in which they stand in one another,
// the outermost first.
var Marks = []string{Insertion, Deletion, Link, Bold, Italic, Underline, Strike, Highlight, Code}

// Mark finds a mark of a run of text.
func (n Node) Mark(kind string) (Mark, bool) {
	for _, m := range n.Marks {
		if m.Type == kind {
			return m, true
		}
	}
	return Mark{}, false
}

// Blank tells whether nothing is said: no text, no picture, no table.
func (n Node) Blank() bool {
	switch n.Type {
	case Text:
		return n.Text == ""
	case Image, Attachment, Table, Mention, ItemLink, HorizontalRule:
		return false
	}
	for _, c := range n.Content {
		if !c.Blank() {
			return false
		}
	}
	return true
}

// Outlined gives headings the level of their place: authors choose a size,
// readers who listen need that no level is jumped. Those within a table, a
// quote or a list keep to the order of the page.
func Outlined(n Node) Node {
	var above []int
	return outlined(n, &above)
}

func outlined(n Node, above *[]int) Node {
	if n.Type == Heading {
		level := n.Attrs.Int("level", 1)
		for len(*above) > 0 && (*above)[len(*above)-1] >= level {
			*above = (*above)[:len(*above)-1]
		}
		*above = append(*above, level)
		n.Attrs = Attrs{"level": len(*above)}
		return n
	}
	if len(n.Content) > 0 && n.Type != Paragraph {
		content := make([]Node, len(n.Content))
		for i, c := range n.Content {
			content[i] = outlined(c, above)
		}
		n.Content = content
	}
	return n
}

// Cut shortens a text to so many bytes at most, at the end of a line when there
// is one not far.
func Cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	end := most
	for end > 0 && s[end]&0xc0 == 0x80 {
		end--
	}
	for at := end; at > end-1000 && at > 0; at-- {
		if s[at] == '\n' {
			return s[:at]
		}
	}
	return s[:end]
}
