package archtest

import (
	"strings"
	"testing"
	"testing/fstest"
)

// planted is a small tree of sources by path.
type planted map[string]string

func (p planted) tree(t *testing.T) *Tree {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range p {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// expect demands one problem per text, which it contains, and no other.
func expect(t *testing.T, problems []Problem, texts ...string) {
	t.Helper()
	for _, text := range texts {
		found := 0
		for _, problem := range problems {
			if strings.Contains(problem.String(), text) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%d problems say %q, not one", found, text)
		}
	}
	if len(problems) != len(texts) {
		t.Errorf("%d problems, not %d:", len(problems), len(texts))
	}
	if t.Failed() {
		for _, problem := range problems {
			t.Log(problem)
		}
	}
}
