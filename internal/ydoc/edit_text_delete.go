package ydoc

import "maps"

// deleteText takes away what is between two indices, then the marks that have
// no effect any more.
func (tx *Tx) deleteText(n *Node, at, length int) error {
	if err := n.between(at + length); err != nil {
		return err
	}
	c, err := tx.cursorAt(n, at)
	if err != nil {
		return err
	}
	before, first := maps.Clone(c.attributes), c.right
	for left := uint32(length); left > 0 && c.right != nil; {
		if it := c.right; it.visible() {
			if it.length > left {
				tx.split(it, left)
			}
			left -= it.length
			tx.delete(it)
		}
		c.step()
	}
	n.marks.shift(uint32(at), -uint32(length))
	if first != nil {
		tx.cleanGap(first, before)
	}
	return nil
}

// cleanGap takes away, from an item on until the next content, the marks that
// others override and those that set what is set already.
func (tx *Tx) cleanGap(first *item, before Attributes) {
	last := map[string]*item{}
	end := first
	for ; end != nil && !end.visible(); end = end.right {
		if end.kind == isFormat && !end.deleted() {
			key, _ := end.formatText()
			last[key] = end
		}
	}
	for it := first; it != end; it = it.right {
		if it.kind != isFormat || it.deleted() {
			continue
		}
		if key, value := it.format(); last[key] != it || same(before[key], value) {
			tx.delete(it)
		}
	}
}
