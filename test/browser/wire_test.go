package browser

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// wire is what lies between a browser and a site, and can be cut.
type wire struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	cut      bool
	open     map[net.Conn]bool
}

// through gives the same site behind a wire.
func (l *live) through(t *testing.T) (*site, *wire) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: listener, to: strings.TrimPrefix(l.url, "http://"), open: map[net.Conn]bool{}}
	t.Cleanup(func() {
		listener.Close()
		w.sever()
	})
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go w.carry(conn)
		}
	}()
	return &site{url: "http://" + listener.Addr().String(), signIn: l.signIn}, w
}

func (w *wire) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer far.Close()
	if !w.keep(near, far) {
		return
	}
	ended := make(chan struct{}, 2)
	pour := func(to, from net.Conn) {
		io.Copy(to, from)
		ended <- struct{}{}
	}
	go pour(far, near)
	go pour(near, far)
	<-ended
}

// keep notes the two ends of a call, unless nothing passes.
func (w *wire) keep(ends ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut {
		return false
	}
	for _, end := range ends {
		w.open[end] = true
	}
	return true
}

// sever ends every call under way; none passes until mend.
func (w *wire) sever() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = true
	for end := range w.open {
		end.Close()
	}
	clear(w.open)
}

func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = false
}
