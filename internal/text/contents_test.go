package text_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/text"
)

func TestAnchored(t *testing.T) {
	html := text.NewRenderer(1).HTML("## Le *premier* & l’autre\n\nTexte\n\n### Dessous\n\n#### Trop bas\n\n## Second", text.Refs{}, "")
	got, list := text.Anchored(html)
	want := []text.Heading{{Anchor: "t-1", Title: "Le premier & l’autre", Level: 1}, {Anchor: "t-2", Title: "Dessous", Level: 2}, {Anchor: "t-3", Title: "Second", Level: 1}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
	const page = "<h3 id=\"t-1\">Le <em>premier</em> &amp; l’autre</h3>\n<p>Texte</p>\n<h4 id=\"t-2\">Dessous</h4>\n<h5>Trop bas</h5>\n<h3 id=\"t-3\">Second</h3>\n"
	if diff := cmp.Diff(page, got); diff != "" {
		t.Error(diff)
	}
	if plain, none := text.Anchored("<p>Rien</p>"); plain != "<p>Rien</p>" || none != nil {
		t.Error("a text without headings changed")
	}
}
