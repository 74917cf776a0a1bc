package office

import (
	"strings"

	"parvis/internal/document/prose"
)

// HardSpace stands for a space that counts, in runs that Collapse is yet to
// read.
const HardSpace = "\uE000"

// Flatten makes one space of the white space that stands together.
func Flatten(s string) string {
	var b strings.Builder
	was := false
	for _, r := range s {
		is := r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f'
		if is && was {
			continue
		}
		if was = is; is {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Collapse is runs with spaces as they show: one where several stand, none at
// the beginning and at the end of a line, but for those that count.
func Collapse(runs []prose.Node) []prose.Node {
	space := true
	out := make([]prose.Node, 0, len(runs))
	for _, n := range runs {
		switch n.Type {
		case prose.Text:
			if space {
				n.Text = strings.TrimLeft(n.Text, " ")
			}
			if n.Text == "" {
				continue
			}
			space = strings.HasSuffix(n.Text, " ")
		case prose.HardBreak, prose.Image:
			space = true
			out = ended(out)
		default:
			space = false
		}
		out = append(out, n)
	}
	out = ended(out)
	for i := range out {
		out[i].Text = strings.ReplaceAll(out[i].Text, HardSpace, " ")
	}
	return out
}

// ended takes the spaces off the end of a line.
func ended(out []prose.Node) []prose.Node {
	for i := len(out) - 1; i >= 0 && out[i].Type == prose.Text; i-- {
		out[i].Text = strings.TrimRight(out[i].Text, " ")
		if out[i].Text != "" {
			break
		}
		out = out[:i]
	}
	return out
}
