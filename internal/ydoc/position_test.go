package ydoc

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// textsIn finds the texts of a document in the order of the judge.
func textsIn(d *Doc) []*Node {
	all := []*Node{d.Root("text", Text)}
	for _, g := range below(gesture{node: d.Root("prosemirror", XMLFragment)}, XMLText) {
		all = append(all, g.node)
	}
	return all
}

// TestPositions: every position in every text is encoded as Yjs encodes it,
// and slides as there when others write.
func TestPositions(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	c := course{On: []string{"text", "tree", "marks"}, Emoji: true, Steps: 40, GC: true}
	from, to := histories(t, 40)
	for seed := from; seed < to; seed++ {
		label := fmt.Sprintf("seed %d", seed)
		h := j.play(seed, c)
		later, err := json.Marshal(h.Journal)
		if err != nil {
			t.Fatal(err)
		}
		var places []struct {
			Bytes string
			JSON  Position
			After int
		}
		j.ask(&places, "places", h.Middle.State, string(later))
		d := apply(t, fromHex(t, h.Middle.State))
		next := 0
		for _, n := range textsIn(d) {
			for at := 0; at <= n.Len(); at++ {
				for _, assoc := range []int{0, -1} {
					p, err := n.Position(at, assoc)
					if err != nil {
						t.Fatal(err)
					}
					if text := hex.EncodeToString(p.Encode()); text != places[next].Bytes {
						t.Fatalf("%s: index %d, assoc %d: we encode %s and Yjs %s", label, at, assoc, text, places[next].Bytes)
					}
					if diff := cmp.Diff(places[next].JSON, p); diff != "" {
						t.Fatalf("%s: the JSON differs (-Yjs +we):\n%s", label, diff)
					}
					next++
				}
			}
		}
		if next != len(places) {
			t.Fatalf("%s: %d positions here, %d in Yjs", label, next, len(places))
		}
		for _, text := range h.Journal {
			if _, err := d.Apply(fromHex(t, text)); err != nil {
				t.Fatal(err)
			}
		}
		for _, place := range places {
			p, err := ReadPosition(fromHex(t, place.Bytes))
			if err != nil {
				t.Fatal(err)
			}
			_, at, found := d.Find(p)
			if !found {
				at = -1
			}
			if at != place.After {
				t.Fatalf("%s: %s is at %d, in Yjs at %d", label, place.Bytes, at, place.After)
			}
		}
	}
}

// TestMoments: a document that keeps what is deleted is read as it was.
func TestMoments(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	c := course{On: []string{"text", "tree", "marks", "map", "list"}, Undo: true, Steps: 40, Moments: true}
	from, to := histories(t, 40)
	moments := 0
	for seed := from; seed < to; seed++ {
		h := j.play(seed, c)
		d := New(Options{KeepDeleted: true})
		for _, text := range h.Journal {
			if _, err := d.Apply(fromHex(t, text)); err != nil {
				t.Fatal(err)
			}
		}
		before := look(d)
		for i, moment := range h.Moments {
			label := fmt.Sprintf("seed %d, moment %d", seed, i)
			s, err := ReadSnapshot(fromHex(t, moment.Snapshot))
			if err != nil {
				t.Fatal(err)
			}
			if text := hex.EncodeToString(s.Encode()); text != moment.Snapshot {
				t.Fatalf("%s: we encode %s and Yjs %s", label, text, moment.Snapshot)
			}
			past, err := d.At(s)
			if err != nil {
				t.Fatalf("%s: %v", label, err)
			}
			if diff := cmp.Diff(moment.End, look(past)); diff != "" {
				t.Fatalf("%s: Yjs and we differ (-Yjs +we):\n%s", label, diff)
			}
			moments++
		}
		if diff := cmp.Diff(before, look(d)); diff != "" {
			t.Fatalf("seed %d: looking back changed the document:\n%s", seed, diff)
		}
	}
	t.Logf("%d moments", moments)
}

// TestBringingBack: what was at a moment is written again as a new change.
func TestBringingBack(t *testing.T) {
	d := New(Options{KeepDeleted: true})
	body := d.Root("prosemirror", XMLFragment)
	var then Snapshot
	for i := range 4 {
		if i == 2 {
			then = d.Snapshot()
		}
		_, err := d.Edit(func(tx *Tx) error {
			if i == 3 {
				return tx.Delete(body, 0, 2)
			}
			return tx.Insert(body, 0, Draft{Kind: XMLElement, Name: "heading", Keys: map[string]any{"level": i}, Values: []any{
				Draft{Kind: XMLText, Runs: []Run{{Text: "Été "}, {Text: "😀", Attributes: Attributes{"strong": map[string]any{}}}}},
			}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	past, err := d.At(then)
	if err != nil {
		t.Fatal(err)
	}
	was := past.Root("prosemirror", XMLFragment)
	if _, err := d.Edit(func(tx *Tx) error {
		if err := tx.Delete(body, 0, body.Len()); err != nil {
			return err
		}
		return tx.Insert(body, 0, was.Draft().Values...)
	}); err != nil {
		t.Fatal(err)
	}
	want := `<heading level="1">Été <strong>😀</strong></heading><heading level="0">Été <strong>😀</strong></heading>`
	if body.String() != want || was.String() != want {
		t.Errorf("brought back %s of %s, want %s", body, was, want)
	}
}
