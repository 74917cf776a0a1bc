package ydoc

import (
	"fmt"
	"slices"
)

// Apply adds what an update brings. What stands on structs that are not here
// yet is kept and applied when they arrive; what is known already is passed
// over, so that updates may come in any order and more than once.
func (d *Doc) Apply(from []byte) (Change, error) {
	u, err := d.readUpdate(from)
	if err != nil {
		return Change{}, fmt.Errorf("update: %w", err)
	}
	tx := d.begin()
	if err = tx.apply(u); err == nil {
		err = d.pending.check(d.options.Limits)
	}
	tx.end()
	if own := d.clients.all[d.own]; own.serial == d.serial {
		d.own = d.clients.index(drawClient()) // another one signs with our number
	}
	if err != nil {
		return tx.summary(), fmt.Errorf("update: %w", err)
	}
	return tx.summary(), nil
}

func (tx *Tx) apply(u update) error {
	p := &tx.doc.pending
	rest, missing, err := tx.integrateAll(u.queues)
	if err != nil {
		return err
	}
	retry := p.arrived(tx.doc)
	p.keep(rest, missing)
	if err = tx.applyDeletes(u.deletes); err != nil || !retry {
		return err
	}
	waiting := p.takeStructs()
	rest, missing, err = tx.integrateAll(waiting)
	if err != nil {
		return err
	}
	p.keep(rest, missing)
	return tx.applyDeletes(nil)
}

// integrateAll integrates all that can be, the clients with the highest
// numbers first, and for each item first what it stands on. It returns the
// rest, and for each client that something waits for, the clock from which it
// is worth trying again. Yjs forgets there what a client waits for that waits
// for one with a gap, and may then keep for ever what has all it needs.
func (tx *Tx) integrateAll(queues []*queue) (rest []*queue, missing map[uint32]uint32, err error) {
	table := &tx.doc.clients
	byClient := map[uint32]*queue{}
	for _, q := range queues {
		byClient[q.client] = q
	}
	slices.SortFunc(queues, func(a, b *queue) int { return table.compare(b.client, a.client) })
	missing = map[uint32]uint32{}
	var stack []*queue // each waits for the next
	push := func(q *queue) { stack, q.waiting = append(stack, q), true }
	for _, q := range queues {
		if !q.waiting {
			push(q)
		}
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			if top.next == len(top.items) {
				stack = stack[:len(stack)-1]
				continue
			}
			client, until, err := tx.advance(top)
			switch {
			case err != nil:
				return nil, nil, err
			case until == 0:
				if len(stack) > 1 { // who waited looks again
					stack, top.waiting = stack[:len(stack)-1], false
				}
				continue
			}
			top.needs = need{client, until}
			switch other := byClient[client]; {
			case other != nil && !other.waiting && other.next < len(other.items):
				push(other)
			default:
				for _, stuck := range stack {
					if known, is := missing[stuck.needs.client]; !is || known > stuck.needs.until {
						missing[stuck.needs.client] = stuck.needs.until
					}
					rest = append(rest, &queue{client: stuck.client, items: stuck.items[stuck.next:]})
				}
				stack = stack[:0]
			}
		}
	}
	return rest, missing, nil
}

// advance integrates the first item of a queue. If it must wait, it tells for
// whom and from which clock on, which is never zero.
func (tx *Tx) advance(q *queue) (waits, until uint32, err error) {
	it := q.items[q.next]
	if it.kind == isSkip {
		q.next++
		return 0, 0, nil
	}
	state := tx.doc.clients.state(it.id.client)
	if it.id.clock > state {
		return it.id.client, it.id.clock, nil
	}
	if on, waits := tx.missing(it); waits {
		return on.client, on.clock + 1, nil
	}
	q.next++
	tx.resolve(it)
	if offset := state - it.id.clock; offset < it.length {
		err = tx.integrate(it, offset)
	}
	return 0, 0, err
}

// missing tells for which unit an item waits.
func (tx *Tx) missing(it *item) (on id, waits bool) {
	for _, on := range [2]id{it.origin, it.rightOrigin} {
		if on != none && on.client != it.id.client && on.clock >= tx.doc.clients.state(on.client) {
			return on, true
		}
	}
	return none, false
}

// resolve finds the neighbours and the parent that an item names.
func (tx *Tx) resolve(it *item) {
	if it.kind == isGarbage {
		return
	}
	if it.flags&parented != 0 {
		holder := tx.doc.clients.all[it.origin.client].at(it.origin.clock)
		it.parent, it.origin, it.flags = holder.node, none, it.flags&^parented
		return
	}
	if it.parent != nil {
		it.parent = tx.doc.root(it.parent.name)
		return
	}
	if it.origin != none {
		it.left = tx.endingAt(it.origin)
	}
	if it.rightOrigin != none {
		it.right = tx.startingAt(it.rightOrigin)
	}
	switch {
	case it.left != nil && it.left.kind == isGarbage, it.right != nil && it.right.kind == isGarbage:
	case it.left != nil:
		it.parent, it.key = it.left.parent, it.left.key
	case it.right != nil:
		it.parent, it.key = it.right.parent, it.right.key
	}
}

// applyDeletes marks what is deleted, by an update and by those before it, and
// keeps what must wait for its structs.
func (tx *Tx) applyDeletes(fresh Deletes) error {
	waiting := Deletes{}
	for _, each := range []Deletes{fresh, tx.doc.pending.deletes} {
		for number, spans := range each {
			client, known := tx.doc.clients.known[number]
			for _, s := range spans {
				state := uint32(0)
				if known {
					state = tx.doc.clients.state(client)
				}
				if s.end() > state {
					from := max(s.Clock, state)
					waiting.add(number, Span{from, s.end() - from})
				}
				if s.Clock < state {
					tx.deleteSpan(client, Span{s.Clock, min(s.end(), state) - s.Clock})
				}
				if tx.effort < 0 {
					return errEffort
				}
			}
		}
	}
	waiting.normalize()
	tx.doc.pending.deletes = waiting
	return nil
}

func (tx *Tx) deleteSpan(client uint32, s Span) {
	c := tx.doc.clients.all[client]
	i := c.find(s.Clock)
	if it := c.structs[i]; it.id.clock < s.Clock && !it.deleted() {
		tx.split(it, s.Clock-it.id.clock)
		i++
	}
	for ; i < len(c.structs) && c.structs[i].id.clock < s.end(); i++ {
		it := c.structs[i]
		if it.deleted() {
			continue
		}
		if it.end() > s.end() {
			tx.split(it, s.end()-it.id.clock)
		}
		tx.delete(it)
	}
}
