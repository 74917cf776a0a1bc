package ydoc

// kind is what a struct holds, by its number in the format.
type kind uint8

const (
	isGarbage kind = iota // it was deleted with what held it: only its length is left
	isDeleted             // deleted, and its content dropped
	isJSON                // values as JSON texts, from old versions of Yjs
	isBinary              // bytes
	isText                // text
	isEmbed               // one value as JSON inside a text
	isFormat              // from here on, an attribute has a value
	isNode                // a type: text, list, map, element…
	isAny                 // values
	isDoc                 // another document, by its name
	isSkip                // only in updates: here is a gap
)

// countable kinds take room in what they stand in.
func (k kind) countable() bool { return k != isGarbage && k != isDeleted && k != isFormat }

// units tells whether an item of the kind may hold more than one unit.
func (k kind) units() bool {
	return k == isText || k == isAny || k == isJSON || k == isDeleted || k == isGarbage || k == isSkip
}

// flags of an item.
const (
	deleted uint8 = 1 << iota
	// parented: the item is not integrated yet and names its parent, whose id
	// stands in origin, which such an item does not have.
	parented
	// marked: a mark of its parent stands here, see marks.
	marked
)

// item is one struct of a document. Its size matters more than its looks:
// a long-lived document has hundreds of thousands.
type item struct {
	id          id
	origin      id // the unit at its left when it was made
	rightOrigin id // the unit at its right when it was made
	left, right *item
	parent      *Node
	key         *string // under which its parent holds it; nil in a sequence
	data        string  // the content, in the form of its kind: see content.go
	node        *Node   // the content of isNode
	length      uint32
	stamp       uint32 // when it was last met among rivals, see integrate
	kind        kind
	flags       uint8
}

func (it *item) end() uint32     { return it.id.clock + it.length }
func (it *item) last() id        { return it.id.plus(it.length - 1) }
func (it *item) deleted() bool   { return it.flags&deleted != 0 }
func (it *item) visible() bool   { return it.flags&deleted == 0 && it.kind.countable() }
func (it *item) sequenced() bool { return it.key == nil && it.kind.countable() }

// split cuts an integrated item in two and returns the right part; at is the
// length that stays.
func (tx *Tx) split(it *item, at uint32) *item {
	left, right := cut(it.kind, it.data, it.length, at)
	part := &item{
		id: it.id.plus(at), origin: it.id.plus(at - 1), rightOrigin: it.rightOrigin,
		left: it, right: it.right, parent: it.parent, key: it.key,
		data: right, length: it.length - at, kind: it.kind, flags: it.flags &^ marked,
	}
	it.data, it.length, it.right = left, at, part
	if part.right != nil {
		part.right.left = part
	} else if part.key != nil {
		part.parent.keyed[*part.key] = part
	}
	moved := tx.doc.clients.all[it.id.client].insert(part)
	tx.effort -= moved / movedPerStep
	if uint32(len(left)) > at {
		tx.effort -= int(at) / walkedPerStep // it is not ASCII, see cutText
	}
	tx.splits = append(tx.splits, part.id)
	return part
}

// What costs as much as one step among rivals: structs moved in memory, or
// units walked over.
const (
	movedPerStep  = 64
	walkedPerStep = 8
)

// startingAt is the item whose first unit is at, cutting one if needed.
// Garbage is never cut.
func (tx *Tx) startingAt(at id) *item {
	it := tx.doc.clients.all[at.client].at(at.clock)
	if it.id.clock < at.clock && it.kind != isGarbage {
		return tx.split(it, at.clock-it.id.clock)
	}
	return it
}

// endingAt is the item whose last unit is at, cutting one if needed.
func (tx *Tx) endingAt(at id) *item {
	it := tx.doc.clients.all[at.client].at(at.clock)
	if at.clock != it.end()-1 && it.kind != isGarbage {
		tx.split(it, at.clock-it.id.clock+1)
	}
	return it
}
