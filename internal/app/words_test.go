package app

import (
	"testing"

	"parvis/internal/i18n"
	"parvis/internal/store"
)

// TestKindsHaveNames: whatever the kinds of items, each has its name in lists
// and on its page, and another, for many, among the filters of a search.
func TestKindsHaveNames(t *testing.T) {
	a := start(t, store.SQLite)
	if len(a.Content.Kinds) < 7 {
		t.Fatalf("%d kinds of items", len(a.Content.Kinds))
	}
	for _, lang := range i18n.Langs() {
		for _, kind := range a.Content.Kinds {
			for _, family := range []string{"ui.kind.", "discovery.kind."} {
				if !a.Catalogue.In(lang).Has(family + kind.Name) {
					t.Errorf("%s: %q has no message", lang, family+kind.Name)
				}
			}
		}
	}
}
