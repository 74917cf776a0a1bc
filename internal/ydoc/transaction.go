package ydoc

// Tx is one transaction: changes that are seen, squashed and cleaned up
// together.
type Tx struct {
	doc     *Doc
	touched []uint32 // clients whose structs grew
	deletes map[uint32][]Span
	splits  []id // right parts of what was cut, and others that may be joined again
	changed map[*Node]struct{}
	effort  int  // steps that are left, see Limits
	local   bool // made by Edit, which keeps the marks right
}

// begin opens a transaction; a Doc has one at a time.
func (d *Doc) begin() *Tx {
	if d.open {
		panic("ydoc: a transaction inside another")
	}
	d.open = true
	d.serial++
	return &Tx{doc: d, deletes: map[uint32][]Span{}, effort: d.options.Limits.Effort}
}

// end cleans up: drops deleted content and joins what can be one item.
func (tx *Tx) end() {
	for client, spans := range tx.deletes {
		tx.deletes[client] = normalize(spans)
	}
	if !tx.doc.options.KeepDeleted {
		tx.collect()
	}
	tx.squash()
	tx.doc.open = false
}

// before is where a client stood when the transaction began.
func (tx *Tx) before(client uint32) uint32 {
	c := tx.doc.clients.all[client]
	if c.serial == tx.doc.serial {
		return c.before
	}
	return c.state()
}

// add appends a struct to those of its client.
func (tx *Tx) add(it *item) {
	c := tx.doc.clients.all[it.id.client]
	if c.serial != tx.doc.serial {
		c.serial, c.before = tx.doc.serial, c.state()
		tx.touched = append(tx.touched, it.id.client)
	}
	c.add(it)
}

// old tells whether an item was there before the transaction.
func (tx *Tx) old(it *item) bool { return it.id.clock < tx.before(it.id.client) }

// change remembers that a node changed, unless it is itself new or gone.
func (tx *Tx) change(n *Node) {
	if !tx.local {
		n.marks.forget()
	}
	if n.item != nil && (n.item.deleted() || !tx.old(n.item)) {
		return
	}
	if tx.changed == nil {
		tx.changed = map[*Node]struct{}{}
	}
	tx.changed[n] = struct{}{}
}

// delete marks an item, and all that it holds.
func (tx *Tx) delete(it *item) {
	if it.deleted() {
		return
	}
	if it.sequenced() {
		it.parent.length -= it.length
	}
	if it.flags&marked != 0 {
		it.parent.marks.drop(it)
	}
	it.flags |= deleted
	tx.deletes[it.id.client] = append(tx.deletes[it.id.client], Span{it.id.clock, it.length})
	tx.change(it.parent)
	if it.node == nil {
		return
	}
	for child := it.node.first; child != nil; child = child.right {
		tx.deleteInside(child)
	}
	for _, child := range it.node.keyed {
		tx.deleteInside(child)
	}
	delete(tx.changed, it.node)
}

func (tx *Tx) deleteInside(child *item) {
	switch {
	case !child.deleted():
		tx.delete(child)
	case tx.old(child):
		// It will be garbage with its neighbours and may then be joined to them,
		// which the deletes of this transaction do not tell.
		tx.splits = append(tx.splits, child.id)
	}
}

// Change tells what a transaction did.
type Change struct {
	// Nodes are the types whose sequence or values changed. New ones are not
	// among them: what holds them is.
	Nodes []*Node
	// Waiting tells that something is kept until what it stands on arrives.
	Waiting bool
}

func (tx *Tx) summary() Change {
	c := Change{Waiting: tx.doc.Waiting()}
	for n := range tx.changed {
		c.Nodes = append(c.Nodes, n)
	}
	return c
}
