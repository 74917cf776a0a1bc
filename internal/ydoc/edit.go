package ydoc

import (
	"fmt"
	"strings"
)

// Edit makes changes in one transaction, signed by the client of the document,
// and returns them as an update for the others, nil when nothing changed. An
// error of the function comes with the update of what was changed before it:
// nothing is undone.
func (d *Doc) Edit(change func(*Tx) error) (update []byte, err error) {
	tx := d.begin()
	tx.local = true
	ended := false
	defer func() {
		if !ended {
			tx.end() // the function panicked: the document stays sound
		}
	}()
	err = change(tx)
	ended = true
	tx.end()
	return tx.encode(), err
}

// encode writes what the transaction changed.
func (tx *Tx) encode() []byte {
	if len(tx.touched) == 0 && len(tx.deletes) == 0 {
		return nil
	}
	table := &tx.doc.clients
	w := updateWriter{clients: table}
	var runs []run
	for _, client := range tx.touched {
		c := table.all[client]
		runs = append(runs, run{client, c.structs[c.find(c.before):], c.before})
	}
	deletes := Deletes{}
	for client, spans := range tx.deletes {
		deletes[table.all[client].id] = spans
	}
	w.runs(runs)
	w.deletes(deletes)
	return w.buf
}

// put makes an item between two that are neighbours, or at the end of a key.
func (tx *Tx) put(n *Node, left, right *item, it item) (*item, error) {
	own := tx.doc.own
	it.id = id{own, tx.doc.clients.state(own)}
	it.origin, it.rightOrigin = none, none
	if it.left = left; left != nil {
		it.origin = left.last()
	}
	if it.right = right; right != nil {
		it.rightOrigin = right.id
	}
	it.parent = n
	if it.length == 0 {
		it.length = 1
	}
	made := &it
	if err := tx.integrate(made, 0); err != nil {
		return nil, err
	}
	return made, nil
}

// value is an item that holds a value; what it is to hold in its turn is told
// by a draft and put afterwards, see fill.
func (tx *Tx) value(value any) (item, error) {
	switch value := value.(type) {
	case []byte:
		return item{kind: isBinary, data: string(value)}, nil
	case Draft:
		if value.Kind == Unknown || value.Kind > XMLText {
			return item{}, fmt.Errorf("%w: a draft of kind %d", ErrKind, value.Kind)
		}
		return item{kind: isNode, node: &Node{kind: value.Kind, name: valid(value.Name)}}, nil
	case Subdocument:
		var w writer
		w.str(valid(value.GUID))
		if err := w.any(value.Options, 0); err != nil {
			return item{}, err
		}
		return item{kind: isDoc, data: string(w.buf)}, nil
	}
	var w writer
	if err := w.any(value, 0); err != nil {
		return item{}, err
	}
	return item{kind: isAny, data: string(w.buf)}, nil
}

// Draft describes a type to be made, with what it holds.
type Draft struct {
	Kind   Kind
	Name   string         // of an element or a hook
	Keys   map[string]any // of a map, or the attributes of an element
	Values []any          // of a list, or the children of an element
	Runs   []Run          // of a text
}

// fill puts in a new type what its draft holds.
func (tx *Tx) fill(n *Node, with Draft) error {
	if err := tx.insertRuns(n, with.Runs); err != nil {
		return err
	}
	if err := tx.insertAfter(n, nil, with.Values); err != nil {
		return err
	}
	for key, value := range sorted(with.Keys) {
		if err := tx.set(n, key, value); err != nil {
			return err
		}
	}
	return nil
}

// Draft copies a type with all that it holds, to be put elsewhere: how a block
// is moved, or brought back from an older version.
func (n *Node) Draft() Draft {
	d := Draft{Kind: n.kind}
	if n.kind.named() {
		d.Name = n.name
	}
	for key, value := range n.Keys() {
		if d.Keys == nil {
			d.Keys = map[string]any{}
		}
		d.Keys[key] = drafted(value)
	}
	if n.kind.text() {
		for _, run := range n.Runs() {
			run.Embed = drafted(run.Embed)
			d.Runs = append(d.Runs, run)
		}
		return d
	}
	for _, value := range n.Values() {
		d.Values = append(d.Values, drafted(value))
	}
	return d
}

func drafted(value any) any {
	if n, is := value.(*Node); is {
		return n.Draft()
	}
	return value
}

// valid replaces what is not UTF-8, which no update may hold.
func valid(s string) string { return strings.ToValidUTF8(s, replacement) }
