package odt

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"parvis/internal/document/office"
	"parvis/internal/document/office/officetest"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

// TestOthers reads files that LibreOffice made.
func TestOthers(t *testing.T) {
	for name, c := range map[string]struct {
		has      []string
		pictures int
	}{
		"samples/rgaa4-2019-exemple-declaration.odt": {[]string{"# Exemple de déclaration d’accessibilité RGAA 4.0", "## Droits de reproduction", "- Reproduire, copier, publier", "[licence ouverte 2.0 ou ultérieure](https://www.etalab.gouv.fr/"}, 1},
		"known-text/d-11-F303.odt":                   {[]string{"# Arrêt maladie : démarches à effectuer"}, 0},
		"samples/testODTStyles3.odt":                 {nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile("../../../extract/testdata/" + name)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Read(t.Context(), bytes.NewReader(data), int64(len(data)), officetest.Home())
			if err != nil {
				t.Fatal(err)
			}
			text := prose.Markdown(got.Doc)
			for _, words := range c.has {
				if !strings.Contains(text, words) {
					t.Errorf("%q is not in\n%.3000s", words, text)
				}
			}
			if len(got.Pictures) != c.pictures {
				t.Errorf("%d pictures, want %d", len(got.Pictures), c.pictures)
			}
		})
	}
}

func TestHostile(t *testing.T) {
	for what, data := range map[string][]byte{"no zip": []byte("PK\x03\x04"), "nothing": nil} {
		if _, err := Read(t.Context(), bytes.NewReader(data), int64(len(data)), office.Home{}); extract.ReasonOf(err) != extract.Damaged {
			t.Errorf("%s: %v", what, err)
		}
	}
}
