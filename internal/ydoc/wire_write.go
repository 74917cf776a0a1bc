package ydoc

import "encoding/binary"

// writer writes lib0's encoding.
type writer struct{ buf []byte }

func (w *writer) byte(b byte) { w.buf = append(w.buf, b) }

func (w *writer) uint(n uint64) { w.buf = binary.AppendUvarint(w.buf, n) }

// int writes a whole number: its sign stands in the second bit. Negative zero
// is a number of its own in JavaScript.
func (w *writer) int(n int64, negative bool) {
	first := byte(0)
	if negative {
		first, n = 0x40, -n
	}
	first |= byte(n & 0x3F)
	if n >>= 6; n == 0 {
		w.byte(first)
		return
	}
	w.byte(first | 0x80)
	w.uint(uint64(n))
}

func (w *writer) str(s string) {
	w.uint(uint64(len(s)))
	w.buf = append(w.buf, s...)
}

func (w *writer) raw(s string) { w.buf = append(w.buf, s...) }
