package ydoc

import "fmt"

// Position is a place in a type that stays at its text while others write
// around it: a cursor, the bounds of a comment. It hangs on a unit, or on an
// end of the type. Its JSON is what editors send among them.
type Position struct {
	// Node is the type in which it is; nil in a root. What Encode writes for a
	// position that hangs on a unit does not tell it.
	Node *ID `json:"type,omitempty"`
	// Root is the name of the root in which it is.
	Root *string `json:"tname,omitempty"`
	// Item is the unit on which it hangs; nil at an end.
	Item *ID `json:"item,omitempty"`
	// Assoc tells on which side: negative hangs on what comes before.
	Assoc int `json:"assoc"`
}

// Position is the position of an index. It hangs on the unit after it, or with
// a negative assoc on the one before it.
func (n *Node) Position(at, assoc int) (Position, error) {
	if at < 0 || at > n.Len() {
		return Position{}, fmt.Errorf("%w: index %d of %d", ErrRange, at, n.Len())
	}
	p := Position{Assoc: assoc}
	if own, inside := n.ID(); inside {
		p.Node = &own
	} else {
		p.Root = &n.name
	}
	if assoc < 0 {
		if at == 0 {
			return p, nil
		}
		at--
	}
	for it := range n.items() {
		if at < int(it.length) {
			unit := n.doc.clients.outer(it.id.plus(uint32(at)))
			p.Item = &unit
			return p, nil
		}
		at -= int(it.length)
	}
	return p, nil
}

// Find tells where a position is now. What was deleted around it makes it
// slide; when the type itself is deleted the index is 0, and when nothing is
// left of it, or it has not arrived yet, there is none.
func (d *Doc) Find(p Position) (n *Node, at int, found bool) {
	if p.Item != nil {
		it := d.item(*p.Item)
		if it == nil || it.kind == isGarbage {
			return nil, 0, false
		}
		if n = it.parent; n.Deleted() {
			return n, 0, true
		}
		if it.visible() {
			if at = int(p.Item.Clock - it.id.clock); p.Assoc < 0 {
				at++
			}
		}
		for it = it.left; it != nil; it = it.left {
			if it.visible() {
				at += int(it.length)
			}
		}
		return n, at, true
	}
	switch {
	case p.Root != nil:
		n = d.roots[*p.Root]
	case p.Node != nil:
		n = d.Node(*p.Node)
	}
	if n == nil {
		return nil, 0, false
	}
	if p.Assoc >= 0 {
		at = n.Len()
	}
	return n, at, true
}

// What comes first in an encoded position: on what it hangs.
const (
	onUnit = iota
	onRoot
	onNode
)

// Encode writes the position in the bytes of Yjs.
func (p Position) Encode() []byte {
	var w writer
	switch {
	case p.Item != nil:
		w.uint(onUnit)
		w.outer(*p.Item)
	case p.Root != nil:
		w.uint(onRoot)
		w.str(*p.Root)
	case p.Node != nil:
		w.uint(onNode)
		w.outer(*p.Node)
	}
	w.int(int64(p.Assoc), p.Assoc < 0)
	return w.buf
}

func (w *writer) outer(i ID) {
	w.uint(i.Client)
	w.uint(uint64(i.Clock))
}

// ReadPosition decodes a position.
func ReadPosition(from []byte) (Position, error) {
	r := reader{buf: string(from)}
	var p Position
	switch r.uint() {
	case onUnit:
		p.Item = &ID{r.uint(), r.uint32()}
	case onRoot:
		name := r.str()
		p.Root = &name
	case onNode:
		p.Node = &ID{r.uint(), r.uint32()}
	default:
		r.fail("it hangs on nothing")
	}
	if !r.done() {
		n, _ := r.int()
		p.Assoc = int(n)
	}
	if r.err == nil && !r.done() {
		r.fail("there is something after the end")
	}
	if r.err != nil {
		return Position{}, fmt.Errorf("position: %w", r.err)
	}
	return p, nil
}
