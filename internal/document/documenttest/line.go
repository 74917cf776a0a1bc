package documenttest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/coder/websocket"
)

// Line is one browser's line to a document: it counts what the log holds and
// keeps every update that it is told.
type Line struct {
	conn *websocket.Conn

	mu      sync.Mutex
	changed chan struct{} // closed at each change of what follows
	saved   uint64
	heard   [][]byte
	answer  [][]byte
	refused string
	present []byte
	said    int
	ended   error
	sent    uint64
}

// Dial opens a line. The address begins with http.
func Dial(ctx context.Context, address string, header http.Header) (*Line, error) {
	conn, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(64 << 20)
	l := &Line{conn: conn, changed: make(chan struct{})}
	go l.listen()
	return l, nil
}

// The messages of the protocol.
const (
	msgSync, msgPresence, msgSaved, msgRefused, msgSaid = 0, 1, 4, 5, 6
	syncAsk, syncAnswer, syncUpdate                     = 0, 1, 2
)

func (l *Line) listen() {
	for {
		_, m, err := l.conn.Read(context.Background())
		l.mu.Lock()
		if err == nil {
			err = l.hear(m)
		}
		if err != nil {
			l.ended = err
			l.tell()
			l.mu.Unlock()
			return
		}
		l.tell()
		l.mu.Unlock()
	}
}

// hear notes one message. A line that breaks within one may give what came of
// it for the whole.
func (l *Line) hear(m []byte) error {
	if len(m) < 2 {
		return io.ErrUnexpectedEOF
	}
	kind, rest := m[0], m[1:]
	step := rest[0]
	switch kind {
	case msgSync:
		rest = rest[1:]
	case msgSaved:
		saved, size := binary.Uvarint(rest)
		if size <= 0 {
			return io.ErrUnexpectedEOF
		}
		l.saved = saved
		return nil
	}
	body, whole := part(rest)
	if !whole {
		return io.ErrUnexpectedEOF
	}
	switch {
	case kind == msgSync && step == syncAnswer:
		l.answer = append(l.answer, body)
	case kind == msgSync && step == syncUpdate:
		l.heard = append(l.heard, body)
	case kind == msgPresence:
		l.present = body
	case kind == msgRefused:
		l.refused = string(body)
	case kind == msgSaid:
		l.said++
	}
	return nil
}

func (l *Line) tell() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// part is a string of bytes with its length before it, and whether all of it is
// there.
func part(b []byte) ([]byte, bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 || uint64(len(b)-size) != n {
		return nil, false
	}
	return b[size:], true
}

// Send sends an update as an editor does, and returns how many were sent.
func (l *Line) Send(ctx context.Context, update []byte) (uint64, error) {
	l.mu.Lock()
	l.sent++
	n := l.sent
	l.mu.Unlock()
	return n, l.write(ctx, syncUpdate, update)
}

// Ask asks for what a copy lacks that has the given state vector.
func (l *Line) Ask(ctx context.Context, vector []byte) error { return l.write(ctx, syncAsk, vector) }

func (l *Line) write(ctx context.Context, step byte, body []byte) error {
	b := binary.AppendUvarint([]byte{msgSync, step}, uint64(len(body)))
	return l.conn.Write(ctx, websocket.MessageBinary, append(b, body...))
}

// Present says where the editor of a client is.
func (l *Line) Present(ctx context.Context, client, clock uint64, state string) error {
	body := binary.AppendUvarint([]byte{1}, client)
	body = binary.AppendUvarint(body, clock)
	body = str(body, state)
	b := binary.AppendUvarint([]byte{msgPresence}, uint64(len(body)))
	return l.conn.Write(ctx, websocket.MessageBinary, append(b, body...))
}

// Told is all that a line heard so far.
type Told struct {
	Saved   uint64
	Heard   [][]byte // updates
	Answer  [][]byte // answers to Ask
	Refused string
	Present string // the last message about who is there
	Said    int    // how often something was said beside the text
	Ended   error
}

// Wait waits until something holds of what the line heard.
func (l *Line) Wait(ctx context.Context, holds func(Told) bool) (Told, error) {
	for {
		l.mu.Lock()
		t := Told{l.saved, l.heard, l.answer, l.refused, string(l.present), l.said, l.ended}
		changed := l.changed
		l.mu.Unlock()
		switch {
		case holds(t):
			return t, nil
		case t.Ended != nil:
			return t, fmt.Errorf("the line ended: %w", t.Ended)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return t, errors.Join(ctx.Err(), fmt.Errorf("saved %d, heard %d, refused %q", t.Saved, len(t.Heard), t.Refused))
		}
	}
}

// Close leaves.
func (l *Line) Close() error { return l.conn.Close(websocket.StatusNormalClosure, "") }

// Cut breaks the line without a word, as a network does.
func (l *Line) Cut() error { return l.conn.CloseNow() }
