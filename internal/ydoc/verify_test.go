package ydoc

import "testing"

// verify asserts what always holds inside a document.
func (d *Doc) verify(t testing.TB) {
	t.Helper()
	nodes := map[*Node]bool{}
	for _, n := range d.roots {
		nodes[n] = true
	}
	for _, c := range d.clients.all {
		clock := uint32(0)
		for i, it := range c.structs {
			if c.starts[i] != clock || it.id.clock != clock || it.length == 0 {
				t.Fatalf("client %d: a struct of %d units at %d, not %d", c.id, it.length, it.id.clock, clock)
			}
			clock = it.end()
			if it.kind == isText && Units(it.data) != int(it.length) {
				t.Fatalf("%v: a text of %d units says %d", d.clients.outer(it.id), Units(it.data), it.length)
			}
			if it.left != nil && it.left.right != it || it.right != nil && it.right.left != it {
				t.Fatalf("%v: neighbours disagree", d.clients.outer(it.id))
			}
			if it.kind == isGarbage {
				continue
			}
			if it.parent == nil || it.parent.doc != d {
				t.Fatalf("%v: without a parent", d.clients.outer(it.id))
			}
			if it.node != nil {
				nodes[it.node] = true
			}
		}
	}
	for n := range nodes {
		length := uint32(0)
		for it := range n.items() {
			length += it.length
			if it.parent != n {
				t.Fatalf("a child of %q has another parent", n.name)
			}
		}
		if length != n.length {
			t.Fatalf("%q says %d units and has %d", n.name, n.length, length)
		}
		for key, it := range n.keyed {
			if it.parent != n || it.key == nil || *it.key != key || it.right != nil {
				t.Fatalf("%q: the value of %q is not its last", n.name, key)
			}
		}
	}
}
