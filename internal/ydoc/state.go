package ydoc

import (
	"fmt"
	"maps"
	"slices"
)

// StateVector tells what a copy has: for each client, the first clock that it
// does not know.
type StateVector map[uint64]uint32

// StateVector is what this document has.
func (d *Doc) StateVector() StateVector {
	v := StateVector{}
	for _, c := range d.clients.all {
		if s := c.state(); s > 0 {
			v[c.id] = s
		}
	}
	return v
}

// ReadStateVector decodes a state vector.
func ReadStateVector(from []byte) (StateVector, error) {
	r := reader{buf: string(from)}
	v := r.stateVector()
	if r.err == nil && !r.done() {
		r.fail("there is something after the end")
	}
	if r.err != nil {
		return nil, fmt.Errorf("state vector: %w", r.err)
	}
	return v, nil
}

func (r *reader) stateVector() StateVector {
	v := StateVector{}
	for range r.count(2) {
		client := r.uint()
		v[client] = r.uint32()
	}
	return v
}

// Encode writes the state vector.
func (v StateVector) Encode() []byte {
	var w writer
	w.stateVector(v)
	return w.buf
}

func (w *writer) stateVector(v StateVector) {
	w.uint(uint64(len(v)))
	for _, client := range slices.Backward(slices.Sorted(maps.Keys(v))) {
		w.uint(client)
		w.uint(uint64(v[client]))
	}
}

// Deletes tells all that is deleted in this document.
func (d *Doc) Deletes() Deletes {
	all := Deletes{}
	for _, c := range d.clients.all {
		var spans []Span
		for _, it := range c.structs {
			if !it.deleted() {
				continue
			}
			if n := len(spans); n > 0 && spans[n-1].end() == it.id.clock {
				spans[n-1].Len += it.length
			} else {
				spans = append(spans, Span{it.id.clock, it.length})
			}
		}
		if spans != nil {
			all[c.id] = spans
		}
	}
	return all
}

// Encode writes, as an update, what a copy lacks that has the given state; nil
// is a copy that has nothing. All that is deleted is always told, and what
// waits here is sent along.
func (d *Doc) Encode(has StateVector) []byte {
	w := updateWriter{clients: &d.clients}
	var runs []run
	for at, c := range d.clients.all {
		r := run{client: uint32(at), from: has[c.id]}
		if r.from < c.state() {
			r.items = c.structs[c.find(r.from):]
		}
		if q := d.pending.queues[r.client]; q != nil {
			r.items = slices.Concat(r.items, after(q.items, r.from))
		}
		if len(r.items) > 0 {
			runs = append(runs, r)
		}
	}
	deletes := d.Deletes()
	if len(d.pending.deletes) > 0 {
		deletes.join(d.pending.deletes)
	}
	w.runs(runs)
	w.deletes(deletes)
	return w.buf
}

// after leaves out the structs that end before a clock.
func after(items []*item, clock uint32) []*item {
	for len(items) > 0 && items[0].end() <= clock {
		items = items[1:]
	}
	return items
}
