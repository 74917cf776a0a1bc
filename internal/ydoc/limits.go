package ydoc

import "errors"

// What Apply and the decoders answer. Each is wrapped with what was met.
var (
	// ErrMalformed: the bytes are no update (or state vector, or snapshot…).
	// The document was not touched.
	ErrMalformed = errors.New("malformed")
	// ErrVersion: the bytes look like update format V2, which is not read.
	ErrVersion = errors.New("update format V2 is not read here: send V1")
	// ErrLimit: what was sent goes over a limit. What came before in the same
	// update was kept, and the document is sound; who keeps a log of updates
	// should open it again from there, without this one.
	ErrLimit = errors.New("over the limit")
	// ErrRange: an index or a length outside of what is there.
	ErrRange = errors.New("out of range")
	// ErrKind: the gesture does not apply to this kind of node.
	ErrKind = errors.New("another kind of node")
)

// Limits bounds what an update may cost. Zero is the default of each.
type Limits struct {
	Update  int // bytes of one update; 64 MB
	Depth   int // types in each other; 500
	Clients int // clients of a document; 1,000,000
	Waiting int // structs kept until what they stand on arrives; 200,000
	Effort  int // steps among concurrent items in one transaction; 20,000,000
}

func (l Limits) orDefaults() Limits {
	for _, limit := range []struct {
		value *int
		usual int
	}{{&l.Update, 64 << 20}, {&l.Depth, 500}, {&l.Clients, 1_000_000}, {&l.Waiting, 200_000}, {&l.Effort, 20_000_000}} {
		if *limit.value == 0 {
			*limit.value = limit.usual
		}
	}
	return l
}
