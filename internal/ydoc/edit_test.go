package ydoc

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGestures makes the same gestures here and in Yjs, one after the other,
// and demands the same document: texts, marks and all.
func TestGestures(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	c := course{On: []string{"text", "tree", "marks", "map", "list"}, Emoji: true, Steps: 15, GC: true}
	from, to := histories(t, 150)
	for seed := from; seed < to; seed++ {
		h := j.play(seed, c)
		d := apply(t, fromHex(t, h.State))
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		var told []gesture
		var updates [][]byte
		for range 30 {
			g := draw(r, d, sentences)
			told = append(told, g.told())
			if update := edit(t, d, g); update != nil {
				updates = append(updates, update)
			}
		}
		d.verify(t)
		text, err := json.Marshal(told)
		if err != nil {
			t.Fatal(err)
		}
		var want view
		j.ask(&want, "script", h.State, string(text))
		got := look(d)
		label := fmt.Sprintf("seed %d", seed)
		want.Vector, got.Vector = nil, nil // other clients, other numbers of marks
		want.XML, got.XML = "", ""         // as the runs
		// Yjs leaves marks that say again what an object says already.
		want.Text, want.Tree = joined(want.Text).([]any), joined(want.Tree)
		got.Text, got.Tree = joined(got.Text).([]any), joined(got.Tree)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: Yjs and we differ (-Yjs +we):\n%s", label, diff)
		}
		j.reads(label, look(d), append([][]byte{fromHex(t, h.State)}, updates...)...)
	}
}

// joined joins runs of text that follow each other under the same attributes.
func joined(value any) any {
	switch value := value.(type) {
	case map[string]any:
		other := map[string]any{}
		for key, each := range value {
			other[key] = joined(each)
		}
		return other
	case []any:
		list := []any{}
		for _, each := range value {
			run, isRun := each.(map[string]any)
			text, isText := run["insert"].(string)
			if n := len(list); n > 0 && isRun && isText {
				last, _ := list[n-1].(map[string]any)
				if before, is := last["insert"].(string); is && cmp.Equal(last["attributes"], run["attributes"]) {
					list[n-1] = map[string]any{"insert": before + text, "attributes": run["attributes"]}
					continue
				}
			}
			list = append(list, joined(each))
		}
		return list
	}
	return value
}

// TestWritingBeside writes beside somebody who uses Yjs, from the same state;
// then both hear of each other.
func TestWritingBeside(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	c := course{On: []string{"text", "tree", "marks", "map", "list"}, Steps: 15, GC: true}
	options, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	from, to := histories(t, 150)
	for seed := from; seed < to; seed++ {
		h := j.play(seed, c)
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		d := New(Options{Client: uint64(r.IntN(200) + 1000)}) // the other's is below
		if _, err := d.Apply(fromHex(t, h.State)); err != nil {
			t.Fatal(err)
		}
		var ours []string
		for range 15 {
			if update := edit(t, d, draw(r, d, sentences[:7])); update != nil {
				ours = append(ours, hex.EncodeToString(update))
			}
		}
		list, err := json.Marshal(ours)
		if err != nil {
			t.Fatal(err)
		}
		var other struct {
			Mine []string
			End  view
		}
		j.ask(&other, "beside", h.State, seed, string(options), string(list))
		for _, text := range other.Mine {
			if _, err := d.Apply(fromHex(t, text)); err != nil {
				t.Fatal(err)
			}
		}
		label := fmt.Sprintf("seed %d", seed)
		if diff := cmp.Diff(other.End, look(d)); diff != "" {
			t.Fatalf("%s: Yjs and we differ (-Yjs +we):\n%s", label, diff)
		}
		d.verify(t)
		j.reads(label, other.End, d.Encode(nil))
	}
}

// TestRefusedGestures: what cannot be is said and changes nothing.
func TestRefusedGestures(t *testing.T) {
	d, other := New(Options{}), New(Options{})
	text, list, emoji := d.Root("text", Text), d.Root("list", Array), d.Root("emoji", Text)
	if _, err := d.Edit(func(tx *Tx) error { return tx.InsertText(emoji, 0, "a😀", nil) }); err != nil {
		t.Fatal(err)
	}
	for _, refused := range []struct {
		why  error
		edit func(tx *Tx) error
	}{
		{ErrRange, func(tx *Tx) error { return tx.InsertText(text, 1, "x", nil) }},
		{ErrRange, func(tx *Tx) error { return tx.Delete(text, 0, 1) }},
		{ErrRange, func(tx *Tx) error { return tx.Delete(text, -1, 1) }},
		{ErrRange, func(tx *Tx) error { return tx.Format(text, 0, 1, Attributes{"b": true}) }},
		{ErrRange, func(tx *Tx) error { return tx.Insert(list, 2, "x") }},
		{ErrRange, func(tx *Tx) error { return tx.InsertText(emoji, 2, "x", nil) }},
		{ErrRange, func(tx *Tx) error { return tx.Delete(emoji, 0, 2) }},
		{ErrKind, func(tx *Tx) error { return tx.Insert(text, 0, "x") }},
		{ErrKind, func(tx *Tx) error { return tx.InsertText(list, 0, "x", nil) }},
		{ErrKind, func(tx *Tx) error { return tx.Set(list, "k", struct{}{}) }},
		{ErrKind, func(tx *Tx) error { return tx.Set(list, "k", Draft{}) }},
		{ErrKind, func(tx *Tx) error { return tx.Set(other.Root("map", Map), "k", 1) }},
	} {
		update, err := d.Edit(refused.edit)
		if !errors.Is(err, refused.why) || update != nil {
			t.Errorf("%v, an update of %d bytes; want %v and none", err, len(update), refused.why)
		}
	}
}
