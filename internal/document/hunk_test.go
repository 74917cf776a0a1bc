package document

import (
	"strings"
	"testing"

	"parvis/internal/document/prose"
)

func TestReplaceWholeLeavesWhatStays(t *testing.T) {
	doc := newDoc()
	write := func(source string) int {
		t.Helper()
		body, err := replaceWhole(doc, prose.Read(source, nil))
		if err != nil {
			t.Fatal(err)
		}
		if got := textOf(doc); got != source {
			t.Fatalf("it says %q, not %q", got, source)
		}
		return len(body)
	}
	long := strings.Repeat("Un paragraphe qui ne change pas. ", 40)
	write("# Titre\n\nL’été dernier, tout allait bien.\n\n" + strings.TrimSpace(long) + "\n\n- un\n- deux")
	for _, c := range []struct {
		name   string
		most   int
		source string
	}{
		{"a word in a line", 300, "# Titre\n\nL’été prochain, tout ira bien.\n\n" + strings.TrimSpace(long) + "\n\n- un\n- deux"},
		{"two places at once", 300, "# Le titre\n\nL’été prochain, tout ira bien.\n\n" + strings.TrimSpace(long) + "\n\n- un\n- deux\n- trois"},
		{"blocks that come and go", 300, "L’automne prochain 🍂, tout ira bien.\n\n" + strings.TrimSpace(long) + "\n\n---\n\n- deux"},
		{"other signs of the same length", 300, "L’automne prochain 🍁, tout ira bien.\n\n" + strings.TrimSpace(long) + "\n\n---\n\n- deux"},
		{"a box and a row", 700, "L’automne prochain 🍁, tout ira bien.\n\n" + strings.TrimSpace(long) + "\n\n- [ ] un\n- [ ] deux\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |"},
		{"a box that is ticked, a cell that changes", 90, "L’automne prochain 🍁, tout ira bien.\n\n" + strings.TrimSpace(long) + "\n\n- [ ] un\n- [x] deux\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 44 |"},
		{"marks", 300, "L’automne prochain **🍁**, tout ira bien.\n\n" + strings.TrimSpace(long) + "\n\n---\n\n- deux"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if size := write(c.source); size > c.most {
				t.Errorf("the update takes %d bytes, not %d: what stays was written again", size, c.most)
			}
		})
	}
	if body, err := replaceWhole(doc, Tree(doc)); err != nil || body != nil {
		t.Errorf("the same again makes an update: %v %v", body, err)
	}
}
