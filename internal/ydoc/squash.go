package ydoc

import "slices"

// squash joins structs that can be one, as Yjs does: around what was deleted,
// among what is new, and where something was cut.
func (tx *Tx) squash() {
	for client, spans := range tx.deletes {
		c := tx.doc.clients.all[client]
		if len(spans) > manySpans {
			c.joinAll(spans[0].Clock, spans[len(spans)-1].end())
			continue
		}
		for _, s := range slices.Backward(spans) {
			i := min(len(c.structs)-1, 1+c.find(s.end()-1))
			for i > 0 && c.structs[i].id.clock >= s.Clock {
				i -= 1 + c.joinLeft(i)
			}
		}
	}
	for _, client := range tx.touched {
		c := tx.doc.clients.all[client]
		c.joinAll(c.before, c.state())
	}
	for _, at := range slices.Backward(tx.splits) {
		c := tx.doc.clients.all[at.client]
		i := c.find(at.clock)
		if i+1 < len(c.structs) && c.joinLeft(i+1) > 1 {
			continue
		}
		if i > 0 {
			c.joinLeft(i)
		}
	}
}

// manySpans is how many deleted spans are better looked at in one pass.
const manySpans = 32

// joinAll joins what can be joined from the struct before a clock to the one
// after another, in one pass.
func (c *client) joinAll(from, to uint32) {
	first := c.find(from)
	if first > 0 {
		first--
	}
	last := min(c.find(to-1)+2, len(c.structs))
	kept := first
	for i := first; i < last; {
		end := i + 1
		for end < last && c.structs[end-1].joins(c.structs[end]) {
			end++
		}
		if end > i+1 {
			c.structs[i].absorb(c.structs[i+1 : end])
		}
		c.structs[kept], c.starts[kept] = c.structs[i], c.starts[i]
		kept++
		i = end
	}
	c.remove(kept, last)
}

// joinLeft joins a struct and those at its left that can be one with it, and
// returns how many went.
func (c *client) joinLeft(i int) int {
	first := i
	for first > 0 && c.structs[first-1].joins(c.structs[first]) {
		first--
	}
	if first == i {
		return 0
	}
	c.structs[first].absorb(c.structs[first+1 : i+1])
	c.remove(first+1, i+1)
	return i - first
}

// joins tells whether an item and the next of the same client can be one:
// written one after the other at the same place, and with the same fate.
func (it *item) joins(next *item) bool {
	if it.kind != next.kind || it.deleted() != next.deleted() || !it.kind.units() {
		return false
	}
	return it.kind == isGarbage || len(it.data) < maxJoined &&
		it.right == next && next.origin == it.last() && it.rightOrigin == next.rightOrigin
}

// maxJoined is how many bytes an item holds to which nothing is joined any
// more: joining copies, and one keystroke must not cost a copy of a book.
const maxJoined = 64 << 10

// absorb joins the items that follow.
func (it *item) absorb(others []*item) {
	last := others[len(others)-1]
	it.length = last.end() - it.id.clock
	if it.kind == isGarbage {
		return
	}
	for _, other := range others {
		if other.flags&marked != 0 {
			it.parent.marks.drop(other)
		}
	}
	it.data = join(it, others)
	it.right = last.right
	if it.right != nil {
		it.right.left = it
	}
	if it.key != nil && it.parent.keyed[*it.key] == last {
		it.parent.keyed[*it.key] = it
	}
}
