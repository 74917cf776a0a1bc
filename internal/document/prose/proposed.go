package prose

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What is proposed stands in the document until somebody who writes decides:
// text to be added or taken away bears a mark, a node that came or shall go as
// a whole bears an attribute.
const (
	Insertion = "insertion" // id, by, at
	Deletion  = "deletion"  // the same

	// Proposed is the attribute of a node: the kind, the id, the person and the
	// time, parted by spaces.
	Proposed = "proposed"
)

// Proposal is a change that somebody proposes. Several runs and nodes may bear
// one and the same: they are decided together.
type Proposal struct {
	Kind string // Insertion or Deletion
	ID   string // drawn by the editor: 8 to 24 letters and digits
	By   string // the id of the person
	At   int64  // milliseconds since 1970, by the clock of the editor
}

var (
	proposalID = regexp.MustCompile(`^[a-z0-9]{8,24}$`)
	personID   = regexp.MustCompile(`^[0-9A-Za-z]{1,20}$`)
)

// latest is the last moment that JavaScript knows.
const latest = 8_640_000_000_000_000

func (p Proposal) valid() bool {
	return (p.Kind == Insertion || p.Kind == Deletion) && proposalID.MatchString(p.ID) && personID.MatchString(p.By) && p.At >= 0 && p.At <= latest
}

// String is the proposal as the attribute of a node.
func (p Proposal) String() string {
	return strings.Join([]string{p.Kind, p.ID, p.By, strconv.FormatInt(p.At, 10)}, " ")
}

// Mark is the proposal as the mark of a text.
func (p Proposal) Mark() Mark {
	return Mark{Type: p.Kind, Attrs: Attrs{"id": p.ID, "by": p.By, "at": float64(p.At)}}
}

// ReadProposal reads the attribute of a node.
func ReadProposal(v any) (Proposal, bool) {
	s, _ := v.(string)
	parts := strings.Split(s, " ")
	if len(parts) != 4 {
		return Proposal{}, false
	}
	at, err := strconv.ParseInt(parts[3], 10, 64)
	p := Proposal{parts[0], parts[1], parts[2], at}
	return p, err == nil && p.valid() && p.String() == s
}

// ProposalOf reads the mark of a text.
func ProposalOf(kind string, attrs Attrs) (Proposal, bool) {
	if kind != Insertion && kind != Deletion {
		return Proposal{}, false
	}
	at, ok := attrs["at"].(float64)
	p := Proposal{kind, attrs.String("id"), attrs.String("by"), int64(at)}
	return p, ok && at == float64(int64(at)) && len(attrs) == 3 && p.valid()
}

// Proposals are what is proposed of a run of text or of a node as a whole.
func (n Node) Proposals() (out []Proposal) {
	if p, ok := ReadProposal(n.Attrs[Proposed]); ok {
		out = append(out, p)
	}
	for _, m := range n.Marks {
		if p, ok := ProposalOf(m.Type, m.Attrs); ok {
			out = append(out, p)
		}
	}
	return out
}

// fate is what becomes of a proposal.
type fate int

const (
	stays fate = iota
	accepted
	refused
)

// Refused is a document as if nothing was proposed: what it says today.
func Refused(n Node) Node {
	return pruned(decide(n, func(Proposal) fate { return refused }))
}

// Accepted is a document as if all that is proposed was accepted.
func Accepted(n Node) Node {
	return pruned(decide(n, func(Proposal) fate { return accepted }))
}

// Without is a node as if one person had proposed nothing; what others propose
// stands in it.
func Without(n Node, person string) Node {
	return decide(n, func(p Proposal) fate {
		if p.By == person {
			return refused
		}
		return stays
	})
}

// decide makes what a node says when its proposals have their fates.
func decide(n Node, of func(Proposal) fate) Node {
	var content []Node
	for _, c := range n.Content {
		if c, left := decided(c, of); left {
			content = append(content, decide(c, of))
		}
	}
	n.Content = together(content)
	return n
}

// decided settles what is proposed of one run or node; false when it goes.
func decided(n Node, of func(Proposal) fate) (Node, bool) {
	for _, p := range n.Proposals() {
		what := of(p)
		if what == stays {
			continue
		}
		if (p.Kind == Insertion) == (what == refused) {
			return n, false
		}
		if n.Type == Text {
			n = n.without(p.Kind)
			continue
		}
		attrs := Attrs{}
		for key, value := range n.Attrs {
			if key != Proposed {
				attrs[key] = value
			}
		}
		if n.Attrs = attrs; len(attrs) == 0 {
			n.Attrs = nil
		}
	}
	return n, true
}

// together makes one run of those beside each other that are set alike.
func together(list []Node) []Node {
	var out []Node
	for _, n := range list {
		if last := len(out) - 1; last >= 0 && n.Type == Text && out[last].Type == Text && sameMarks(n.Marks, out[last].Marks) {
			out[last].Text += n.Text
			continue
		}
		out = append(out, n)
	}
	return out
}

func sameMarks(a, b []Mark) bool {
	return slices.EqualFunc(a, b, func(a, b Mark) bool {
		return a.Type == b.Type && (len(a.Attrs) == 0 && len(b.Attrs) == 0 || reflect.DeepEqual(a.Attrs, b.Attrs))
	})
}

// pruned takes away what cannot be without something in it.
func pruned(n Node) Node {
	var content []Node
	for _, c := range n.Content {
		if c = pruned(c); len(c.Content) > 0 || !NeedsContent(c.Type) {
			content = append(content, c)
		}
	}
	n.Content = content
	return n
}

// NeedsContent tells whether editors throw away a node of a sort when nothing is
// in it.
func NeedsContent(t Type) bool {
	switch t {
	case BulletList, OrderedList, TaskList, ListItem, TaskItem, Table, TableHeader, TableCell, Blockquote, Callout:
		return true
	}
	return false
}

// SameNodes tells whether two lists of nodes say the same: attributes that say
// what holds anyway, runs that are cut otherwise and the order of marks make no
// difference.
func SameNodes(a, b []Node) bool {
	return reflect.DeepEqual(plainly(together(a)), plainly(together(b)))
}

// plainly writes nodes in the one way in which they can be compared.
func plainly(list []Node) []Node {
	var out []Node
	for _, n := range list {
		if n.Type == Text && n.Text == "" {
			continue
		}
		attrs := Attrs{}
		for key, value := range n.Attrs {
			if !usual(key, value) {
				attrs[key] = value
			}
		}
		marks := make([]Mark, 0, len(n.Marks))
		for _, m := range n.Marks {
			if m.Attrs == nil {
				m.Attrs = Attrs{}
			}
			marks = append(marks, m)
		}
		out = append(out, Node{Type: n.Type, Attrs: attrs, Marks: marks, Text: n.Text, Content: plainly(together(n.Content))})
	}
	return out
}

// usual tells whether an attribute says what holds without it, as editors write
// at times and at times not.
func usual(key string, value any) bool {
	switch key {
	case "level", "start", "colspan", "rowspan":
		return value == float64(1)
	case "checked":
		return value == false
	case "kind":
		return value == CalloutKinds[0]
	}
	return value == nil || value == ""
}
