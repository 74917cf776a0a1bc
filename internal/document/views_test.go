package document_test

import (
	"strings"
	"testing"

	"parvis/internal/document"
	"parvis/internal/document/prose"
)

// TestReadBodyAddsNoSpace: what is set in bold is followed by its full stop, not
// by a space before it.
func TestReadBodyAddsNoSpace(t *testing.T) {
	var page strings.Builder
	body := document.Rendered{Doc: prose.Read("Des données **à caractère personnel**, et [un guide](https://example.org/).", nil)}
	if err := document.ReadBody(body).Render(t.Context(), &page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<strong>à caractère personnel</strong>, et", "un guide</a>."} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("not there: %s, in %s", want, page.String())
		}
	}
}
