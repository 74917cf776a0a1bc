package office

import (
	"strconv"
	"strings"

	"parvis/internal/document/prose"
)

// HeadingOf is a heading, its breaks made spaces; the pictures in it stand under
// it. It is nothing when nothing is said.
func HeadingOf(level int, runs []prose.Node) []prose.Node {
	n := prose.Node{Type: prose.Heading, Attrs: prose.Attrs{"level": float64(min(max(level, 1), 4))}}
	var out []prose.Node
	for _, run := range runs {
		switch run.Type {
		case prose.Image:
			out = append(out, run)
		case prose.HardBreak:
			n.Content = append(n.Content, prose.Node{Type: prose.Text, Text: " "})
		default:
			n.Content = append(n.Content, run)
		}
	}
	if n.Blank() {
		return out
	}
	return append([]prose.Node{n}, out...)
}

// AddCode adds lines of a code to blocks, to the code that they follow if any.
func AddCode(all, runs []prose.Node) []prose.Node {
	text := strings.TrimRight(prose.Plain(prose.Node{Type: prose.Paragraph, Content: runs}), "\n")
	if n := len(all); n > 0 && all[n-1].Type == prose.CodeBlock {
		all[n-1].Content[0].Text += "\n" + text
		return all
	}
	return append(all, prose.Node{Type: prose.CodeBlock, Content: []prose.Node{{Type: prose.Text, Text: text}}})
}

// AddQuote adds paragraphs to the quote that they follow, or begins one.
func AddQuote(all, paragraphs []prose.Node) []prose.Node {
	if n := len(all); n > 0 && all[n-1].Type == prose.Blockquote {
		all[n-1].Content = append(all[n-1].Content, paragraphs...)
		return all
	}
	return append(all, prose.Node{Type: prose.Blockquote, Content: paragraphs})
}

// boxes are the signs of tasks, as people and programs write them.
var boxes = []string{"☐", "☑", "☒"}

// Boxed tells which box stands at the head of a line, "" for none, and what
// comes after it.
func Boxed(runs []prose.Node) (sign string, rest []prose.Node) {
	if len(runs) == 0 || runs[0].Type != prose.Text {
		return "", runs
	}
	for _, s := range boxes {
		after, ok := strings.CutPrefix(runs[0].Text, s)
		if !ok {
			continue
		}
		first := runs[0]
		first.Text = strings.TrimLeft(after, " \u00a0\t")
		rest = append([]prose.Node{first}, runs[1:]...)
		if first.Text == "" {
			rest = rest[1:]
			if len(rest) > 0 && rest[0].Type == prose.Text {
				rest[0].Text = strings.TrimLeft(rest[0].Text, " \u00a0\t")
			}
		}
		return s, rest
	}
	return "", runs
}

// Tasks makes a list of tasks of a list whose items all begin with a box.
func Tasks(n prose.Node) prose.Node {
	if len(n.Content) == 0 {
		return n
	}
	out := prose.Node{Type: prose.TaskList}
	for _, item := range n.Content {
		if len(item.Content) == 0 || item.Content[0].Type != prose.Paragraph {
			return n
		}
		sign, rest := Boxed(item.Content[0].Content)
		if sign == "" {
			return n
		}
		line := item.Content[0]
		line.Content = rest
		out.Content = append(out.Content, prose.Node{
			Type: prose.TaskItem, Attrs: prose.Attrs{"checked": sign != "☐"}, Content: append([]prose.Node{line}, item.Content[1:]...),
		})
	}
	return out
}

// NoteSign is the call of a note, the first being 0.
func NoteSign(i int) string { return "[" + strconv.Itoa(i+1) + "]" }

// Note is a note under the text.
func Note(i int, says []prose.Node) prose.Node {
	runs := []prose.Node{{Type: prose.Text, Text: NoteSign(i) + " "}}
	for at, n := range says {
		flat := prose.Flat(n)
		if at == 0 && len(flat) > 0 && flat[0].Type == prose.Text {
			flat[0].Text = strings.TrimLeft(flat[0].Text, " \t\u00a0")
		} else if at > 0 {
			runs = append(runs, prose.Node{Type: prose.Text, Text: " "})
		}
		runs = append(runs, flat...)
	}
	return prose.Node{Type: prose.Paragraph, Content: prose.Joined(runs)}
}
