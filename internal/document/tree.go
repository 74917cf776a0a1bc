package document

import (
	"fmt"
	"strings"

	"parvis/internal/document/prose"
	"parvis/internal/ydoc"
)

// fragment is the root under which editors keep a document.
const fragment = "default"

// newDoc makes an empty document.
func newDoc() *ydoc.Doc {
	doc := ydoc.New(ydoc.Options{})
	Root(doc)
	doc.Root(verdicts, ydoc.Map)
	return doc
}

// Tree reads what stands in a document, what is proposed included.
func Tree(doc *ydoc.Doc) prose.Node {
	return treeOf(doc, runs)
}

// treeOf reads what a document says, its texts by read.
func treeOf(doc *ydoc.Doc, read func(text *ydoc.Node) []prose.Node) prose.Node {
	return prose.Node{Type: prose.Doc, Content: children(Root(doc), read)}
}

// textOf is what a document says, in Markdown: as if nothing was proposed.
func textOf(doc *ydoc.Doc) string { return prose.Markdown(prose.Refused(Tree(doc))) }

func children(n *ydoc.Node, read func(text *ydoc.Node) []prose.Node) []prose.Node {
	var out []prose.Node
	for c := range n.Children() {
		switch c.Kind() {
		case ydoc.XMLText:
			out = append(out, read(c)...)
		case ydoc.XMLElement:
			out = append(out, elementOf(c, read))
		}
	}
	return out
}

func element(n *ydoc.Node) prose.Node { return elementOf(n, runs) }

func elementOf(n *ydoc.Node, read func(text *ydoc.Node) []prose.Node) prose.Node {
	return prose.Node{Type: prose.Type(n.Name()), Attrs: attrs(n), Content: children(n, read)}
}

func runs(n *ydoc.Node) []prose.Node {
	var out []prose.Node
	for _, r := range n.Runs() {
		if r.Text != "" {
			out = append(out, prose.Node{Type: prose.Text, Text: r.Text, Marks: marks(r.Attributes)})
		}
	}
	return out
}

func attrs(n *ydoc.Node) prose.Attrs {
	var out prose.Attrs
	for key, value := range n.Keys() {
		if out == nil {
			out = prose.Attrs{}
		}
		out[key] = value
	}
	return out
}

// marks reads the attributes of a run, in the order of prose.Marks.
func marks(a ydoc.Attributes) []prose.Mark {
	if len(a) == 0 {
		return nil
	}
	var out []prose.Mark
	for _, kind := range prose.Marks {
		for key, value := range a {
			if name, _, _ := strings.Cut(key, twice); name == kind {
				set, _ := value.(map[string]any)
				out = append(out, prose.Mark{Type: kind, Attrs: set})
			}
		}
	}
	return out
}

// twice stands in the key of a mark of which a run may have several, before
// what tells them apart.
const twice = "--"

// shape judges what a change brought: whether editors agree on it (they would
// throw the rest away, and what it stands in with it), and what it proposes.
type shape struct {
	root, verdicts *ydoc.Node
	proposals      map[string]string // id and author of what is proposed where it looked
	decided        map[string]string // the verdicts, when it looked at them
}

// checkShape judges the nodes that a change touched.
func checkShape(doc *ydoc.Doc, nodes []*ydoc.Node) (*shape, error) {
	s := &shape{root: Root(doc), verdicts: doc.Root(verdicts, ydoc.Map), proposals: map[string]string{}}
	for _, n := range nodes {
		if n.Deleted() {
			continue
		}
		if err := s.check(n); err != nil {
			return s, err
		}
	}
	return s, nil
}

// check judges a node and all that is in it.
func (s *shape) check(n *ydoc.Node) error {
	switch {
	case n == s.root:
		return s.checkInside(prose.Doc, n)
	case n == s.verdicts:
		return s.checkVerdicts(n)
	case n.Kind() == ydoc.XMLText:
		return s.checkText(n)
	case n.Kind() == ydoc.XMLElement:
		kind := prose.Type(n.Name())
		for key, value := range n.Keys() {
			if err := prose.CheckAttr(kind, key, value); err != nil {
				return err
			}
			if key != prose.Proposed {
				continue
			}
			if p, ok := prose.ReadProposal(value); ok {
				if err := s.saw(p); err != nil {
					return err
				}
			}
		}
		return s.checkInside(kind, n)
	}
	return fmt.Errorf("%v %q is no part of a document", n.Kind(), n.Name())
}

func (s *shape) checkInside(kind prose.Type, n *ydoc.Node) error {
	for _, v := range n.Values() {
		c, ok := v.(*ydoc.Node)
		if !ok {
			return fmt.Errorf("%s holds a bare value", kind)
		}
		inner := prose.Text
		if c.Kind() != ydoc.XMLText {
			inner = prose.Type(c.Name())
		}
		if !prose.MayHold(kind, inner) {
			return fmt.Errorf("%s cannot stand in %s", inner, kind)
		}
		if err := s.check(c); err != nil {
			return err
		}
	}
	return nil
}

func (s *shape) checkText(n *ydoc.Node) error {
	for range n.Keys() {
		return fmt.Errorf("a text bears no attribute of its own")
	}
	code := n.Parent() != nil && prose.Type(n.Parent().Name()) == prose.CodeBlock
	for p := range n.Pieces() {
		if p.Embed != nil {
			return fmt.Errorf("a text holds no thing of its own")
		}
		for key, value := range p.Attributes {
			kind, _, several := strings.Cut(key, twice)
			set, ok := value.(map[string]any)
			if !ok {
				return fmt.Errorf("the mark %q has no attributes", key)
			}
			proposal, ok := prose.ProposalOf(kind, set)
			if !ok {
				if err := prose.CheckMark(kind, set); err != nil {
					return err
				}
			}
			if ok && several || !ok && code {
				return fmt.Errorf("the mark %q cannot stand there", key)
			}
			if ok {
				if err := s.saw(proposal); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// saw notes a proposal: an id is of one person.
func (s *shape) saw(p prose.Proposal) error {
	if by, known := s.proposals[p.ID]; known && by != p.By {
		return fmt.Errorf("the proposal %s is of two people", p.ID)
	}
	s.proposals[p.ID] = p.By
	return nil
}
