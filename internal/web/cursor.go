package web

import (
	"encoding/base64"
	"encoding/binary"

	"parvis/internal/fault"
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
