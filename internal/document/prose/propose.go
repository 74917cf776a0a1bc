package prose

import (
	"slices"
	"strings"
)

// Propose is a document in which other words are proposed in the place of a
// quotation, "" to take it away; false when the quotation does not stand within
// one run of text.
func Propose(n Node, quote, replace string, p Proposal) (Node, bool) {
	for i, c := range n.Content {
		before, after, found := strings.Cut(c.Text, quote)
		if c.Type != Text || !found {
			if changed, there := Propose(c, quote, replace, p); there {
				n.Content = slices.Clone(n.Content)
				n.Content[i] = changed
				return n, true
			}
			continue
		}
		run := func(text string, marks ...Mark) Node {
			return Node{Type: Text, Text: text, Marks: append(slices.Clone(c.Marks), marks...)}
		}
		goes, comes := p, p
		goes.Kind, comes.Kind = Deletion, Insertion
		runs := []Node{run(before), run(quote, goes.Mark()), run(replace, comes.Mark()), run(after)}
		runs = slices.DeleteFunc(runs, func(r Node) bool { return r.Text == "" })
		n.Content = slices.Concat(n.Content[:i], runs, n.Content[i+1:])
		return n, true
	}
	return n, false
}
