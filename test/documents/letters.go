package main

import "encoding/binary"

// What stands in an update, as typists make them and servers pass them on: some
// of it may be joined, by servers that gather what comes at once.
const (
	ofGarbage, ofDeleted, ofText, ofType, ofSkip = 0, 1, 4, 7, 10
	hasOrigin, hasRight, hasKey                  = 0x80, 0x40, 0x20
)

// spans tells which units an update holds: whose, from which clock on, how many.
// It stops at what no typist writes.
func spans(update []byte, tell func(client, clock, many uint64)) {
	r := bytesOf(update)
	for range r.number() {
		structs, client, clock := r.number(), r.number(), r.number()
		for range structs {
			if len(r) == 0 {
				return
			}
			info := r.byte()
			many := uint64(1)
			switch info & 0x1F {
			case ofGarbage, ofSkip:
				many = r.number()
				clock += many
				continue
			}
			if info&hasOrigin != 0 {
				r.number()
				r.number()
			}
			if info&hasRight != 0 {
				r.number()
				r.number()
			}
			if info&(hasOrigin|hasRight) == 0 {
				if r.number() == 1 {
					r.skip(r.number()) // the name of a root
				} else {
					r.number()
					r.number()
				}
				if info&hasKey != 0 {
					r.skip(r.number())
				}
			}
			switch info & 0x1F {
			case ofDeleted:
				many = r.number()
			case ofText:
				many = r.number() // letters of one byte
				r.skip(many)
			case ofType:
				if r.number() == 3 {
					r.skip(r.number()) // the name of an element
				}
			default:
				return
			}
			tell(client, clock, many)
			clock += many
		}
	}
}

type bytesOf []byte

func (b *bytesOf) byte() byte {
	first := (*b)[0]
	*b = (*b)[1:]
	return first
}

func (b *bytesOf) number() uint64 {
	n, size := binary.Uvarint(*b)
	b.skip(uint64(max(0, size)))
	return n
}

func (b *bytesOf) skip(n uint64) { *b = (*b)[min(n, uint64(len(*b))):] }
