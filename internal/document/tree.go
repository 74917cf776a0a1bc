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
	doc.Root(fragment, ydoc.XMLFragment)
	return doc
}

// tree reads what a document says.
func tree(doc *ydoc.Doc) prose.Node {
	return treeOf(doc, runs)
}

// treeOf reads what a document says, its texts by read.
func treeOf(doc *ydoc.Doc, read func(text *ydoc.Node) []prose.Node) prose.Node {
	return prose.Node{Type: prose.Doc, Content: children(doc.Root(fragment, ydoc.XMLFragment), read)}
}

// textOf is what a document says, in Markdown.
func textOf(doc *ydoc.Doc) string { return prose.Markdown(tree(doc)) }

func children(n *ydoc.Node, read func(text *ydoc.Node) []prose.Node) []prose.Node {
	var out []prose.Node
	for c := range n.Children() {
		switch c.Kind() {
		case ydoc.XMLText:
			out = append(out, read(c)...)
		case ydoc.XMLElement:
			out = append(out, prose.Node{Type: prose.Type(c.Name()), Attrs: attrs(c), Content: children(c, read)})
		}
	}
	return out
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

// checkShape tells what a change brought that editors do not agree on: they
// would throw it away, and what it stands in with it.
func checkShape(doc *ydoc.Doc, change ydoc.Change) error {
	root := doc.Root(fragment, ydoc.XMLFragment)
	for _, n := range change.Nodes {
		if n.Deleted() {
			continue
		}
		if err := check(n, root); err != nil {
			return err
		}
	}
	return nil
}

// check judges a node and all that is in it.
func check(n, root *ydoc.Node) error {
	switch {
	case n == root:
		return checkInside(prose.Doc, n, root)
	case n.Kind() == ydoc.XMLText:
		return checkText(n)
	case n.Kind() == ydoc.XMLElement:
		kind := prose.Type(n.Name())
		for key, value := range n.Keys() {
			if err := prose.CheckAttr(kind, key, value); err != nil {
				return err
			}
		}
		return checkInside(kind, n, root)
	}
	return fmt.Errorf("%v %q is no part of a document", n.Kind(), n.Name())
}

func checkInside(kind prose.Type, n, root *ydoc.Node) error {
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
		if err := check(c, root); err != nil {
			return err
		}
	}
	return nil
}

func checkText(n *ydoc.Node) error {
	for range n.Keys() {
		return fmt.Errorf("a text bears no attribute of its own")
	}
	for p := range n.Pieces() {
		if p.Embed != nil {
			return fmt.Errorf("a text holds no thing of its own")
		}
		for key, value := range p.Attributes {
			kind, _, _ := strings.Cut(key, twice)
			set, ok := value.(map[string]any)
			if !ok {
				return fmt.Errorf("the mark %q has no attributes", key)
			}
			if err := prose.CheckMark(kind, set); err != nil {
				return err
			}
		}
	}
	return nil
}
