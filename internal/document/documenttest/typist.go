// Package documenttest writes in documents as a browser does: for tests and for
// the measures of speed.
package documenttest

import "encoding/binary"

// Typist makes the updates of one browser that writes a paragraph of its own,
// letter after letter. It is not safe for concurrent use.
type Typist struct {
	Client uint64
	clock  uint64
}

// The sorts of content in an update, and what stands before it.
const (
	ofText    = 4
	ofType    = 7
	hasOrigin = 0x80

	element = 3
	text    = 6
)

// Begin puts an empty paragraph at the beginning of the document.
func (t *Typist) Begin() []byte {
	b := t.structs(2)
	b = append(b, ofType, 1) // in a root
	b = str(b, "default")
	b = append(b, element)
	b = str(b, "paragraph")
	b = append(b, ofType, 0) // in the paragraph
	b = t.id(b, t.clock)
	b = append(b, text)
	t.clock += 2
	return append(b, 0) // nothing is deleted
}

// Type adds some text of one-unit letters at the end of the paragraph.
func (t *Typist) Type(s string) []byte {
	b := t.structs(1)
	if t.clock == 2 {
		b = append(b, ofText, 0)
		b = t.id(b, 1)
	} else {
		b = append(b, ofText|hasOrigin)
		b = t.id(b, t.clock-1)
	}
	b = str(b, s)
	t.clock += uint64(len([]rune(s)))
	return append(b, 0)
}

// Delete takes away the sign at a clock of the typist: that of its first letter
// is 2.
func (t *Typist) Delete(clock uint64) []byte {
	b := []byte{0, 1} // nothing is written; one client's signs are deleted
	b = binary.AppendUvarint(b, t.Client)
	return append(binary.AppendUvarint(append(b, 1), clock), 1)
}

// Alien puts into the document something that no editor knows.
func (t *Typist) Alien() []byte {
	b := t.structs(1)
	b = append(b, ofType, 1)
	b = str(b, "default")
	b = append(b, element)
	b = str(b, "script")
	t.clock++
	return append(b, 0)
}

func (t *Typist) structs(many byte) []byte {
	b := []byte{1, many}
	b = binary.AppendUvarint(b, t.Client)
	return binary.AppendUvarint(b, t.clock)
}

func (t *Typist) id(b []byte, clock uint64) []byte {
	b = binary.AppendUvarint(b, t.Client)
	return binary.AppendUvarint(b, clock)
}

func str(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}
