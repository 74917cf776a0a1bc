package document

import (
	"reflect"
	"slices"
	"strings"

	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/ydoc"
)

// replaceWhole makes a document say something else. What both say is left as it
// is, with who wrote it and what is proposed of it.
func replaceWhole(doc *ydoc.Doc, n prose.Node) ([]byte, error) {
	stands := Tree(doc)
	if len(prose.Opens(stands)) > 0 {
		return replaceAround(doc, stands, n)
	}
	return doc.Edit(func(tx *ydoc.Tx) error {
		for _, h := range hunks(stands.Content, n.Content) {
			if err := h.write(tx, Root(doc)); err != nil {
				return err
			}
		}
		return nil
	})
}

// replaceAround is replaceWhole of a document in which something is proposed: the
// blocks that are the same at the beginning and at the end keep it.
func replaceAround(doc *ydoc.Doc, stands, n prose.Node) ([]byte, error) {
	root := Root(doc)
	was, wanted := said(stands), drafts(n.Content)
	head := 0
	for head < min(len(was), len(wanted)) && reflect.DeepEqual(was[head].draft, wanted[head]) {
		head++
	}
	tail := 0
	for tail < min(len(was), len(wanted))-head && reflect.DeepEqual(was[len(was)-1-tail].draft, wanted[len(wanted)-1-tail]) {
		tail++
	}
	from, to := 0, 0
	if changed := was[head : len(was)-tail]; len(changed) > 0 {
		from, to = changed[0].at, changed[len(changed)-1].at+1
	} else if head > 0 {
		from = was[head-1].at + 1
		to = from
	}
	return doc.Edit(func(tx *ydoc.Tx) error {
		if err := tx.Delete(root, from, to-from); err != nil {
			return err
		}
		return tx.Insert(root, from, wanted[head:len(wanted)-tail]...)
	})
}

// standingBlock is a block of a document as it is without what is proposed, and where it
// stands among those that are there.
type standingBlock struct {
	at    int
	draft any
}

func said(stands prose.Node) (out []standingBlock) {
	for i, b := range stands.Content {
		for _, draft := range drafts(prose.Refused(prose.Node{Content: []prose.Node{b}}).Content) {
			out = append(out, standingBlock{i, draft})
		}
	}
	return out
}

// appendBlocks adds blocks at the end of a document.
func appendBlocks(doc *ydoc.Doc, n prose.Node) ([]byte, error) {
	root := Root(doc)
	return doc.Edit(func(tx *ydoc.Tx) error { return tx.Insert(root, root.Len(), drafts(n.Content)...) })
}

// replaceSection makes what stands under a heading say something else, up to
// the next heading of its level.
func replaceSection(doc *ydoc.Doc, heading string, n prose.Node) ([]byte, error) {
	list := Tree(doc).Content
	begin := slices.IndexFunc(list, func(b prose.Node) bool {
		return b.Type == prose.Heading && strings.EqualFold(strings.TrimSpace(prose.Plain(prose.Refused(prose.Node{Content: []prose.Node{b}}))), strings.TrimSpace(heading))
	})
	if begin < 0 {
		return nil, fault.New(fault.KindNotFound, "document.section.none")
	}
	level, end := list[begin].Attrs.Int("level", 1), begin+1
	for end < len(list) && !(list[end].Type == prose.Heading && list[end].Attrs.Int("level", 1) <= level) {
		end++
	}
	root := Root(doc)
	return doc.Edit(func(tx *ydoc.Tx) error {
		if err := tx.Delete(root, begin+1, end-begin-1); err != nil {
			return err
		}
		return tx.Insert(root, begin+1, drafts(n.Content)...)
	})
}

// drafts are nodes as editors write them: an element for each, its runs of text
// gathered.
func drafts(list []prose.Node) []any {
	var out []any
	var runs []ydoc.Run
	flush := func() {
		if len(runs) > 0 {
			out = append(out, ydoc.Draft{Kind: ydoc.XMLText, Runs: runs})
			runs = nil
		}
	}
	for _, n := range list {
		if n.Type == prose.Text {
			runs = append(runs, ydoc.Run{Text: n.Text, Attributes: attributes(n.Marks)})
			continue
		}
		flush()
		d := ydoc.Draft{Kind: ydoc.XMLElement, Name: string(n.Type), Values: drafts(n.Content)}
		for key, value := range n.Attrs {
			if value == nil {
				continue // as editors write what is not said
			}
			if d.Keys == nil {
				d.Keys = map[string]any{}
			}
			d.Keys[key] = value
		}
		out = append(out, d)
	}
	flush()
	return out
}

func attributes(list []prose.Mark) ydoc.Attributes {
	if len(list) == 0 {
		return nil
	}
	out := ydoc.Attributes{}
	for _, m := range list {
		set := map[string]any{}
		for key, value := range m.Attrs {
			set[key] = value
		}
		out[m.Type] = set
	}
	return out
}
