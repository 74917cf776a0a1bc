package prose

import (
	"strings"
	"unicode/utf8"
)

// Open is a proposal that waits for a decision, with what it would change.
type Open struct {
	ID, By  string
	At      int64
	Adds    string // text that would come
	Removes string // text that would go
	Around  string // of the line in which it begins, as it stands today
}

// maxQuoted is how many bytes of a text an Open quotes.
const maxQuoted = 2000

// Opens lists what is proposed, in the order of the text; what bears the same
// id and the same author is one proposal.
func Opens(n Node) []Open {
	l := opener{at: map[string]int{}}
	l.walk(n, nil, Node{})
	return l.out
}

type opener struct {
	out []Open
	at  map[string]int
}

// walk lists what is in a node; of are the proposals that it is a part of, line
// is the nearest node around it that holds text.
func (l *opener) walk(n Node, of []Proposal, line Node) {
	for _, c := range n.Content {
		here := line
		if c.Type == Paragraph || c.Type == Heading || c.Type == CodeBlock {
			here = c
		}
		inside := append(of[:len(of):len(of)], c.Proposals()...)
		for _, p := range inside {
			l.note(p, c, here)
		}
		l.walk(c, inside, here)
	}
}

func (l *opener) note(p Proposal, n, line Node) {
	key := p.ID + " " + p.By
	i, known := l.at[key]
	if !known {
		i = len(l.out)
		l.at[key] = i
		l.out = append(l.out, Open{ID: p.ID, By: p.By, At: p.At, Around: Cut(strings.TrimSpace(Plain(Refused(line))), maxQuoted)})
	}
	text := n.Text
	if n.Type != Text && len(n.Content) == 0 {
		text = strings.TrimSpace(Plain(n))
	}
	to := &l.out[i].Adds
	if p.Kind == Deletion {
		to = &l.out[i].Removes
	}
	if n.Type != Text && *to != "" && !strings.HasSuffix(*to, "\n") && standsAlone(n.Type) {
		text = "\n" + text
	}
	if len(*to)+len(text) <= maxQuoted {
		*to += text
	} else if room := maxQuoted - len(*to); room > utf8.UTFMax {
		*to += Cut(text, room)
	}
}

// standsAlone tells whether a sort of node stands on lines of its own.
func standsAlone(t Type) bool { return t != Text && t != HardBreak && t != Mention && t != ItemLink }

// Spread gives to the text of a node that is proposed as a whole the mark of
// the proposal, where the text bears none of that kind: how a page and a
// comparison show it.
func Spread(n Node) Node { return spread(n, nil) }

func spread(n Node, of []Mark) Node {
	if p, ok := ReadProposal(n.Attrs[Proposed]); ok {
		of = append(of[:len(of):len(of)], p.Mark())
	}
	if n.Type == Text {
		marks := n.Marks
		for _, m := range of {
			if _, has := (Node{Marks: marks}).Mark(m.Type); !has {
				marks = append([]Mark{m}, marks...)
			}
		}
		n.Marks = marks
		return n
	}
	content := make([]Node, len(n.Content))
	for i, c := range n.Content {
		content[i] = spread(c, of)
	}
	n.Content = content
	return n
}
