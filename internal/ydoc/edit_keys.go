package ydoc

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

// Set gives a key its value: of a map, or an attribute of an element. A Draft
// makes a type there.
func (tx *Tx) Set(n *Node, key string, value any) error {
	if err := tx.check(n); err != nil {
		return err
	}
	return tx.set(n, key, value)
}

func (tx *Tx) set(n *Node, key string, value any) error {
	it, err := tx.value(value)
	if err != nil {
		return err
	}
	it.key = tx.doc.keep(valid(key))
	made, err := tx.put(n, n.keyed[*it.key], nil, it)
	if err != nil {
		return err
	}
	if draft, is := value.(Draft); is {
		return tx.fill(made.node, draft)
	}
	return nil
}

// Unset takes a key away; one that is not there is no error.
func (tx *Tx) Unset(n *Node, key string) error {
	if err := tx.check(n); err != nil {
		return err
	}
	if it := n.keyed[key]; it != nil {
		tx.delete(it)
	}
	return nil
}

// check refuses a node of another document or one that was deleted.
func (tx *Tx) check(n *Node) error {
	switch {
	case n.doc != tx.doc:
		return fmt.Errorf("%w: a node of another document", ErrKind)
	case n.Deleted():
		return fmt.Errorf("%w: the node was deleted", ErrRange)
	}
	return nil
}

func sorted(m map[string]any) iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
