package ydoc

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestGreeting plays the first exchange with a client that uses y-protocols.
func TestGreeting(t *testing.T) {
	j := newJudge(t)
	c := course{On: []string{"text", "tree", "marks", "map", "list"}, Steps: 40, GC: true}
	for seed := range 20 {
		h := j.play(seed, c)
		d := apply(t, fromHex(t, h.State))
		var frame string
		j.ask(&frame, "greet", h.Middle.State, "")
		step1, err := ReadMessage(fromHex(t, frame))
		if err != nil || step1.Kind != SyncStep1 {
			t.Fatalf("%+v, %v", step1, err)
		}
		if !bytes.Equal(step1.Encode(), fromHex(t, frame)) {
			t.Fatal("we encode the first frame otherwise")
		}
		step2, err := d.Answer(step1)
		if err != nil {
			t.Fatal(err)
		}
		for kind, answer := range []Message{step1, step2, {SyncUpdate, step2.Body}} {
			var after struct {
				Said int
				End  view
			}
			j.ask(&after, "greet", h.Middle.State, hex.EncodeToString(answer.Encode()))
			if after.Said != kind {
				t.Fatalf("a message of kind %d is heard as %d", kind, after.Said)
			}
			if kind > 0 {
				if diff := cmp.Diff(h.End, after.End); diff != "" {
					t.Fatalf("seed %d: the client has something else (-want +got):\n%s", seed, diff)
				}
			}
		}
	}
}

// TestMessages: what is written is read, and nothing else.
func TestMessages(t *testing.T) {
	for _, m := range []Message{{SyncStep1, []byte{0}}, {SyncStep2, []byte{0, 0}}, {SyncUpdate, []byte{0, 0}}, {AwarenessTold, []byte{0}}, {Denied, []byte("non")}, {AwarenessAsked, nil}} {
		back, err := ReadMessage(m.Encode())
		if err != nil || back.Kind != m.Kind || !bytes.Equal(back.Body, m.Body) {
			t.Errorf("%+v comes back as %+v, %v", m, back, err)
		}
		if _, err := ReadMessage(append(m.Encode(), 0)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%+v with one byte more: %v", m, err)
		}
	}
	for _, wrong := range [][]byte{nil, {4}, {0, 3, 0}, {0, 0, 5}, {2, 1}, {1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F}} {
		if m, err := ReadMessage(wrong); !errors.Is(err, ErrMalformed) {
			t.Errorf("%v is read as %+v, %v", wrong, m, err)
		}
	}
}

// TestCompany: who is here is who is here for y-protocols.
func TestCompany(t *testing.T) {
	j := newJudge(t)
	now := time.Unix(1_800_000_000, 0)
	for seed := range 200 {
		var h struct {
			Journal []string
			End     map[string]any
		}
		j.ask(&h, "company", seed)
		var a Awareness
		for _, text := range h.Journal {
			if _, err := a.Apply(fromHex(t, text), now); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(h.End, a.look(t)); diff != "" {
			t.Fatalf("seed %d: (-Yjs +we):\n%s", seed, diff)
		}
		var back map[string]any
		j.ask(&back, "meet", hex.EncodeToString(a.Encode(a.Clients())))
		if diff := cmp.Diff(h.End, back); diff != "" {
			t.Fatalf("seed %d, heard by Yjs (-want +got):\n%s", seed, diff)
		}
	}
}

func (a *Awareness) look(t *testing.T) map[string]any {
	t.Helper()
	here := map[string]any{}
	for _, client := range a.Clients() {
		var state any
		if err := json.Unmarshal(a.State(client), &state); err != nil {
			t.Fatal(err)
		}
		here[fmt.Sprint(client)] = state
	}
	return here
}

// TestLeaving: who says nothing for long is gone, and may come back.
func TestLeaving(t *testing.T) {
	var a Awareness
	now := time.Unix(1_800_000_000, 0)
	word := func(clock uint64, state string) []byte {
		var w writer
		w.uint(1)
		w.uint(7)
		w.uint(clock)
		w.str(state)
		return w.buf
	}
	change := func(clock uint64, state string) AwarenessChange {
		t.Helper()
		c, err := a.Apply(word(clock, state), now)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	steps := []struct {
		got  any
		want any
	}{
		{change(1, `{"a":1}`), AwarenessChange{Added: []uint64{7}}},
		{change(1, `{"a":2}`), AwarenessChange{}},
		{change(2, `{"a":2}`), AwarenessChange{Updated: []uint64{7}}},
		{a.Expire(now.Add(OutdatedAfter - 1)), []uint64(nil)},
		{a.Expire(now.Add(OutdatedAfter)), []uint64{7}},
		{hex.EncodeToString(a.Encode([]uint64{7, 8})), hex.EncodeToString(word(2, "null"))},
		{change(3, `{}`), AwarenessChange{Added: []uint64{7}}},
		{change(3, ` null`), AwarenessChange{Removed: []uint64{7}}},
	}
	for i, step := range steps {
		if diff := cmp.Diff(step.want, step.got); diff != "" {
			t.Errorf("step %d: (-want +got):\n%s", i, diff)
		}
	}
	a.Expire(now.Add(20 * OutdatedAfter))
	if len(a.present) != 0 {
		t.Error("who left long ago is still known")
	}
	if _, err := a.Apply(word(4, `"`+string(bytes.Repeat([]byte("x"), maxState))+`"`), now); !errors.Is(err, ErrLimit) {
		t.Errorf("a huge state: %v", err)
	}
}
