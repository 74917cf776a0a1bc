package ydoc

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// costly updates are well formed and made to take long. Each is of about a
// megabyte; block begins one client's structs.
var costly = map[string]struct {
	want   error
	update func(w *writer)
}{
	"rivals of many clients": {nil, func(w *writer) {
		// Each client writes at the beginning, after having waited for the one
		// below.
		const n = 60_000
		w.uint(n)
		for client := range uint64(n) {
			w.block(client+1, 2)
			if client == 0 {
				w.raw("\x01\x01\x01t\x01") // deleted, at the root t
			} else {
				w.raw("\x81")
				w.outer(ID{client, 0})
				w.uint(1)
			}
			w.raw("\x04\x01\x01u\x01x")
		}
		w.uint(0)
	}},
	"rivals of one client": {ErrLimit, func(w *writer) {
		const n = 100_000
		w.uint(1)
		w.block(1, n+1)
		w.raw("\x04\x01\x01t")
		w.str(strings.Repeat("x", n))
		for i := range uint32(n) {
			w.raw("\x44")
			w.outer(ID{1, n - 1 - i})
			w.raw("\x01y")
		}
		w.uint(0)
	}},
	"cuts from the end": {ErrLimit, func(w *writer) {
		const n = 100_000
		w.uint(2)
		w.block(2, n-1)
		for i := range uint32(n - 1) {
			w.raw("\x84")
			w.outer(ID{1, n - 2 - i})
			w.raw("\x01y")
		}
		w.block(1, 1)
		w.raw("\x04\x01\x01t")
		w.str(strings.Repeat("é", n))
		w.uint(0)
	}},
	"deletes that overlap": {nil, func(w *writer) {
		const n = 100_000
		w.uint(1)
		w.block(1, 1)
		w.raw("\x04\x01\x01t")
		w.str(strings.Repeat("é", n))
		w.uint(1)
		w.uint(1)
		w.uint(n)
		for i := range uint64(n) {
			w.uint(i)
			w.uint(n - i)
		}
	}},
	"deletes of every other unit": {nil, func(w *writer) {
		const n = 100_000
		w.uint(1)
		w.block(1, 1)
		w.raw("\x04\x01\x01t")
		w.str(strings.Repeat("é", n))
		w.uint(1)
		w.uint(1)
		w.uint(n / 2)
		for i := range uint64(n / 2) {
			w.uint(2 * i)
			w.uint(1)
		}
	}},
	"values of one key": {ErrLimit, func(w *writer) {
		const n = 100_000
		w.uint(1)
		w.block(1, n)
		for range n {
			w.raw("\x28\x01\x01m\x01k\x01\x7E")
		}
		w.uint(0)
	}},
	"types in each other": {ErrLimit, func(w *writer) {
		const n = 100_000
		w.uint(1)
		w.block(1, n)
		w.raw("\x07\x01\x01t\x04")
		for i := range uint32(n - 1) {
			w.raw("\x07\x00")
			w.outer(ID{1, i})
			w.raw("\x04")
		}
		w.uint(0)
	}},
	"what waits": {ErrLimit, func(w *writer) {
		const n = 300_000
		w.uint(1)
		w.uint(n)
		w.uint(1)
		w.uint(5) // from a clock that never comes
		for range n {
			w.raw("\x00\x01")
		}
		w.uint(0)
	}},
	"many that say nothing": {nil, func(w *writer) {
		const n = 300_000
		w.uint(1)
		w.block(1, n)
		for range n {
			w.raw("\x00\x01")
		}
		w.uint(0)
	}},
}

func (w *writer) block(client uint64, structs int) {
	w.uint(uint64(structs))
	w.uint(client)
	w.uint(0)
}

// TestCostly applies what is made to take long: it ends, with an answer.
func TestCostly(t *testing.T) {
	for name, c := range costly {
		t.Run(name, func(t *testing.T) {
			var w writer
			c.update(&w)
			d := New(Options{})
			begin := time.Now()
			_, err := d.Apply(w.buf)
			t.Logf("%d bytes: %v, after %v", len(w.buf), err, time.Since(begin).Round(time.Millisecond))
			if !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			d.sound(t)
		})
	}
}
