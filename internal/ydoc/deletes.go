package ydoc

import (
	"maps"
	"math"
	"slices"
)

// Span is units of one client in a row.
type Span struct{ Clock, Len uint32 }

func (s Span) end() uint32 { return s.Clock + s.Len }

// Deletes tells what is deleted: spans by client, in order, apart from each
// other.
type Deletes map[uint64][]Span

// Has tells whether a unit is deleted.
func (d Deletes) Has(at ID) bool {
	spans := d[at.Client]
	i, found := slices.BinarySearchFunc(spans, at.Clock, func(s Span, clock uint32) int {
		switch {
		case s.Clock > clock:
			return 1
		case s.end() <= clock:
			return -1
		}
		return 0
	})
	return found && i < len(spans)
}

func (d Deletes) add(client uint64, s Span) { d[client] = append(d[client], s) }

// normalize sorts the spans and joins those that meet.
func (d Deletes) normalize() {
	for client, spans := range d {
		d[client] = normalize(spans)
	}
}

func normalize(spans []Span) []Span {
	if len(spans) < 2 {
		return spans
	}
	slices.SortFunc(spans, func(a, b Span) int {
		switch {
		case a.Clock < b.Clock:
			return -1
		case a.Clock > b.Clock:
			return 1
		}
		return 0
	})
	kept := spans[:1]
	for _, s := range spans[1:] {
		last := &kept[len(kept)-1]
		if s.Clock <= last.end() {
			last.Len = max(last.end(), s.end()) - last.Clock
		} else {
			kept = append(kept, s)
		}
	}
	return kept
}

// join adds what others delete.
func (d Deletes) join(others Deletes) {
	for client, spans := range others {
		d[client] = append(d[client], spans...)
	}
	d.normalize()
}

// deletes reads what an update or a snapshot deletes.
func (r *reader) deletes() Deletes {
	d := Deletes{}
	for range r.count(2) {
		client := r.uint()
		for range r.count(2) {
			s := Span{Clock: r.uint32(), Len: r.uint32()}
			if uint64(s.Clock)+uint64(s.Len) > math.MaxUint32 {
				r.fail("a clock is too large")
			}
			if r.err != nil {
				return nil
			}
			if s.Len > 0 {
				d.add(client, s)
			}
		}
	}
	d.normalize()
	return d
}

// deletes writes what is deleted, the clients with the highest numbers first.
func (w *writer) deletes(d Deletes) {
	w.uint(uint64(len(d)))
	for _, client := range slices.Backward(slices.Sorted(maps.Keys(d))) {
		w.uint(client)
		w.uint(uint64(len(d[client])))
		for _, s := range d[client] {
			w.uint(uint64(s.Clock))
			w.uint(uint64(s.Len))
		}
	}
}
