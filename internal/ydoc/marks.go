package ydoc

// marks remembers where some indices of a sequence are, so that a search
// begins nearby and not at the beginning. They hold while the sequence is
// changed by Edit, which shifts them; what comes from others forgets them.
type marks struct {
	all  []mark
	next int // the one to be replaced next
}

// mark is a visible item and how much is visible before it.
type mark struct {
	item  *item
	index uint32
}

const (
	maxMarks  = 64
	worthMark = 48 // items walked through for which a mark is made
)

// near is a visible item that begins before an index, if there is one, and
// what is visible before that item.
func (n *Node) near(at uint32) (it *item, index uint32) {
	it = n.first
	for _, m := range n.marks.all {
		if m.index < at && m.index >= index {
			it, index = m.item, m.index
		}
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
		n.marks.add(mark{it, index})
	}
	return it, index
}

func (m *marks) add(at mark) {
	if at.item.flags&marked != 0 {
		return
	}
	at.item.flags |= marked
	if len(m.all) < maxMarks {
		m.all = append(m.all, at)
		return
	}
	m.all[m.next].item.flags &^= marked
	m.all[m.next] = at
	m.next = (m.next + 1) % maxMarks
}

// shift moves the marks from an index on by what was inserted there, or
// deleted from there on.
func (m *marks) shift(from, by uint32) {
	for i := range m.all {
		if m.all[i].index >= from {
			m.all[i].index += by
		}
	}
}

// drop takes away the mark of an item.
func (m *marks) drop(it *item) {
	it.flags &^= marked
	for i := range m.all {
		if m.all[i].item == it {
			m.all[i] = m.all[len(m.all)-1]
			m.all = m.all[:len(m.all)-1]
			m.next = 0
			return
		}
	}
}

func (m *marks) forget() {
	for _, each := range m.all {
		each.item.flags &^= marked
	}
	*m = marks{}
}
