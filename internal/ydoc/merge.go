package ydoc

import "fmt"

// loose reads updates that belong to no document.
type loose struct {
	clients clients
	names   map[string]*string
}

func (l *loose) keep(key string) *string {
	if l.names[key] == nil {
		if l.names == nil {
			l.names = map[string]*string{}
		}
		l.names[key] = &key
	}
	return l.names[key]
}

func (l *loose) read(from []byte) (update, error) {
	u, err := readUpdate(from, &l.clients, l.keep)
	if err != nil {
		return update{}, fmt.Errorf("update: %w", err)
	}
	return u, nil
}

func (l *loose) write(queues map[uint32][]*item, has StateVector, deletes Deletes) []byte {
	w := updateWriter{clients: &l.clients}
	var runs []run
	for client, items := range queues {
		from := has[l.clients.all[client].id]
		if items = after(union(items), from); len(items) > 0 {
			runs = append(runs, run{client, items, from})
		}
	}
	w.runs(runs)
	w.deletes(deletes)
	return w.buf
}

// Merge makes one update of many, without a document: each is decoded once,
// and what comes twice is left out. What it knows nothing of between two
// structs of a client stays a gap.
func Merge(updates ...[]byte) ([]byte, error) {
	var l loose
	queues, deletes := map[uint32][]*item{}, Deletes{}
	for _, from := range updates {
		u, err := l.read(from)
		if err != nil {
			return nil, err
		}
		for _, q := range u.queues {
			queues[q.client] = append(queues[q.client], q.items...)
		}
		for client, spans := range u.deletes {
			deletes[client] = append(deletes[client], spans...)
		}
	}
	deletes.normalize()
	return l.write(queues, nil, deletes), nil
}

// Diff leaves out of an update what a copy has whose state is given.
func Diff(from []byte, has StateVector) ([]byte, error) {
	var l loose
	u, err := l.read(from)
	if err != nil {
		return nil, err
	}
	queues := map[uint32][]*item{}
	for _, q := range u.queues {
		queues[q.client] = q.items
	}
	return l.write(queues, has, u.deletes), nil
}

// Contents is what an update brings.
type Contents struct {
	// Written are the units of each client: who must have been at the keyboard.
	Written map[uint64]Span
	// Deleted are the units that it deletes, of whomever.
	Deleted Deletes
}

// Inspect reads an update without a document: it tells who wrote what, and
// refuses what Apply would refuse by its form.
func Inspect(from []byte) (Contents, error) {
	var l loose
	u, err := l.read(from)
	if err != nil {
		return Contents{}, err
	}
	c := Contents{Written: map[uint64]Span{}, Deleted: u.deletes}
	for _, q := range u.queues {
		if n := len(q.items); n > 0 {
			first := q.items[0].id.clock
			c.Written[l.clients.all[q.client].id] = Span{first, q.items[n-1].end() - first}
		}
	}
	return c, nil
}

// Holds tells whether a document has all that an update brings already.
func (d *Doc) Holds(c Contents) bool {
	for client, span := range c.Written {
		if d.known(client) < span.end() {
			return false
		}
	}
	for client, spans := range c.Deleted {
		for _, s := range spans {
			if d.known(client) < s.end() || !d.allDeleted(client, s) {
				return false
			}
		}
	}
	return true
}

// known is how much of a client's writing the document has, in units.
func (d *Doc) known(client uint64) uint32 {
	at, known := d.clients.known[client]
	if !known {
		return 0
	}
	return d.clients.state(at)
}

// allDeleted tells whether all of a span, which is known, is deleted.
func (d *Doc) allDeleted(client uint64, s Span) bool {
	if s.Len == 0 {
		return true
	}
	c := d.clients.all[d.clients.known[client]]
	for i := c.find(s.Clock); i < len(c.structs) && c.structs[i].id.clock < s.end(); i++ {
		if !c.structs[i].deleted() {
			return false
		}
	}
	return true
}
