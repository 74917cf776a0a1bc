package ydoc

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Awareness is who is here and what they let others see: name, cursor. Nothing
// of it is kept with the document. Each client numbers what it tells; the
// highest number stands. It is not safe for concurrent use.
type Awareness struct{ present map[uint64]presence }

type presence struct {
	clock uint64
	state json.RawMessage // nil: gone
	seen  time.Time
}

// What a room holds, and what one client may tell.
const (
	maxPresent = 5_000
	maxState   = 64 << 10 // bytes
	// OutdatedAfter is how long a client is believed that says nothing;
	// clients repeat themselves twice as often.
	OutdatedAfter = 30 * time.Second
)

// AwarenessChange tells whose state changed.
type AwarenessChange struct{ Added, Updated, Removed []uint64 }

// Any tells whether anything changed.
func (c AwarenessChange) Any() bool { return len(c.Added)+len(c.Updated)+len(c.Removed) > 0 }

// told is what an awareness update says of one client.
type told struct {
	client, clock uint64
	state         json.RawMessage
}

func readAwareness(from []byte) ([]told, error) {
	r := reader{buf: string(from)}
	var all []told
	for range r.count(3) {
		t := told{client: r.uint(), clock: r.uint()}
		if text := strings.TrimSpace(r.json()); text != "null" {
			t.state = json.RawMessage(text)
		}
		if len(t.state) > maxState {
			return nil, fmt.Errorf("awareness: %w: a state of %d bytes", ErrLimit, len(t.state))
		}
		all = append(all, t)
	}
	if r.err == nil && !r.done() {
		r.fail("there is something after the end")
	}
	if r.err != nil {
		return nil, fmt.Errorf("awareness: %w", r.err)
	}
	return all, nil
}

// AwarenessClients tells of whom an awareness update speaks: a connection
// should speak of its own client only.
func AwarenessClients(from []byte) ([]uint64, error) {
	all, err := readAwareness(from)
	clients := make([]uint64, len(all))
	for i, t := range all {
		clients[i] = t.client
	}
	return clients, err
}

// Apply takes in what an awareness update says, all or nothing.
func (a *Awareness) Apply(from []byte, now time.Time) (AwarenessChange, error) {
	var c AwarenessChange
	all, err := readAwareness(from)
	if err != nil {
		return c, err
	}
	if len(a.present)+len(all) > maxPresent {
		a.forget(now)
		if len(a.present)+len(all) > maxPresent {
			return c, fmt.Errorf("awareness: %w: %d clients", ErrLimit, len(a.present)+len(all))
		}
	}
	if a.present == nil {
		a.present = map[uint64]presence{}
	}
	for _, t := range all {
		was := a.present[t.client]
		leaves := t.state == nil && t.clock == was.clock && was.state != nil
		if t.clock <= was.clock && !leaves {
			continue // who is not known counts from zero, as in Yjs
		}
		a.present[t.client] = presence{t.clock, t.state, now}
		switch {
		case t.state == nil && was.state != nil:
			c.Removed = append(c.Removed, t.client)
		case t.state != nil && was.state == nil:
			c.Added = append(c.Added, t.client)
		case t.state != nil:
			c.Updated = append(c.Updated, t.client)
		}
	}
	return c, nil
}

// Clients are those who are here.
func (a *Awareness) Clients() []uint64 {
	var here []uint64
	for client, p := range a.present {
		if p.state != nil {
			here = append(here, client)
		}
	}
	slices.Sort(here)
	return here
}

// State is what a client lets others see, nil when it is not here.
func (a *Awareness) State(client uint64) json.RawMessage { return a.present[client].state }

// Encode writes an awareness update about clients, those who are gone too.
func (a *Awareness) Encode(clients []uint64) []byte {
	clients = slices.DeleteFunc(slices.Clone(clients), func(client uint64) bool {
		_, known := a.present[client]
		return !known
	})
	var w writer
	w.uint(uint64(len(clients)))
	for _, client := range clients {
		p := a.present[client]
		w.uint(client)
		w.uint(p.clock)
		if p.state == nil {
			w.str("null")
		} else {
			w.str(string(p.state))
		}
	}
	return w.buf
}

// Leave takes clients away whose connection ended, and returns those who were
// here: tell the others with Encode.
func (a *Awareness) Leave(now time.Time, clients ...uint64) (left []uint64) {
	for _, client := range clients {
		if p := a.present[client]; p.state != nil {
			a.present[client] = presence{p.clock, nil, now}
			left = append(left, client)
		}
	}
	return left
}

// Expire takes away those who said nothing for too long.
func (a *Awareness) Expire(now time.Time) (left []uint64) {
	for client, p := range a.present {
		if p.state != nil && now.Sub(p.seen) >= OutdatedAfter {
			left = append(left, client)
		}
	}
	slices.Sort(left)
	a.forget(now)
	return a.Leave(now, left...)
}

// forget drops the numbers of those who left long ago.
func (a *Awareness) forget(now time.Time) {
	maps.DeleteFunc(a.present, func(_ uint64, p presence) bool {
		return p.state == nil && now.Sub(p.seen) > 10*OutdatedAfter
	})
}
