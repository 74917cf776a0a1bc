package ydoc

// collect drops the content of what the transaction deleted.
func (tx *Tx) collect() {
	for client, spans := range tx.deletes {
		c := tx.doc.clients.all[client]
		for _, s := range spans {
			for i := c.find(s.Clock); i < len(c.structs) && c.structs[i].id.clock < s.end(); i++ {
				if it := c.structs[i]; it.kind != isGarbage && it.deleted() {
					it.drop()
				}
			}
		}
	}
}

// drop replaces the content of a deleted item by its length.
func (it *item) drop() {
	if it.node != nil {
		it.node.bury()
	}
	it.kind, it.data, it.node = isDeleted, "", nil
}

// bury turns all that a deleted type holds into garbage: nothing will ever be
// put beside it again, only its length is needed.
func (n *Node) bury() {
	for it := n.first; it != nil; {
		next := it.right
		it.rot()
		it = next
	}
	for _, it := range n.keyed {
		for it != nil {
			next := it.left
			it.rot()
			it = next
		}
	}
	n.first, n.keyed = nil, nil
}

func (it *item) rot() {
	if it.node != nil {
		it.node.bury()
	}
	*it = item{id: it.id, length: it.length, kind: isGarbage, flags: deleted, origin: none, rightOrigin: none}
}
