package synonym

import (
	"slices"
	"testing"
)

func TestStarter(t *testing.T) {
	sets := Starter()
	if len(sets) < 1500 {
		t.Fatalf("only %d sets", len(sets))
	}
	if !slices.ContainsFunc(sets, func(set []string) bool { return slices.Contains(set, "smic") }) {
		t.Error("smic is missing")
	}
}

func TestParse(t *testing.T) {
	sets := Parse("a, b\n\n seul \nx,, y , z")
	if len(sets) != 2 || !slices.Equal(sets[1], []string{"x", "y", "z"}) {
		t.Errorf("%q", sets)
	}
}
