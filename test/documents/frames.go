package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// line is a WebSocket to a server, with little between it and the socket. The
// mask of its frames is zero, so that masking them takes no time.
type line struct {
	conn   net.Conn
	in     *bufio.Reader
	buffer []byte
	prefix []byte // stands before each message, for Hocuspocus: the name of the document

	mu  sync.Mutex
	out []byte
}

// dial opens a line, on which the server has so long to say each thing.
func dial(s server, document string) (*line, error) {
	conn, err := net.DialTimeout("tcp", s.address(), 10*time.Second)
	if err != nil {
		return nil, err
	}
	path, header := s.door(document)
	request := "GET " + path + " HTTP/1.1\r\nHost: " + s.address() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + header + "\r\n"
	if _, err := io.WriteString(conn, request); err != nil {
		conn.Close()
		return nil, err
	}
	l := &line{conn: conn, in: bufio.NewReaderSize(conn, 16<<10)}
	answer, err := http.ReadResponse(l.in, nil)
	if err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		conn.Close()
		if err == nil {
			err = fmt.Errorf("%s%s answers %s", s.address(), path, answer.Status)
		}
		return nil, err
	}
	return l, nil
}

// add puts a message behind those that wait to be sent. l.mu is held.
func (l *line) add(kind byte, message ...[]byte) {
	size := 0
	for _, part := range message {
		size += len(part)
	}
	l.out = append(l.out, 0x80|kind)
	switch {
	case size < 126:
		l.out = append(l.out, 0x80|byte(size))
	case size < 1<<16:
		l.out = binary.BigEndian.AppendUint16(append(l.out, 0x80|126), uint16(size))
	default:
		l.out = binary.BigEndian.AppendUint64(append(l.out, 0x80|127), uint64(size))
	}
	l.out = append(l.out, 0, 0, 0, 0)
	for _, part := range message {
		l.out = append(l.out, part...)
	}
}

func (l *line) flush() error {
	_, err := l.conn.Write(l.out)
	l.out = l.out[:0]
	return err
}

const (
	binaryFrame, closeFrame, pingFrame, pongFrame = 2, 8, 9, 10

	msgSync, msgSaved               = 0, 4
	syncAsk, syncAnswer, syncUpdate = 0, 1, 2
)

// send sends updates, each in a message of its own.
func (l *line) send(updates ...[]byte) error { return l.sync(syncUpdate, updates...) }

func (l *line) sync(step byte, bodies ...[]byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, body := range bodies {
		l.add(binaryFrame, l.prefix, binary.AppendUvarint([]byte{msgSync, step}, uint64(len(body))), body)
	}
	return l.flush()
}

// next is the next message, without its prefix, good until the next call.
func (l *line) next() ([]byte, error) {
	for {
		kind, message, err := l.frame()
		switch {
		case err != nil:
			return nil, err
		case kind == closeFrame:
			return nil, fmt.Errorf("closed with %x %s", message[:min(2, len(message))], message[min(2, len(message)):])
		case kind == pingFrame:
			l.mu.Lock()
			l.add(pongFrame, message)
			err = l.flush()
			l.mu.Unlock()
			if err != nil {
				return nil, err
			}
		case kind == binaryFrame && len(message) > len(l.prefix):
			return message[len(l.prefix):], nil
		}
	}
}

func (l *line) frame() (kind byte, message []byte, err error) {
	var head [8]byte
	if _, err := io.ReadFull(l.in, head[:2]); err != nil {
		return 0, nil, err
	}
	kind = head[0] & 0x0F
	size := uint64(head[1] & 0x7F)
	switch size {
	case 126:
		_, err = io.ReadFull(l.in, head[:2])
		size = uint64(binary.BigEndian.Uint16(head[:2]))
	case 127:
		_, err = io.ReadFull(l.in, head[:8])
		size = binary.BigEndian.Uint64(head[:8])
	}
	if err != nil {
		return 0, nil, err
	}
	if uint64(cap(l.buffer)) < size {
		l.buffer = make([]byte, size)
	}
	message = l.buffer[:size]
	_, err = io.ReadFull(l.in, message)
	return kind, message, err
}

// begin asks for all of the document and returns it.
func (l *line) begin(s server, document string) ([]byte, error) {
	if err := s.greet(l, document); err != nil {
		return nil, err
	}
	if err := l.sync(syncAsk, []byte{0}); err != nil {
		return nil, err
	}
	for {
		m, err := l.next()
		if err != nil {
			return nil, err
		}
		if step, body := syncOf(m); step == syncAnswer {
			return body, nil
		}
	}
}

// syncOf takes apart a message about updates; the step of others is 255.
func syncOf(m []byte) (step byte, body []byte) {
	if len(m) < 3 || m[0] != msgSync {
		return 255, nil
	}
	_, size := binary.Uvarint(m[2:])
	return m[1], m[2+size:]
}

// open opens a line to a document and reads it.
func open(s server, document string) (*line, error) {
	l, err := dial(s, document)
	if err != nil {
		return nil, err
	}
	if _, err := l.begin(s, document); err != nil {
		l.conn.Close()
		return nil, fmt.Errorf("%s, document %s: %w", s.name(), strings.TrimSpace(document), err)
	}
	return l, nil
}
