package document

import (
	"encoding/binary"

	"parvis/internal/fault"
)

// The messages of the protocol of y-websocket, each in a frame of its own, and
// three of ours that other clients may ignore. Numbers are variable-length, seven
// bits to a byte, lowest first; what follows is a string of bytes with its
// length before it.
const (
	msgSync     = 0
	msgPresence = 1 // "awareness"
	msgQuery    = 3 // asks for the presence of everybody
	msgSaved    = 4 // how many updates of this socket the log holds
	msgRefused  = 5 // why an update was refused, before the socket closes
	msgSaid     = 6 // something was said about the document, beside its text
)

// The steps of a synchronisation, after msgSync.
const (
	syncAsk    = 0 // a state vector: what the sender holds
	syncAnswer = 1 // an update: what the asker lacks
	syncUpdate = 2 // an update that was just made
)

// errDamaged is the refusal of bytes that say nothing.
var errDamaged = fault.New(fault.Invalid, "document.damaged")

// reading takes a message apart.
type reading []byte

func (r *reading) number() (uint64, error) {
	n, size := binary.Uvarint(*r)
	if size <= 0 {
		return 0, errDamaged
	}
	*r = (*r)[size:]
	return n, nil
}

// bytes gives a part of the message, not a copy of it.
func (r *reading) bytes() ([]byte, error) {
	n, err := r.number()
	if err != nil || n > uint64(len(*r)) {
		return nil, errDamaged
	}
	part := (*r)[:n:n]
	*r = (*r)[n:]
	return part, nil
}

// frame composes a message: numbers, then a string of bytes.
func frame(numbers []uint64, body []byte) []byte {
	out := make([]byte, 0, len(numbers)+binary.MaxVarintLen64+len(body))
	for _, n := range numbers {
		out = binary.AppendUvarint(out, n)
	}
	out = binary.AppendUvarint(out, uint64(len(body)))
	return append(out, body...)
}

func syncFrame(step uint64, body []byte) []byte { return frame([]uint64{msgSync, step}, body) }

func savedFrame(count uint64) []byte {
	return binary.AppendUvarint([]byte{msgSaved}, count)
}

func refusedFrame(reason string) []byte { return frame([]uint64{msgRefused}, []byte(reason)) }

func saidFrame() []byte { return frame([]uint64{msgSaid}, nil) }

// isEmpty tells whether an update says nothing: no struct, no deletion.
func isEmpty(update []byte) bool { return len(update) == 2 && update[0] == 0 && update[1] == 0 }
