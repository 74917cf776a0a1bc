package ydoc

import (
	"fmt"
	"strings"
)

// cursor is a place in a text: between two items, under attributes.
type cursor struct {
	left, right *item
	index       uint32
	attributes  Attributes
}

// cursorAt finds the place of an index, cutting an item if needed. A text
// without attributes is searched from a mark nearby.
func (tx *Tx) cursorAt(n *Node, at int) (*cursor, error) {
	if err := tx.check(n); err != nil {
		return nil, err
	}
	if !n.kind.text() {
		return nil, fmt.Errorf("%w: not a text", ErrKind)
	}
	if err := n.between(at); err != nil {
		return nil, err
	}
	c := &cursor{right: n.first, attributes: Attributes{}}
	if !n.formatted && at > 0 {
		c.left = tx.leftOf(n, uint32(at))
		c.right, c.index = c.left.right, uint32(at)
		return c, nil
	}
	for c.index < uint32(at) {
		if it := c.right; it.visible() && c.index+it.length > uint32(at) {
			tx.split(it, uint32(at)-c.index)
		}
		c.step()
	}
	return c, nil
}

// between refuses an index that is none, or that falls between the two units
// of one character: cutting it would leave two marks of replacement, here and
// not in other copies.
func (n *Node) between(at int) error {
	if at < 0 || at > n.Len() {
		return fmt.Errorf("%w: index %d of %d", ErrRange, at, n.Len())
	}
	it, index := n.near(uint32(at))
	for ; it != nil && index < uint32(at); it = it.right {
		if !it.visible() {
			continue
		}
		if offset := uint32(at) - index; offset < it.length && it.kind == isText {
			if left, _ := cutText(it.data, it.length, offset); Units(left) != int(offset) || !strings.HasPrefix(it.data, left) {
				return fmt.Errorf("%w: index %d is inside a character", ErrRange, at)
			}
		}
		index += it.length
	}
	return nil
}

// step passes over what is at the right.
func (c *cursor) step() {
	it := c.right
	switch {
	case it.deleted():
	case it.kind == isFormat:
		key, value := it.format()
		c.attributes.apply(key, value)
	case it.visible():
		c.index += it.length
	}
	c.left, c.right = it, it.right
}

// apply sets an attribute; nil takes it away.
func (a Attributes) apply(key string, value any) {
	if value == nil {
		delete(a, key)
	} else {
		a[key] = value
	}
}

// passEqual passes over deleted items and marks that set what is wanted anyway.
func (c *cursor) passEqual(wanted Attributes) {
	for c.right != nil {
		if !c.right.deleted() {
			if c.right.kind != isFormat {
				return
			}
			if key, value := c.right.format(); !same(wanted[key], value) {
				return
			}
		}
		c.step()
	}
}
