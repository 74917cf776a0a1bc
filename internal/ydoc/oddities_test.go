package ydoc

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOddities reads what is rare and writes it back as it was.
func TestOddities(t *testing.T) {
	j := newJudge(t)
	var odd struct{ State, Second, XML string }
	j.ask(&odd, "oddities")
	state := fromHex(t, odd.State)
	d := apply(t, state)
	if !bytes.Equal(d.Encode(nil), state) {
		t.Error("the state is written otherwise than it was read")
	}
	m := d.Root("map", Map)
	for key, want := range map[string]any{
		"document":  Subdocument{"another", map[string]any{"meta": map[string]any{"a": 1.0}}},
		"big":       BigInt(123456789012345678),
		"undefined": Undefined{},
		"bytes":     []byte{0, 255},
		"numbers":   []any{math.Copysign(0, -1), 0.1, float64(1 << 31), -float64(1 << 31), float64(1 << 53), math.Inf(1), math.NaN(), 1e-7, 1.5e300, 64.0, -64.0, 8191.0},
	} {
		got, there := m.Get(key)
		if diff := cmp.Diff(want, got, cmp.Comparer(sameNumber)); diff != "" || !there {
			t.Errorf("%s: (-want +got):\n%s", key, diff)
		}
	}
	if got := d.Root("prosemirror", XMLFragment).String(); got != odd.XML {
		t.Errorf("the markup differs:\n we  %s\n Yjs %s", got, odd.XML)
	}

	// The same values written here are the same bytes, and so is a copy.
	copied := New(Options{Client: 5})
	if _, err := copied.Edit(func(tx *Tx) error {
		for key, value := range m.Draft().Keys {
			if err := tx.Set(copied.Root("map", Map), key, value); err != nil {
				return err
			}
		}
		return tx.Insert(copied.Root("prosemirror", XMLFragment), 0, d.Root("prosemirror", XMLFragment).Draft().Values...)
	}); err != nil {
		t.Fatal(err)
	}
	copied.verify(t)
	if got := copied.Root("prosemirror", XMLFragment).String(); got != odd.XML {
		t.Errorf("the copy differs:\n we  %s\n Yjs %s", got, odd.XML)
	}
	for key, it := range m.keyed {
		if it.kind == isAny && copied.Root("map", Map).keyed[key].data != it.data {
			t.Errorf("%s is encoded otherwise", key)
		}
	}
	var back view
	j.ask(&back, "read", hex.EncodeToString(copied.Encode(nil)))
	if back.XML != odd.XML {
		t.Errorf("Yjs reads the copy as %s", back.XML)
	}

	if _, err := New(Options{}).Apply(fromHex(t, odd.Second)); !errors.Is(err, ErrVersion) {
		t.Errorf("an update in the second format: %v", err)
	}
}

// sameNumber holds NaN equal to itself, and zero unlike its negative.
func sameNumber(a, b float64) bool {
	return a == b && math.Signbit(a) == math.Signbit(b) || math.IsNaN(a) && math.IsNaN(b)
}

// TestOldValues reads values as JSON texts, which Yjs wrote long ago.
func TestOldValues(t *testing.T) {
	old := []byte("\x01\x01\x07\x00\x02\x01\x04list\x03\x01\x31\x09undefined\x07{\"a\":1}\x01\x07\x01\x00\x01")
	d := apply(t, old)
	want := []any{Undefined{}, map[string]any{"a": 1.0}}
	if diff := cmp.Diff(want, d.Root("list", Array).Values()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := apply(t, d.Encode(nil)).Root("list", Array).Values(); cmp.Diff(want, got) != "" {
		t.Errorf("written back, it is %v", got)
	}
}

// TestWhoWrote: each piece of a text says who wrote it, and a change says
// where it happened.
func TestWhoWrote(t *testing.T) {
	zoe, ali := New(Options{Client: 1}), New(Options{Client: 2})
	body := zoe.Root("text", Text)
	update, err := zoe.Edit(func(tx *Tx) error { return tx.InsertText(body, 0, "Bonjour monde", nil) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ali.Apply(update); err != nil {
		t.Fatal(err)
	}
	update, err = ali.Edit(func(tx *Tx) error {
		text := ali.Root("text", Text)
		if err := tx.InsertText(text, 8, "le ", Attributes{"em": true}); err != nil {
			return err
		}
		return tx.Delete(text, 0, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	change, err := zoe.Apply(update)
	if err != nil || len(change.Nodes) != 1 || change.Nodes[0] != body || change.Waiting {
		t.Errorf("%+v, %v", change, err)
	}
	var got []Piece
	for piece := range body.Pieces() {
		piece.marked = false
		got = append(got, piece)
	}
	want := []Piece{
		{ID: ID{1, 1}, Len: 7, Text: "onjour "},
		{ID: ID{2, 1}, Len: 3, Text: "le ", Attributes: Attributes{"em": true}},
		{ID: ID{1, 8}, Len: 5, Text: "monde", Attributes: Attributes{}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Piece{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	contents, err := Inspect(update)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Contents{Written: map[uint64]Span{2: {0, 5}}, Deleted: Deletes{1: {{0, 1}}}}, contents); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
