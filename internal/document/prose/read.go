package prose

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"parvis/internal/text"
)

// People finds who bears a handle: their id and their name.
type People func(handle string) (person, name string, ok bool)

// Read makes a document of a Markdown text: that of a template, of an import,
// of a program. What it cannot hold stays as text. A nil people knows nobody.
func Read(source string, people People) Node {
	root, bytes := text.Tree(source)
	r := reader{bytes, people, deepest, nil}
	return Node{Type: Doc, Content: r.blocks(root)}
}

// deepest is the last level of headings.
const deepest = 4

// ReadTo is Read of a file, whose headings go down to another level than those
// of documents: the caller brings them up. Pictures that are not of this site
// are given to picture, which may make an image of them.
func ReadTo(level int, source string, people People, picture func(src, alt string) (Node, bool)) Node {
	root, bytes := text.Tree(source)
	r := reader{bytes, people, level, picture}
	return Node{Type: Doc, Content: r.blocks(root)}
}

type reader struct {
	source  []byte
	people  People
	level   int                                // of the deepest headings
	picture func(src, alt string) (Node, bool) // nil where none comes
}

// blocks reads the blocks within a node.
func (r reader) blocks(within ast.Node) []Node {
	var out []Node
	for n := within.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.block(n)...)
	}
	return out
}

func (r reader) block(n ast.Node) []Node {
	switch n := n.(type) {
	case *ast.Heading:
		return r.heading(n)
	case *ast.Paragraph, *ast.TextBlock:
		return Paragraphs(r.inline(n))
	case *ast.ThematicBreak:
		return []Node{{Type: HorizontalRule}}
	case *ast.Blockquote:
		return []Node{{Type: Blockquote, Content: Some(r.blocks(n))}}
	case *ast.FencedCodeBlock:
		return []Node{r.code(n, string(n.Language(r.source)))}
	case *ast.CodeBlock:
		return []Node{r.code(n, "")}
	case *ast.List:
		return []Node{r.list(n)}
	case *extast.Table:
		return []Node{r.table(n)}
	}
	return r.blocks(n)
}

// heading reads a heading; the pictures in it stand under it.
func (r reader) heading(n *ast.Heading) []Node {
	out := []Node{{Type: Heading, Attrs: Attrs{"level": float64(min(n.Level, r.level))}}}
	for _, run := range r.inline(n) {
		switch run.Type {
		case Image:
			out = append(out, run)
		case HardBreak:
			out[0].Content = append(out[0].Content, Node{Type: Text, Text: " "})
		default:
			out[0].Content = append(out[0].Content, run)
		}
	}
	return out
}

// Some is a list of blocks that is not empty: editors want somewhere to write.
func Some(list []Node) []Node {
	if len(list) == 0 {
		return []Node{{Type: Paragraph}}
	}
	return list
}

// Paragraphs parts a line of text from the pictures in it: those are blocks.
func Paragraphs(list []Node) []Node {
	var out []Node
	var line []Node
	flush := func() {
		if len(line) > 0 {
			out = append(out, Node{Type: Paragraph, Content: line})
		}
		line = nil
	}
	for _, n := range list {
		if n.Type == Image {
			flush()
			out = append(out, n)
			continue
		}
		if n.Type == HardBreak && len(line) == 0 {
			continue
		}
		line = append(line, n)
	}
	flush()
	return out
}

func (r reader) code(n ast.Node, language string) Node {
	out := Node{Type: CodeBlock}
	if language != "" {
		out.Attrs = Attrs{"language": language}
	}
	if code := strings.TrimSuffix(string(n.Lines().Value(r.source)), "\n"); code != "" {
		out.Content = []Node{{Type: Text, Text: code}}
	}
	return out
}

// list reads a list; one whose items all have a box is a list of tasks.
func (r reader) list(n *ast.List) Node {
	out := Node{Type: BulletList}
	if n.IsOrdered() {
		out.Type = OrderedList
		if n.Start != 1 {
			out.Attrs = Attrs{"start": float64(n.Start)}
		}
	}
	tasks := true
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		box := boxOf(item)
		tasks = tasks && box != nil
		out.Content = append(out.Content, Node{Type: ListItem, Content: Some(r.blocks(item))})
		if box != nil {
			out.Content[len(out.Content)-1].Attrs = Attrs{"checked": box.IsChecked}
		}
	}
	if tasks && len(out.Content) > 0 {
		out.Type, out.Attrs = TaskList, nil
	}
	for i := range out.Content {
		if tasks {
			out.Content[i].Type = TaskItem
		} else {
			out.Content[i].Attrs = nil
		}
	}
	return out
}

// boxOf is the box at the head of an item.
func boxOf(item ast.Node) *extast.TaskCheckBox {
	if item.FirstChild() == nil || item.FirstChild().FirstChild() == nil {
		return nil
	}
	box, _ := item.FirstChild().FirstChild().(*extast.TaskCheckBox)
	return box
}

func (r reader) table(n *extast.Table) Node {
	out := Node{Type: Table}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		kind := TableCell
		if _, head := row.(*extast.TableHeader); head {
			kind = TableHeader
		}
		line := Node{Type: TableRow}
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			line.Content = append(line.Content, Node{Type: kind, Content: Some(Paragraphs(r.inline(cell)))})
		}
		out.Content = append(out.Content, line)
	}
	return out
}

// inline reads the runs within a block, each with the marks around it.
func (r reader) inline(within ast.Node) []Node {
	var out []Node
	r.runs(within, nil, &out)
	return Joined(out)
}

func (r reader) runs(within ast.Node, around []Mark, out *[]Node) {
	add := func(s string, marks []Mark) {
		if s != "" {
			*out = append(*out, Node{Type: Text, Text: s, Marks: marks})
		}
	}
	for n := within.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			add(text.Words(n, r.source), around)
			if n.SoftLineBreak() || n.HardLineBreak() {
				*out = append(*out, Node{Type: HardBreak})
			}
		case *ast.String:
			add(string(n.Value), around)
		case *ast.CodeSpan:
			add(r.raw(n), With(around, Mark{Type: Code}))
		case *ast.Emphasis:
			kind := Italic
			if n.Level == 2 {
				kind = Bold
			}
			r.runs(n, With(around, Mark{Type: kind}), out)
		case *extast.Strikethrough:
			r.runs(n, With(around, Mark{Type: Strike}), out)
		case *ast.Link:
			r.runs(n, Linked(around, string(n.Destination)), out)
		case *ast.AutoLink:
			add(string(n.Label(r.source)), Linked(around, string(n.URL(r.source))))
		case *ast.Image:
			r.image(n, around, out)
		case *extast.TaskCheckBox:
		default:
			if handle, ok := text.HandleIn(n); ok && r.people != nil {
				if person, name, known := r.people(handle); known {
					*out = append(*out, Node{Type: Mention, Attrs: Attrs{"person": person, "handle": handle, "name": name}})
					continue
				}
			}
			r.runs(n, around, out)
		}
	}
}

// image reads a picture of this site; one of elsewhere is a link to it.
func (r reader) image(n *ast.Image, around []Mark, out *[]Node) {
	alt := r.raw(n)
	href := string(n.Destination)
	if rest, ours := strings.CutPrefix(href, "/files/"); ours {
		file, _, _ := strings.Cut(rest, "/")
		*out = append(*out, Node{Type: Image, Attrs: Attrs{"file": file, "alt": alt}})
		return
	}
	if r.picture != nil {
		if img, ok := r.picture(href, alt); ok {
			*out = append(*out, img)
			return
		}
	}
	if alt == "" {
		alt = href
	}
	*out = append(*out, Node{Type: Text, Text: alt, Marks: Linked(around, href)})
}

// raw is the text within a node without its marks.
func (r reader) raw(within ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(within, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if run, ok := n.(*ast.Text); ok && entering {
			b.WriteString(text.Words(run, r.source))
			if run.SoftLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// With adds a mark to those around, once.
func With(around []Mark, m Mark) []Mark {
	for _, had := range around {
		if had.Type == m.Type {
			return around
		}
	}
	out := append(around[:len(around):len(around)], m)
	slices.SortStableFunc(out, func(a, b Mark) int { return slices.Index(Marks, a.Type) - slices.Index(Marks, b.Type) })
	return out
}

// Linked adds a link, where it may lead.
func Linked(around []Mark, href string) []Mark {
	if !Address(href) {
		return around
	}
	return With(around, Mark{Type: Link, Attrs: Attrs{"href": href}})
}

// Joined makes one run of those beside each other that are set alike, and drops
// a break at the end.
func Joined(list []Node) []Node {
	out := together(list)
	if last := len(out) - 1; last >= 0 && out[last].Type == HardBreak {
		out = out[:last]
	}
	return out
}

// Alike tells whether two runs are set alike, a link leading to the same place.
func Alike(a, b []Mark) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Type != b[i].Type || a[i].Attrs.String("href") != b[i].Attrs.String("href") {
			return false
		}
	}
	return true
}
