package ydoc

import "slices"

// marks remembers where some indices of a sequence are, so that a search
// begins nearby and not at the beginning. They hold while the sequence is
// changed by Edit, which shifts them; what comes from others forgets them.
type marks struct {
	all  []mark // by index
	next int    // the one to be replaced next
}

// mark is a visible item and how much is visible before it.
type mark struct {
	item  *item
	index uint32
}

const (
	maxMarks  = 2000
	worthMark = 48 // items walked through for which a mark is made
)

// near is an item that begins before an index, if there is one, and what is
// visible before that item.
func (n *Node) near(at uint32) (it *item, index uint32) {
	it = n.first
	if i := n.marks.from(at); i > 0 {
		it, index = n.marks.all[i-1].item, n.marks.all[i-1].index
	}
	walked := 0
	for it != nil && it.right != nil && index < at {
		if it.visible() {
			if index+it.length >= at {
				break
			}
			index += it.length
		}
		it = it.right
		walked++
	}
	if walked > worthMark && it.visible() {
		if n.marks == nil {
			n.marks = &marks{}
		}
		n.marks.add(mark{it, index})
	}
	return it, index
}

// from is the place of the first mark from an index on.
func (m *marks) from(index uint32) int {
	if m == nil {
		return 0
	}
	i, _ := slices.BinarySearchFunc(m.all, index, func(each mark, index uint32) int {
		switch {
		case each.index < index:
			return -1
		case each.index > index:
			return 1
		}
		return 0
	})
	return i
}

func (m *marks) add(at mark) {
	if at.item.flags&marked != 0 {
		return
	}
	at.item.flags |= marked
	if len(m.all) == maxMarks {
		m.next = (m.next + 1) % maxMarks
		m.all[m.next].item.flags &^= marked
		m.all = slices.Delete(m.all, m.next, m.next+1)
	}
	m.all = slices.Insert(m.all, m.from(at.index), at)
}

// shift moves the marks from an index on by what was inserted there, or
// deleted from there on.
func (m *marks) shift(from, by uint32) {
	if m == nil {
		return
	}
	for i := m.from(from); i < len(m.all); i++ {
		m.all[i].index += by
	}
}

// drop takes away the mark of an item.
func (m *marks) drop(it *item) {
	it.flags &^= marked
	m.all = slices.DeleteFunc(m.all, func(each mark) bool { return each.item == it })
}

func (m *marks) forget() {
	if m == nil {
		return
	}
	for _, each := range m.all {
		each.item.flags &^= marked
	}
	*m = marks{}
}
