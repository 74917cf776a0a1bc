package document

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// Conn is the line of one browser: a WebSocket whose messages leave together
// when several wait.
type Conn struct {
	*websocket.Conn
	pipe *pipe
}

// Accept makes a line of a request. Its error was answered.
func Accept(w http.ResponseWriter, r *http.Request) (*Conn, error) {
	h := &hijacker{ResponseWriter: w}
	conn, err := websocket.Accept(h, r, nil)
	return &Conn{conn, h.pipe}, err
}

// writeAll sends messages, each in a frame of its own, in as few packets as
// hold them.
func (c *Conn) writeAll(messages [][]byte) error {
	if len(messages) > 1 {
		c.pipe.hold()
	}
	for _, m := range messages {
		// The pipe has its own patience; that of a context costs more than the frame.
		if err := c.Write(context.Background(), websocket.MessageBinary, m); err != nil {
			return err
		}
	}
	return c.pipe.release()
}

// hijacker hands the connection of a request over with a pipe around it.
type hijacker struct {
	http.ResponseWriter
	pipe *pipe
}

func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	h.pipe = &pipe{Conn: conn}
	buffers.Writer.Reset(h.pipe)
	return h.pipe, buffers, nil
}

// pipe is a connection that holds back what is written to it until it is told
// that no more comes soon.
type pipe struct {
	net.Conn
	mu   sync.Mutex
	held bool
	out  []byte
}

// muchHeld is how many bytes are sent even though more comes soon.
const muchHeld = 64 << 10

func (p *pipe) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.held {
		return p.send(b)
	}
	p.out = append(p.out, b...)
	if len(p.out) < muchHeld {
		return len(b), nil
	}
	_, err := p.send(p.out)
	p.out = p.out[:0]
	return len(b), err
}

func (p *pipe) hold() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = true
}

// release sends what was held back.
func (p *pipe) release() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held = false; len(p.out) == 0 {
		return nil
	}
	_, err := p.send(p.out)
	p.out = nil // most lines are silent most of the time
	return err
}

// send takes a browser for gone that does not take what it is sent.
func (p *pipe) send(b []byte) (int, error) {
	if err := p.SetWriteDeadline(time.Now().Add(sendWithin)); err != nil {
		return 0, err
	}
	return p.Conn.Write(b)
}
