package document

import (
	"strings"
	"testing"

	"parvis/internal/document/prose"
)

// TestDrawnAsSaid: marks begin and end within words, and before a comma; what is
// drawn says what was written and no space more.
func TestDrawnAsSaid(t *testing.T) {
	doc := prose.Read("Un **g**ras, `a<b`; [lien](https://exemple.fr).", nil)
	var out strings.Builder
	if err := blocks(Rendered{Doc: doc}, doc.Content).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	want := `<p>Un <strong>g</strong>ras, <code>a&lt;b</code>; <a href="https://exemple.fr" rel="noopener nofollow">lien</a>.</p>`
	if out.String() != want {
		t.Errorf("drawn as\n%s\nnot\n%s", out.String(), want)
	}
}
