package ydoc

import (
	"encoding/binary"
	"encoding/json"
	"math"
)

// Values are what maps, lists and attributes hold. In Go they are: nil, bool,
// float64 (every number of JavaScript), string, []byte, []any, map[string]any,
// and these.
type (
	// Undefined is JavaScript's absent value, which is not null.
	Undefined struct{}
	// BigInt is JavaScript's whole number of 64 bits.
	BigInt int64
	// Subdocument is the name of another document, with what it was opened with.
	Subdocument struct {
		GUID    string
		Options any
	}
)

// What comes before a value on the wire.
const (
	tagBytes = 116 + iota
	tagArray
	tagObject
	tagString
	tagTrue
	tagFalse
	tagBigInt
	tagFloat64
	tagFloat32
	tagInteger
	tagNull
	tagUndefined
)

// maxNesting is how deep a value may hold others.
const maxNesting = 200

// any reads a value.
func (r *reader) any(depth int) any {
	if depth > maxNesting {
		r.fail("a value is nested too deep")
	}
	switch tag := r.byte(); tag {
	case tagUndefined:
		return Undefined{}
	case tagNull:
		return nil
	case tagInteger:
		n, negative := r.int()
		if n == 0 && negative {
			return math.Copysign(0, -1)
		}
		return float64(n)
	case tagFloat32:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(r.next(4))))
	case tagFloat64:
		return math.Float64frombits(binary.BigEndian.Uint64(r.next(8)))
	case tagBigInt:
		return BigInt(binary.BigEndian.Uint64(r.next(8)))
	case tagFalse:
		return false
	case tagTrue:
		return true
	case tagString:
		return r.str()
	case tagObject:
		object := map[string]any{}
		for range r.count(2) {
			key := r.str()
			object[key] = r.any(depth + 1)
		}
		return object
	case tagArray:
		list := []any{}
		for range r.count(1) {
			list = append(list, r.any(depth+1))
		}
		return list
	case tagBytes:
		return []byte(r.bytes())
	default:
		r.fail("no value begins with %d", tag)
		return nil
	}
}

// next gives the n bytes that follow, or zeros when there are not so many.
func (r *reader) next(n int) []byte {
	if n > len(r.buf)-r.pos {
		r.fail("it ends too early")
		return make([]byte, n)
	}
	r.pos += n
	return []byte(r.buf[r.pos-n : r.pos])
}

// skipAny passes over a value, finding the faults that any would.
func (r *reader) skipAny(depth int) {
	if depth > maxNesting {
		r.fail("a value is nested too deep")
	}
	switch tag := r.byte(); tag {
	case tagUndefined, tagNull, tagFalse, tagTrue:
	case tagInteger:
		r.int()
	case tagFloat32:
		r.next(4)
	case tagFloat64, tagBigInt:
		r.next(8)
	case tagString:
		r.str()
	case tagObject:
		for range r.count(2) {
			r.str()
			r.skipAny(depth + 1)
		}
	case tagArray:
		for range r.count(1) {
			r.skipAny(depth + 1)
		}
	case tagBytes:
		r.bytes()
	default:
		r.fail("no value begins with %d", tag)
	}
}

// json reads a value written as a JSON text.
func (r *reader) json() string {
	s := r.str()
	if r.err == nil && !json.Valid([]byte(s)) {
		r.fail("a text is not JSON")
	}
	return s
}

// parse gives the value of a JSON text that was read.
func parse(text string) any {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return Undefined{} // how the oldest versions wrote it
	}
	return value
}
