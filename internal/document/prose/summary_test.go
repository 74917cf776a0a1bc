package prose

import "testing"

func TestSummarize(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          Summary
	}{
		{"Un texte.", "Un texte.", Summary{}},
		{"", "Le guichet ouvre à 9 h.", Summary{Added: 6, Extract: "+ Le guichet ouvre à 9 h."}},
		{"Le guichet ouvre à 8 h le lundi.", "Le guichet ouvre à 9 h le lundi.", Summary{Added: 1, Removed: 1, Extract: "+ …guichet ouvre à 9  − 8"}},
		{"", "Le **guide**, que suit Léa.", Summary{Added: 5, Extract: "+ Le guide, que suit Léa."}},
		{"Un mot.\n\nDeux mots.", "Un mot.", Summary{Removed: 2, Extract: "− Deux mots."}},
		{"Un mot pesé.", "Un **mot** pesé.", Summary{Reset: true}},
	} {
		got := Summarize(Diff(Read(c.before, nil), Read(c.after, nil)))
		if got != c.want {
			t.Errorf("from %q to %q: %+v, want %+v", c.before, c.after, got, c.want)
		}
		if got.None() != (c.before == c.after) {
			t.Errorf("from %q to %q: none is %v", c.before, c.after, got.None())
		}
	}
}
