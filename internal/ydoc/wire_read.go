package ydoc

import (
	"fmt"
	"math"
	"unicode/utf8"
)

// reader reads lib0's encoding. The first error stays and everything read
// after it is zero, so that callers ask once, but in loops.
type reader struct {
	buf string // what it cuts out is kept: see owned
	pos int
	err error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: at byte %d: %s", ErrMalformed, r.pos, fmt.Sprintf(format, args...))
		r.pos = len(r.buf)
	}
}

func (r *reader) done() bool { return r.pos >= len(r.buf) }

func (r *reader) byte() byte {
	if r.pos >= len(r.buf) {
		r.fail("it ends too early")
		return 0
	}
	r.pos++
	return r.buf[r.pos-1]
}

// uint reads a natural number: seven bits a byte, the lowest first. Like
// JavaScript it knows numbers below 2^53.
func (r *reader) uint() uint64 {
	if r.pos < len(r.buf) && r.buf[r.pos] < 0x80 {
		r.pos++
		return uint64(r.buf[r.pos-1])
	}
	n := uint64(0)
	for shift := 0; shift < 56; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7F) << shift
		if b < 0x80 {
			if n >= 1<<53 {
				break
			}
			return n
		}
	}
	r.fail("a number is too large")
	return 0
}

// uint32 reads a clock or a length.
func (r *reader) uint32() uint32 {
	n := r.uint()
	if n > math.MaxUint32 {
		r.fail("%d is no clock nor length", n)
		return 0
	}
	return uint32(n)
}

// int reads a whole number: its sign stands in the second bit.
func (r *reader) int() (n int64, negative bool) {
	b := r.byte()
	negative = b&0x40 != 0
	n = int64(b & 0x3F)
	for shift := 6; b >= 0x80; shift += 7 {
		b = r.byte()
		n |= int64(b&0x7F) << shift
		if shift >= 55 || n >= 1<<53 {
			r.fail("a number is too large")
			return 0, false
		}
	}
	if negative {
		n = -n
	}
	return n, negative
}

// bytes reads bytes with their length before them. They share memory with
// what is read.
func (r *reader) bytes() string {
	n := r.uint()
	if n > uint64(len(r.buf)-r.pos) {
		r.fail("it ends before %d bytes", n)
		return ""
	}
	r.pos += int(n)
	return r.buf[r.pos-int(n) : r.pos]
}

// str reads a text with its length in bytes before it.
func (r *reader) str() string {
	s := r.bytes()
	if !utf8.ValidString(s) {
		r.fail("a text is not UTF-8")
		return ""
	}
	return s
}

// since is what was read from a position on.
func (r *reader) since(start int) string {
	if r.err != nil {
		return ""
	}
	return r.buf[start:r.pos]
}

// count reads how many things follow, each of at least so many bytes: a lie is
// found before room is made for it.
func (r *reader) count(least int) int {
	n := r.uint()
	if n > uint64((len(r.buf)-r.pos)/least) {
		r.fail("%d things cannot follow", n)
		return 0
	}
	return int(n)
}
