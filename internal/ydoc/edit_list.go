package ydoc

import "fmt"

// Insert puts values in a list, or children in an element or a fragment,
// before the one at an index. A Draft makes a type there.
func (tx *Tx) Insert(n *Node, at int, values ...any) error {
	if err := tx.check(n); err != nil {
		return err
	}
	if n.kind.text() {
		return fmt.Errorf("%w: insert into a text with InsertText or InsertEmbed", ErrKind)
	}
	if at < 0 || at > n.Len() {
		return fmt.Errorf("%w: index %d of %d", ErrRange, at, n.Len())
	}
	left := tx.leftOf(n, uint32(at))
	before := n.length
	err := tx.insertAfter(n, left, values)
	n.marks.shift(uint32(at), n.length-before)
	return err
}

// insertAfter puts values after an item, nil for the beginning. Values that
// follow each other and are no types go in one item.
func (tx *Tx) insertAfter(n *Node, left *item, values []any) error {
	right := n.first
	if left != nil {
		right = left.right
	}
	var plain item
	flush := func() (err error) {
		if plain.length > 0 {
			left, err = tx.put(n, left, right, plain)
			plain = item{}
		}
		return err
	}
	for _, value := range values {
		it, err := tx.value(value)
		if err != nil {
			return err
		}
		if it.kind == isAny {
			plain = item{kind: isAny, data: plain.data + it.data, length: plain.length + 1}
			continue
		}
		if err := flush(); err != nil {
			return err
		}
		if left, err = tx.put(n, left, right, it); err != nil {
			return err
		}
		if draft, is := value.(Draft); is {
			if err := tx.fill(left.node, draft); err != nil {
				return err
			}
		}
	}
	return flush()
}

// Delete takes away so many units from an index on: characters and embeds of a
// text, values of a list, children of an element.
func (tx *Tx) Delete(n *Node, at, length int) error {
	if err := tx.check(n); err != nil {
		return err
	}
	if at < 0 || length < 0 || at > n.Len()-length {
		return fmt.Errorf("%w: %d from index %d of %d", ErrRange, length, at, n.Len())
	}
	if length == 0 {
		return nil
	}
	if n.kind.text() {
		return tx.deleteText(n, at, length)
	}
	it := n.first
	if left := tx.leftOf(n, uint32(at)); left != nil {
		it = left.right
	}
	tx.deleteFrom(it, uint32(length))
	n.marks.shift(uint32(at), -uint32(length))
	return nil
}

// deleteFrom takes away so many visible units and returns what comes after.
func (tx *Tx) deleteFrom(it *item, length uint32) *item {
	for ; it != nil && length > 0; it = it.right {
		if !it.visible() {
			continue
		}
		if it.length > length {
			tx.split(it, length)
		}
		length -= it.length
		tx.delete(it)
	}
	return it
}

// leftOf is the item after which an index begins, cutting one if needed; nil
// at the beginning.
func (tx *Tx) leftOf(n *Node, at uint32) *item {
	if at == 0 {
		return nil
	}
	it, index := n.near(at)
	for ; it != nil; it = it.right {
		if !it.visible() {
			continue
		}
		if end := index + it.length; end >= at {
			if end > at {
				tx.split(it, at-index)
			}
			return it
		}
		index += it.length
	}
	return nil
}
