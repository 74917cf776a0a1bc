package ydoc

import "testing"

// TestHolds: a document knows what it has, deletions included.
func TestHolds(t *testing.T) {
	d := New(Options{Client: 1})
	root := d.Root("text", Text)
	edit := func(do func(tx *Tx) error) []byte {
		t.Helper()
		update, err := d.Edit(do)
		if err != nil {
			t.Fatal(err)
		}
		return update
	}
	written := edit(func(tx *Tx) error { return tx.InsertText(root, 0, "abcdef", nil) })
	deleted := edit(func(tx *Tx) error { return tx.Delete(root, 1, 2) })
	for name, c := range map[string]struct {
		in   []byte // all that the document holds
		has  []byte
		want bool
	}{
		"what it has":                 {d.Encode(nil), written, true},
		"a deletion that it has":      {d.Encode(nil), deleted, true},
		"all of it":                   {d.Encode(nil), d.Encode(nil), true},
		"nothing":                     {written, []byte{0, 0}, true},
		"what it lacks":               {[]byte{0, 0}, written, false},
		"a deletion that it lacks":    {written, deleted, false},
		"a deletion of what it lacks": {[]byte{0, 0}, deleted, false},
	} {
		other := New(Options{})
		if _, err := other.Apply(c.in); err != nil {
			t.Fatal(err)
		}
		brings, err := Inspect(c.has)
		if err != nil {
			t.Fatal(err)
		}
		if got := other.Holds(brings); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
