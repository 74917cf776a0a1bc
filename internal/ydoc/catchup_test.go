package ydoc

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCatchingUp gives what happened in other ways: in another order, as one
// merged update, as what somebody lacks who stayed behind. All end the same.
// There are no emoji: halves of characters depend on the order.
func TestCatchingUp(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	c := course{On: []string{"text", "tree", "marks", "map", "list"}, Undo: true, Steps: 40, GC: true}
	from, to := histories(t, 40)
	for seed := from; seed < to; seed++ {
		label := fmt.Sprintf("seed %d", seed)
		h := j.play(seed, c)
		journal := make([][]byte, len(h.Journal))
		for i, text := range h.Journal {
			journal[i] = fromHex(t, text)
		}

		shuffled := apply(t, shuffle(seed, journal)...)
		if diff := cmp.Diff(h.End, look(shuffled)); diff != "" {
			t.Fatalf("%s, in another order (-Yjs +we):\n%s", label, diff)
		}
		if shuffled.Waiting() {
			t.Fatalf("%s: something waits although all has come", label)
		}

		merged, err := Merge(shuffle(seed+1, journal)...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(h.End, look(apply(t, merged))); diff != "" {
			t.Fatalf("%s, merged (-Yjs +we):\n%s", label, diff)
		}
		j.reads(label+", merged", h.End, merged)

		behind, err := ReadStateVector(fromHex(t, h.Middle.Vector))
		if err != nil {
			t.Fatal(err)
		}
		state := fromHex(t, h.Middle.State)
		lacking := shuffled.Encode(behind)
		j.reads(label+", what was lacking", h.End, state, lacking)
		less, err := Diff(merged, behind)
		if err != nil {
			t.Fatal(err)
		}
		j.reads(label+", the difference of the merged", h.End, state, less)

		// Half of the journal leaves things waiting, which are sent on.
		half := apply(t, shuffle(seed, journal)[len(journal)/2:]...)
		j.reads(label+", half, then all", h.End, append([][]byte{half.Encode(nil)}, journal...)...)
		again := apply(t, half.Encode(nil))
		for _, update := range journal {
			if _, err := again.Apply(update); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(h.End, look(again)); diff != "" {
			t.Fatalf("%s, half sent on, then all (-Yjs +we):\n%s", label, diff)
		}
	}
}

func shuffle(seed int, updates [][]byte) [][]byte {
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	other := append([][]byte{}, updates...)
	r.Shuffle(len(other), func(a, b int) { other[a], other[b] = other[b], other[a] })
	return other
}

func apply(t testing.TB, updates ...[]byte) *Doc {
	t.Helper()
	d := New(Options{})
	for _, update := range updates {
		if _, err := d.Apply(update); err != nil {
			t.Fatal(err)
		}
	}
	d.verify(t)
	return d
}

// TestWaitingForEachOther: what two wrote in turns arrives in the worst order.
// Yjs keeps the middle waiting for ever.
func TestWaitingForEachOther(t *testing.T) {
	zoe, ali := New(Options{Client: 1}), New(Options{Client: 2})
	var updates [][]byte
	say := func(who, other *Doc, text string) {
		t.Helper()
		body := who.Root("text", Text)
		update, err := who.Edit(func(tx *Tx) error { return tx.InsertText(body, body.Len(), text, nil) })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Apply(update); err != nil {
			t.Fatal(err)
		}
		updates = append(updates, update)
	}
	say(zoe, ali, "a")
	say(ali, zoe, "b")
	say(zoe, ali, "c")
	say(ali, zoe, "d")
	say(zoe, ali, "e")
	d := apply(t, updates[4], updates[1], updates[0], updates[2], updates[3])
	if got := d.Root("text", Text).PlainText(); got != "abcde" || d.Waiting() {
		t.Errorf("%q, waiting: %t", got, d.Waiting())
	}
}
