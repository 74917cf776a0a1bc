package ydoc

import "fmt"

// integrate puts a struct whose references are all here in its place; the
// first units, offset of them, are already known.
//
// The place is between its two origins. When others were put there at the same
// time (rivals), an order is needed that every copy finds alone: YATA's, by
// the numbers of the clients, so that what one wrote in a row stays in a row.
// See P. Nicolaescu et al., "Near Real-Time Peer-to-Peer Shared Editing on
// Extensible Data Types" (GROUP 2016).
func (tx *Tx) integrate(it *item, offset uint32) error {
	if tx.effort < 0 {
		return errEffort
	}
	if offset > 0 {
		it.id.clock += offset
		if it.kind != isGarbage {
			it.left = tx.endingAt(it.id.plus(^uint32(0)))
			it.origin = it.left.last()
			it.parent, it.key = it.left.parent, it.left.key // whatever was said this time
			_, it.data = cut(it.kind, it.data, it.length, offset)
		}
		it.length -= offset
	}
	if it.kind == isGarbage {
		it.flags |= deleted
		tx.add(it)
		return nil
	}
	if it.parent == nil || it.left != nil && it.left.kind == isGarbage {
		it.rot()
		tx.add(it)
		return nil
	}
	if it.node != nil && int(it.parent.depth)+1 > tx.doc.options.Limits.Depth {
		return fmt.Errorf("%w: %d types in each other", ErrLimit, it.parent.depth+1)
	}
	if it.left == nil && (it.right == nil || it.right.left != nil) || it.left != nil && it.left.right != it.right {
		if err := tx.amongRivals(it); err != nil {
			return err
		}
	}
	tx.link(it)
	tx.settle(it)
	return nil
}

// errEffort stops what would take minutes, which only malice makes.
var errEffort = fmt.Errorf("%w: it takes too long", ErrLimit)

// amongRivals finds what an item comes after when others were put at the same
// place.
func (tx *Tx) amongRivals(it *item) error {
	d := tx.doc
	left, rival := it.left, (*item)(nil)
	switch {
	case left != nil:
		rival = left.right
	case it.key != nil:
		rival = it.parent.leftmost(*it.key, &tx.effort)
	default:
		rival = it.parent.first
	}
	// A stamp of from or more: met in this search. Of since or more: met since
	// the item was last moved to the right.
	d.restamp()
	from := d.stamp + 1
	since := from
search:
	for rival != nil && rival != it.right {
		d.stamp++
		rival.stamp = d.stamp
		if tx.effort--; tx.effort < 0 {
			return errEffort
		}
		switch {
		case rival.origin == it.origin:
			if d.clients.compare(rival.id.client, it.id.client) < 0 {
				left, since = rival, d.stamp+1
			} else if rival.rightOrigin == it.rightOrigin {
				break search // the same place: the numbers decide
			}
		case rival.origin == none:
			break search
		default:
			met := d.clients.all[rival.origin.client].at(rival.origin.clock).stamp
			if met < from {
				break search
			}
			if met < since {
				left, since = rival, d.stamp+1
			}
		}
		rival = rival.right
	}
	it.left = left
	return nil
}

// restamp begins the stamps again before they overflow.
func (d *Doc) restamp() {
	if d.stamp < 1<<31 {
		return
	}
	d.stamp = 0
	for _, c := range d.clients.all {
		for _, it := range c.structs {
			it.stamp = 0
		}
	}
}

// link puts an item after its left neighbour.
func (tx *Tx) link(it *item) {
	switch {
	case it.left != nil:
		it.right, it.left.right = it.left.right, it
	case it.key != nil:
		it.right = it.parent.leftmost(*it.key, &tx.effort)
	default:
		it.right, it.parent.first = it.parent.first, it
	}
	if it.right != nil {
		it.right.left = it
	} else if it.key != nil {
		if it.parent.keyed == nil {
			it.parent.keyed = map[string]*item{}
		}
		it.parent.keyed[*it.key] = it
		if it.left != nil {
			tx.delete(it.left) // the value of the key until now
		}
	}
}

// settle makes a linked item part of the document.
func (tx *Tx) settle(it *item) {
	if it.kind == isDeleted {
		it.flags |= deleted
		tx.deletes[it.id.client] = append(tx.deletes[it.id.client], Span{it.id.clock, it.length})
	}
	if it.sequenced() {
		it.parent.length += it.length
	}
	tx.add(it)
	it.parent.formatted = it.parent.formatted || it.kind == isFormat
	if it.node != nil {
		it.node.doc, it.node.item, it.node.depth = tx.doc, it, it.parent.depth+1
	}
	tx.change(it.parent)
	if it.parent.Deleted() || it.key != nil && it.right != nil {
		tx.delete(it)
	}
}
