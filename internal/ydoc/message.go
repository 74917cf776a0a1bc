package ydoc

import "fmt"

// Message is a message of the protocol of y-websocket, which the providers of
// the ecosystem speak: one to a frame.
type Message struct {
	Kind MessageKind
	Body []byte
}

// MessageKind tells what a message holds.
type MessageKind uint8

// A client opens with SyncStep1; the server answers with SyncStep2 and its own
// SyncStep1, which the client answers. From then on both send updates. The
// first answer must wait until the document is loaded: a client takes what it
// gets for all there is.
const (
	SyncStep1      MessageKind = iota // a state vector: tell me what I lack
	SyncStep2                         // the update that was asked for
	SyncUpdate                        // an update
	AwarenessTold                     // an awareness update, see Awareness
	Denied                            // why the document may not be read or written
	AwarenessAsked                    // tell me who is here
)

// The first number of a frame; those of synchronisation bring another.
const (
	frameSync = iota
	frameAwareness
	frameAuth
	frameQueryAwareness
)

// Encode writes the message as a frame.
func (m Message) Encode() []byte {
	var w writer
	switch m.Kind {
	case SyncStep1, SyncStep2, SyncUpdate:
		w.uint(frameSync)
		w.uint(uint64(m.Kind))
		w.str(string(m.Body))
	case AwarenessTold:
		w.uint(frameAwareness)
		w.str(string(m.Body))
	case Denied:
		w.uint(frameAuth)
		w.uint(0)
		w.str(valid(string(m.Body)))
	case AwarenessAsked:
		w.uint(frameQueryAwareness)
	}
	return w.buf
}

// ReadMessage reads a frame. The body is not looked into.
func ReadMessage(frame []byte) (Message, error) {
	r := reader{buf: string(frame)}
	var m Message
	switch r.uint() {
	case frameSync:
		step := r.uint()
		if step > uint64(SyncUpdate) {
			r.fail("no step of synchronisation has number %d", step)
		}
		m = Message{MessageKind(step), []byte(r.bytes())}
	case frameAwareness:
		m = Message{AwarenessTold, []byte(r.bytes())}
	case frameAuth:
		if r.uint() != 0 {
			r.fail("an unknown word about rights")
		}
		m = Message{Denied, []byte(r.str())}
	case frameQueryAwareness:
		m.Kind = AwarenessAsked
	default:
		r.fail("an unknown kind of message")
	}
	if r.err == nil && !r.done() {
		r.fail("there is something after the end")
	}
	if r.err != nil {
		return Message{}, fmt.Errorf("message: %w", r.err)
	}
	return m, nil
}

// Answer is what a document has to say to a SyncStep1: the update that the
// other lacks.
func (d *Doc) Answer(step1 Message) (Message, error) {
	has, err := ReadStateVector(step1.Body)
	if err != nil {
		return Message{}, err
	}
	return Message{SyncStep2, d.Encode(has)}, nil
}
