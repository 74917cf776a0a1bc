package ydoc

import (
	"fmt"
	"maps"
	"reflect"
)

// InsertText puts text before the unit at an index. Without attributes (nil)
// it takes those of what stands before it; with an empty set it takes none.
func (tx *Tx) InsertText(n *Node, at int, text string, attributes Attributes) error {
	c, err := tx.cursorAt(n, at)
	if err != nil || text == "" {
		return err
	}
	if attributes == nil {
		attributes = maps.Clone(c.attributes)
	}
	return tx.insertRun(n, c, Run{Text: text, Attributes: attributes})
}

// InsertEmbed puts a value, or the type that a Draft describes, in a text: it
// counts for one unit.
func (tx *Tx) InsertEmbed(n *Node, at int, value any, attributes Attributes) error {
	c, err := tx.cursorAt(n, at)
	if err != nil {
		return err
	}
	return tx.insertRun(n, c, Run{Embed: value, Attributes: attributes})
}

// Format sets attributes on so many units from an index on; nil takes one away.
func (tx *Tx) Format(n *Node, at, length int, attributes Attributes) error {
	if length < 0 || at > n.Len()-length {
		return fmt.Errorf("%w: %d from index %d of %d", ErrRange, length, at, n.Len())
	}
	if err := n.between(at + length); err != nil {
		return err
	}
	c, err := tx.cursorAt(n, at)
	if err != nil || length == 0 {
		return err
	}
	return tx.format(n, c, uint32(length), attributes)
}

// insertRuns fills a new text.
func (tx *Tx) insertRuns(n *Node, runs []Run) error {
	c := &cursor{right: n.first, attributes: Attributes{}}
	for _, run := range runs {
		if run.Text == "" && run.Embed == nil {
			continue
		}
		if err := tx.insertRun(n, c, run); err != nil {
			return err
		}
	}
	return nil
}

// insertRun puts a run where the cursor stands, between the marks that it needs.
func (tx *Tx) insertRun(n *Node, c *cursor, run Run) error {
	var it item
	var err error
	draft, isDraft := run.Embed.(Draft)
	switch {
	case run.Text != "":
		text := valid(run.Text)
		it = item{kind: isText, data: text, length: uint32(Units(text))}
	case isDraft:
		if it, err = tx.value(draft); err != nil {
			return err
		}
	default:
		it.kind = isEmbed
		if it.data, err = encodeJSON(run.Embed); err != nil {
			return err
		}
	}
	wanted := Attributes{}
	for key := range c.attributes {
		wanted[key] = nil
	}
	maps.Copy(wanted, run.Attributes)
	from := c.index
	c.passEqual(wanted)
	undo, err := tx.openAttributes(n, c, wanted)
	if err != nil {
		return err
	}
	made, err := tx.put(n, c.left, c.right, it)
	if err != nil {
		return err
	}
	n.marks.shift(from, made.length)
	c.right = made
	c.step()
	if isDraft {
		if err := tx.fill(made.node, draft); err != nil {
			return err
		}
	}
	return tx.closeAttributes(n, c, undo)
}

// format sets attributes on what follows the cursor, taking away the marks in
// between that say otherwise.
func (tx *Tx) format(n *Node, c *cursor, length uint32, attributes Attributes) error {
	c.passEqual(attributes)
	undo, err := tx.openAttributes(n, c, attributes)
	if err != nil {
		return err
	}
	for c.right != nil && (length > 0 || len(undo) > 0 && (c.right.deleted() || c.right.kind == isFormat)) {
		it := c.right
		switch {
		case it.deleted():
		case it.kind == isFormat:
			key, value := it.format()
			wanted, concerned := attributes[key]
			if !concerned {
				break
			}
			if same(wanted, value) {
				delete(undo, key)
			} else if length == 0 {
				return tx.closeAttributes(n, c, undo)
			} else {
				undo[key] = value
			}
			tx.delete(it)
		case it.visible():
			if it.length > length {
				tx.split(it, length)
			}
			length -= it.length
		}
		c.step()
	}
	return tx.closeAttributes(n, c, undo)
}

// openAttributes puts the marks that set attributes where the cursor stands,
// and returns those that will set them back.
func (tx *Tx) openAttributes(n *Node, c *cursor, attributes Attributes) (undo Attributes, err error) {
	undo = Attributes{}
	for key, value := range sorted(attributes) {
		if now := c.attributes[key]; !same(now, value) {
			undo[key] = now
			if err := tx.mark(n, c, key, value); err != nil {
				return nil, err
			}
		}
	}
	return undo, nil
}

// closeAttributes puts the marks that set attributes back, but those that the
// text sets back already.
func (tx *Tx) closeAttributes(n *Node, c *cursor, undo Attributes) error {
	for c.right != nil {
		if !c.right.deleted() {
			if c.right.kind != isFormat {
				break
			}
			key, value := c.right.format()
			if back, concerned := undo[key]; !concerned || !same(back, value) {
				break
			}
			delete(undo, key)
		}
		c.step()
	}
	for key, value := range sorted(undo) {
		if err := tx.mark(n, c, key, value); err != nil {
			return err
		}
	}
	return nil
}

// mark puts one mark where the cursor stands.
func (tx *Tx) mark(n *Node, c *cursor, key string, value any) error {
	text, err := encodeJSON(value)
	if err != nil {
		return err
	}
	var w writer
	w.str(valid(key))
	w.str(text)
	made, err := tx.put(n, c.left, c.right, item{kind: isFormat, data: string(w.buf)})
	if err != nil {
		return err
	}
	c.right = made
	c.step()
	return nil
}

func same(a, b any) bool { return reflect.DeepEqual(normal(a), normal(b)) }

// normal gives a value the types that it would have after being read.
func normal(value any) any {
	switch value.(type) {
	case nil, bool, string, float64:
		return value
	}
	text, err := encodeJSON(value)
	if err != nil {
		return value
	}
	return parse(text)
}
