package ydoc

import (
	"strings"
	"unicode/utf8"
)

// The data of an item, by kind, is what stands on the wire, so that it is
// written as it was read and decoded only when somebody reads it:
//
//	isText    the text, as UTF-8
//	isAny     its values, each as lib0 encodes it
//	isJSON    its values, each as a string with its length before it
//	isEmbed   a JSON text
//	isFormat  the key with its length before it, then a JSON text
//	isBinary  the bytes
//	isDoc     the name with its length before it, then options as lib0 encodes them

// cut cuts content in two, at units from its beginning.
func cut(k kind, data string, length, at uint32) (left, right string) {
	switch k {
	case isText:
		return cutText(data, length, at)
	case isAny, isJSON:
		r := reader{buf: data}
		for range at {
			if k == isAny {
				r.skipAny(0)
			} else {
				r.str()
			}
		}
		return data[:r.pos], data[r.pos:]
	}
	return "", ""
}

// replacement is what each half of a character becomes when an edit falls in
// the middle of its two UTF-16 units.
const replacement = "\uFFFD"

// cutText cuts a text of length UTF-16 units.
func cutText(s string, length, at uint32) (left, right string) {
	if uint32(len(s)) == length {
		return s[:at], s[at:] // ASCII only
	}
	units := uint32(0)
	for i := 0; i < len(s); {
		if units == at {
			return s[:i], s[i:]
		}
		size, wide := width(s[i])
		if wide && units+1 == at {
			return s[:i] + replacement, replacement + s[i+size:]
		}
		i += size
		units++
		if wide {
			units++
		}
	}
	return s, ""
}

// width is how many bytes a character takes by its first one, and whether it
// takes two UTF-16 units.
func width(first byte) (size int, wide bool) {
	switch {
	case first < utf8.RuneSelf:
		return 1, false
	case first < 0xE0:
		return 2, false
	case first < 0xF0:
		return 3, false
	}
	return 4, true
}

// Units is how many UTF-16 units a text takes: what indices and lengths count.
func Units(s string) int {
	units := 0
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < 0x80 || b >= 0xC0 {
			units++
		}
		if s[i] >= 0xF0 {
			units++
		}
	}
	return units
}

// join puts the contents of an item and of those that follow in a row.
func join(it *item, others []*item) string {
	if len(others) == 1 {
		return it.data + others[0].data
	}
	size := len(it.data)
	for _, other := range others {
		size += len(other.data)
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteString(it.data)
	for _, other := range others {
		b.WriteString(other.data)
	}
	return b.String()
}
