package ydoc

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// sound asserts that a document is whole, can be read, and that its state is
// an update that gives the same document.
func (d *Doc) sound(t testing.TB) {
	t.Helper()
	d.verify(t)
	look(d)
	for name := range d.roots {
		n := d.Root(name, XMLText)
		n.Runs()
		n.kind = Map
		n.JSON()
		n.kind = XMLFragment
		_ = n.String()
	}
	state := d.Encode(nil)
	again := New(Options{})
	if _, err := again.Apply(state); err != nil {
		t.Fatalf("our own state is refused: %v", err)
	}
	again.verify(t)
}

// expected demands that an error is one of those announced.
func expected(t testing.TB, err error) {
	t.Helper()
	for _, known := range []error{nil, ErrMalformed, ErrVersion, ErrLimit, ErrRange, ErrKind} {
		if errors.Is(err, known) {
			return
		}
	}
	t.Fatalf("an error that nobody announced: %v", err)
}

// samples are updates and other things that are well formed, with the state
// after the updates.
func samples(t testing.TB) (all [][]byte, state []byte) {
	t.Helper()
	r := rand.New(rand.NewPCG(9, 9))
	d := New(Options{Client: 3})
	all = [][]byte{{}, {0}, {0, 0}}
	for range 40 {
		if update := edit(t, d, draw(r, d, sentences)); update != nil {
			all = append(all, update)
		}
	}
	p, err := d.Root("text", Text).Position(0, -1)
	if err != nil {
		t.Fatal(err)
	}
	state = d.Encode(nil)
	return append(all, state, d.StateVector().Encode(), d.Snapshot().Encode(), p.Encode(),
		Message{SyncUpdate, state}.Encode(), Message{Denied, []byte("x")}.Encode(), []byte("\x01\x07\x01\x02{}")), state
}

// FuzzDecode gives any bytes to everything that decodes.
func FuzzDecode(f *testing.F) {
	all, _ := samples(f)
	for _, sample := range all {
		f.Add(sample)
	}
	f.Fuzz(func(t *testing.T, from []byte) {
		_, err := ReadStateVector(from)
		expected(t, err)
		_, err = ReadSnapshot(from)
		expected(t, err)
		_, err = ReadPosition(from)
		expected(t, err)
		_, err = ReadMessage(from)
		expected(t, err)
		var a Awareness
		_, err = a.Apply(from, time.Time{})
		expected(t, err)
		if _, err = Inspect(from); err != nil {
			expected(t, err)
			return
		}
		merged, err := Merge(from, from)
		if err != nil {
			t.Fatalf("what was read cannot be merged: %v", err)
		}
		if _, err := Inspect(merged); err != nil {
			t.Fatalf("what was merged cannot be read: %v", err)
		}
	})
}

// FuzzApply applies any bytes, in three updates, to a document that has
// something in it.
func FuzzApply(f *testing.F) {
	all, state := samples(f)
	for i, sample := range all {
		f.Add(sample, all[(i+1)%len(all)], all[(i*7)%len(all)])
	}
	f.Fuzz(func(t *testing.T, a, b, c []byte) {
		d := New(Options{})
		if _, err := d.Apply(state); err != nil {
			t.Skip()
		}
		for _, update := range [][]byte{a, b, c} {
			_, err := d.Apply(update)
			expected(t, err)
		}
		d.sound(t)
	})
}

// hostile draws updates that are well formed and make no sense: references to
// anything, parents that are no types, keys where there are none, gaps, what
// comes twice.
type hostile struct {
	*rand.Rand
	clients []uint64
	state   StateVector
}

func (h hostile) reference() ID {
	client := one(h.Rand, h.clients)
	return ID{client, uint32(h.IntN(int(h.state[client]) + 3))}
}

func (h hostile) update() []byte {
	var w writer
	blocks := 1 + h.IntN(3)
	w.uint(uint64(blocks))
	for i := range blocks {
		client := h.clients[(h.IntN(2)+2*i)%len(h.clients)]
		count := 1 + h.IntN(6)
		w.uint(uint64(count))
		w.uint(client)
		start := max(0, int(h.state[client])-h.IntN(4)+h.IntN(2)*h.IntN(3))
		w.uint(uint64(start))
		for range count {
			start += h.item(&w, ID{client, uint32(start)})
		}
		h.state[client] = max(h.state[client], uint32(start))
	}
	deletes := Deletes{}
	for range h.IntN(3) {
		at := h.reference()
		deletes.add(at.Client, Span{at.Clock, uint32(1 + h.IntN(5))})
	}
	w.deletes(deletes)
	return w.buf
}

func (h hostile) item(w *writer, at ID) (length int) {
	k := kind(h.IntN(11))
	if k == isGarbage || k == isSkip {
		length = 1 + h.IntN(3)
		w.byte(byte(k))
		w.uint(uint64(length))
		return length
	}
	info := byte(h.IntN(8)) << 5
	w.byte(byte(k) | info)
	for _, bit := range []byte{hasOrigin, hasRightOrigin} {
		if info&bit != 0 {
			w.outer(h.reference())
		}
	}
	if info&(hasOrigin|hasRightOrigin) == 0 {
		if h.IntN(3) == 0 {
			w.uint(1)
			w.str(one(h.Rand, []string{"text", "prosemirror", "map", "list", ""}))
		} else {
			w.uint(0)
			w.outer(h.reference())
		}
		if info&hasKey != 0 {
			w.str(one(h.Rand, []string{"a", "b", ""}))
		}
	}
	return h.content(w, k)
}

func (h hostile) content(w *writer, k kind) (length int) {
	length = 1
	switch k {
	case isDeleted:
		length = 1 + h.IntN(4)
		w.uint(uint64(length))
	case isJSON, isAny:
		length = 1 + h.IntN(3)
		w.uint(uint64(length))
		for range length {
			if k == isJSON {
				w.str(one(h.Rand, []string{"undefined", "1", "{", `{"a":1}`}))
			} else if w.any(one(h.Rand, anyValues), 0) != nil {
				panic("a value that cannot be written")
			}
		}
	case isText:
		text := one(h.Rand, sentences)
		w.str(text)
		length = Units(text)
	case isBinary:
		w.str("\x00\xFF")
	case isEmbed:
		w.str(`{"x":null}`)
	case isFormat:
		w.str(one(h.Rand, []string{"strong", "em", ""}))
		w.str(one(h.Rand, []string{"null", "true", "{}"}))
	case isDoc:
		w.str("guid")
		w.byte(tagNull)
	case isNode:
		n := h.IntN(7)
		w.uint(uint64(n))
		if (Array + Kind(n)).named() {
			w.str("p")
		}
	}
	return length
}

// TestHostile applies updates that make no sense: a document stays whole.
func TestHostile(t *testing.T) {
	from, to := histories(t, 3000)
	refused, applied := 0, 0
	for seed := from; seed < to; seed++ {
		h := hostile{rand.New(rand.NewPCG(uint64(seed), 5)), []uint64{1, 2, 3, 1 << 40, math.MaxUint32}, StateVector{}}
		d := New(Options{KeepDeleted: seed%3 == 0})
		for range 20 {
			_, err := d.Apply(h.update())
			expected(t, err)
			if applied++; err != nil {
				refused++
			}
		}
		d.sound(t)
	}
	t.Logf("%d updates, %d refused", applied, refused)
}
