package ydoc

import "fmt"

// Snapshot is a moment of a document: what there was, and what of it was
// deleted. It holds no content: that is taken from the document, which must
// keep what is deleted.
type Snapshot struct {
	Vector  StateVector
	Deletes Deletes
}

// Snapshot is the present moment.
func (d *Doc) Snapshot() Snapshot { return Snapshot{d.StateVector(), d.Deletes()} }

// Encode writes the snapshot in the bytes of Yjs.
func (s Snapshot) Encode() []byte {
	var w writer
	w.deletes(s.Deletes)
	w.stateVector(s.Vector)
	return w.buf
}

// ReadSnapshot decodes a snapshot.
func ReadSnapshot(from []byte) (Snapshot, error) {
	r := reader{buf: string(from)}
	s := Snapshot{Deletes: r.deletes(), Vector: r.stateVector()}
	if r.err == nil && !r.done() {
		r.fail("there is something after the end")
	}
	if r.err != nil {
		return Snapshot{}, fmt.Errorf("snapshot: %w", r.err)
	}
	return s, nil
}

// At is the document as it was at a moment: another document, to be read or
// compared, and whose drafts bring back what was. It needs KeepDeleted.
func (d *Doc) At(s Snapshot) (*Doc, error) {
	if !d.options.KeepDeleted {
		return nil, fmt.Errorf("%w: this document does not keep what is deleted", ErrKind)
	}
	w := updateWriter{clients: &d.clients}
	var runs []run
	for client, clock := range s.Vector {
		at, known := d.clients.known[client]
		if clock == 0 {
			continue
		}
		if !known || d.clients.state(at) < clock {
			return nil, fmt.Errorf("%w: the moment is not in this document", ErrRange)
		}
		runs = append(runs, run{at, d.clients.all[at].until(clock), 0})
	}
	w.runs(runs)
	w.deletes(s.Deletes)
	past := New(d.options)
	past.options.Limits.Update = max(past.options.Limits.Update, len(w.buf))
	if _, err := past.Apply(w.buf); err != nil {
		return nil, fmt.Errorf("the document at a moment: %w", err)
	}
	return past, nil
}

// until gives the structs of a client up to a clock.
func (c *client) until(clock uint32) []*item {
	i := c.find(clock - 1)
	items := append([]*item{}, c.structs[:i+1]...)
	if last := *items[i]; last.end() > clock {
		at := clock - last.id.clock
		last.data, _ = cut(last.kind, last.data, last.length, at)
		last.length = at
		items[i] = &last
	}
	return items
}
