package ydoc

import "slices"

// updateWriter writes an update.
type updateWriter struct {
	writer
	clients *clients
}

// run is structs of one client, by clock, to be written from a clock on. There
// may be gaps between them, and one may begin inside the one before.
type run struct {
	client uint32
	items  []*item
	from   uint32
}

// each walks through what is to be written: a gap, or a struct without its
// first units.
func (r run) each(gap func(length uint32), part func(it *item, offset uint32)) {
	at := r.from
	for _, it := range r.items {
		if it.end() <= at {
			continue
		}
		if it.id.clock > at {
			gap(it.id.clock - at)
			at = it.id.clock
		}
		part(it, at-it.id.clock)
		at = it.end()
	}
}

// runs writes structs, the clients with the highest numbers first as Yjs does.
func (w *updateWriter) runs(runs []run) {
	slices.SortFunc(runs, func(a, b run) int { return w.clients.compare(b.client, a.client) })
	w.uint(uint64(len(runs)))
	for _, r := range runs {
		r.from = max(r.from, r.items[0].id.clock)
		count := 0
		r.each(func(uint32) { count++ }, func(*item, uint32) { count++ })
		w.uint(uint64(count))
		w.uint(w.clients.all[r.client].id)
		w.uint(uint64(r.from))
		r.each(func(length uint32) {
			w.byte(byte(isSkip))
			w.uint(uint64(length))
		}, w.item)
	}
}

// compare orders two clients by their numbers.
func (c *clients) compare(a, b uint32) int {
	switch left, right := c.all[a].id, c.all[b].id; {
	case left < right:
		return -1
	case left > right:
		return 1
	}
	return 0
}

// item writes an item without its first units.
func (w *updateWriter) item(it *item, offset uint32) {
	if it.kind == isGarbage || it.kind == isSkip {
		w.byte(byte(it.kind))
		w.uint(uint64(it.length - offset))
		return
	}
	origin, named := it.origin, it.flags&parented != 0
	if offset > 0 {
		origin, named = it.id.plus(offset-1), false
	}
	info := byte(it.kind)
	if origin != none && !named {
		info |= hasOrigin
	}
	if it.rightOrigin != none {
		info |= hasRightOrigin
	}
	if it.key != nil {
		info |= hasKey
	}
	w.byte(info)
	if info&hasOrigin != 0 {
		w.id(origin)
	}
	if info&hasRightOrigin != 0 {
		w.id(it.rightOrigin)
	}
	if info&(hasOrigin|hasRightOrigin) == 0 {
		switch {
		case named:
			w.uint(0)
			w.id(origin)
		case it.parent.item != nil:
			w.uint(0)
			w.id(it.parent.item.id)
		default:
			w.uint(1)
			w.str(it.parent.name)
		}
		if it.key != nil {
			w.str(*it.key)
		}
	}
	w.content(it, offset)
}

func (w *updateWriter) id(i id) {
	w.uint(w.clients.all[i.client].id)
	w.uint(uint64(i.clock))
}

func (w *updateWriter) content(it *item, offset uint32) {
	data := it.data
	if offset > 0 {
		_, data = cut(it.kind, data, it.length, offset)
	}
	switch it.kind {
	case isDeleted:
		w.uint(uint64(it.length - offset))
	case isAny, isJSON:
		w.uint(uint64(it.length - offset))
		w.raw(data)
	case isText, isBinary, isEmbed:
		w.str(data)
	case isFormat, isDoc:
		w.raw(data)
	case isNode:
		w.uint(uint64(it.node.kind - Array))
		if it.node.kind.named() {
			w.str(it.node.name)
		}
	}
}
