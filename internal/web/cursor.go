package web

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// Cursor is a place in a list sorted by numbers: the keys of the last row
// shown. In an address it is one opaque word.
type Cursor []int64

// String writes the cursor for an address, "" for the start of the list.
func (c Cursor) String() string {
	if len(c) == 0 {
		return ""
	}
	var raw []byte
	for _, v := range c {
		raw = binary.AppendVarint(raw, v)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Key is the usual place in a list: a number, such as milliseconds, then an
// id. The zero Key is the start of the list, or its end.
type Key struct {
	At int64
	ID id.ID
}

// String writes the key for an address, "" for the zero one.
func (k Key) String() string {
	if k == (Key{}) {
		return ""
	}
	return Cursor{k.At, int64(k.ID)}.String()
}

// Time is the number of a key that is a time.
func (k Key) Time() clock.Time { return clock.At(time.UnixMilli(k.At)) }

// ParseKey reads a key from an address; "" is the start.
func ParseKey(s string) (Key, error) {
	c, err := ParseCursor(s, 2)
	if err != nil || c == nil {
		return Key{}, err
	}
	if c[0] < 0 || c[1] < 0 {
		return Key{}, fault.New(fault.Malformed, "web.bad_cursor")
	}
	return Key{At: c[0], ID: id.ID(c[1])}, nil
}

// ParseCursor reads a cursor of exactly n numbers; "" is the start (nil).
func ParseCursor(s string, n int) (Cursor, error) {
	if s == "" {
		return nil, nil
	}
	broken := fault.New(fault.Malformed, "web.bad_cursor")
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, broken.Because(err)
	}
	var c Cursor
	for len(raw) > 0 {
		v, size := binary.Varint(raw)
		if size <= 0 || len(c) == n {
			return nil, broken
		}
		c, raw = append(c, v), raw[size:]
	}
	if len(c) != n {
		return nil, broken
	}
	return c, nil
}
