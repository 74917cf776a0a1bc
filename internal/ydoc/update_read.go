package ydoc

import (
	"fmt"
	"math"
	"strings"
)

// update is an update as it was read: structs by client, and what is deleted.
// Its items are not integrated yet: left and right are not set, and those that
// name their parent say so by the flag parented or by a root without document.
type update struct {
	queues  []*queue
	deletes Deletes
}

// queue holds structs of one client, by clock.
type queue struct {
	client  uint32
	items   []*item
	next    int  // the first that was not taken yet
	waiting bool // on the stack of those that wait, or given up
	needs   need // what it waits for then
}

// need is the clock that a client must reach.
type need struct{ client, until uint32 }

// updateReader reads an update; clients are those of the document for which it
// is read, or of nobody.
type updateReader struct {
	reader
	clients *clients
	roots   map[string]*Node
	names   func(string) *string
}

// readUpdate reads an update for a document, which it leaves as it was when
// the bytes are refused.
func (d *Doc) readUpdate(from []byte) (update, error) {
	if len(from) > d.options.Limits.Update {
		return update{}, fmt.Errorf("%w: an update of %d bytes", ErrLimit, len(from))
	}
	before := len(d.clients.all)
	u, err := readUpdate(from, &d.clients, d.keep)
	if err == nil && len(d.clients.all) > d.options.Limits.Clients {
		err = fmt.Errorf("%w: %d clients", ErrLimit, len(d.clients.all))
	}
	if err != nil {
		d.clients.truncate(before)
	}
	return u, err
}

func readUpdate(from []byte, table *clients, names func(string) *string) (update, error) {
	r := updateReader{reader: reader{buf: string(from)}, clients: table, names: names}
	var u update
	seen := map[uint32]bool{}
	for range r.count(3) {
		q := r.queue()
		if r.err == nil && seen[q.client] {
			r.fail("a client comes twice")
		}
		seen[q.client] = true
		u.queues = append(u.queues, q)
	}
	u.deletes = r.deletes()
	if !r.done() {
		r.fail("there is something after the end")
	}
	if r.err != nil && looksLikeV2(from) {
		return update{}, ErrVersion
	}
	return u, r.err
}

func (r *updateReader) queue() *queue {
	count := r.count(2)
	q := &queue{client: r.clients.index(r.uint()), items: make([]*item, 0, count)}
	at := id{q.client, r.uint32()}
	for range count {
		it := r.item(at)
		if r.err != nil {
			break
		}
		if uint64(at.clock)+uint64(it.length) > math.MaxUint32 {
			r.fail("a clock is too large")
			break
		}
		if it.length == 0 {
			if it.kind != isSkip && it.kind != isGarbage {
				r.fail("an item holds nothing")
			}
			continue
		}
		at.clock = it.end()
		q.items = append(q.items, it)
	}
	return q
}

// Bits of the first byte of an item, above its kind.
const (
	hasOrigin      = 0x80
	hasRightOrigin = 0x40
	hasKey         = 0x20
	kindBits       = 0x1F
)

func (r *updateReader) item(at id) *item {
	info := r.byte()
	it := &item{id: at, origin: none, rightOrigin: none, kind: kind(info & kindBits)}
	if it.kind == isGarbage || it.kind == isSkip {
		it.length = r.uint32()
		return it
	}
	if info&hasOrigin != 0 {
		it.origin = r.reference(at)
	}
	if info&hasRightOrigin != 0 {
		it.rightOrigin = r.reference(at)
	}
	if info&(hasOrigin|hasRightOrigin) == 0 {
		if r.uint() == 1 {
			it.parent = r.root(r.str())
		} else {
			it.origin, it.flags = r.reference(at), parented
		}
		if info&hasKey != 0 {
			it.key = r.names(r.str())
		}
	}
	r.content(it)
	return it
}

// reference reads the id of an item that was there before another of the same
// client.
func (r *updateReader) reference(from id) id {
	to := r.clients.inner(ID{r.uint(), r.uint32()})
	if to.client == from.client && to.clock >= from.clock {
		r.fail("an item stands on itself")
	}
	return to
}

// root stands for a type that has a name until the document gives its own.
func (r *updateReader) root(name string) *Node {
	n := r.roots[name]
	if n == nil {
		if r.roots == nil {
			r.roots = map[string]*Node{}
		}
		n = &Node{name: owned(name)}
		r.roots[n.name] = n
	}
	return n
}

func (r *updateReader) content(it *item) {
	it.length = 1
	switch it.kind {
	case isDeleted:
		it.length = r.uint32()
	case isText:
		it.data = owned(r.str())
		it.length = uint32(Units(it.data))
	case isAny, isJSON:
		n := r.count(1)
		start := r.pos
		for range n {
			if it.kind == isAny {
				r.skipAny(0)
			} else {
				r.str()
			}
		}
		it.length, it.data = uint32(n), owned(r.since(start))
	case isBinary:
		it.data = owned(r.bytes())
	case isEmbed:
		it.data = owned(r.json())
	case isFormat:
		start := r.pos
		r.str()
		r.json()
		it.data = owned(r.since(start))
	case isNode:
		it.node = r.node()
	case isDoc:
		start := r.pos
		r.str()
		r.skipAny(0)
		it.data = owned(r.since(start))
	default:
		r.fail("no content has number %d", it.kind)
	}
}

func (r *updateReader) node() *Node {
	k := r.uint()
	if k > uint64(XMLText-Array) {
		r.fail("no type has number %d", k)
		return nil
	}
	n := &Node{kind: Array + Kind(k)}
	if n.kind.named() {
		n.name = *r.names(r.str())
	}
	return n
}

// ascii holds each character once: many items hold only one.
var ascii = func() (all [128]string) {
	for i := range all {
		all[i] = string(rune(i))
	}
	return all
}()

// owned is a copy that does not keep the whole update in memory.
func owned(s string) string {
	if len(s) == 1 && s[0] < 128 {
		return ascii[s[0]]
	}
	return strings.Clone(s)
}

// looksLikeV2 recognises the other format: a zero, then nine columns with
// their lengths.
func looksLikeV2(from []byte) bool {
	r := reader{buf: string(from)}
	if r.byte() != 0 {
		return false
	}
	for range 9 {
		r.bytes()
	}
	return r.err == nil && !r.done()
}
