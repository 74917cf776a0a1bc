package document_test

import (
	"strings"
	"testing"

	"parvis/internal/document/documenttest"
)

func TestWhoIsThere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		marc, manon := s.line(t, item, s.Marc), s.line(t, item, s.Manon)
		// Whatever a browser says of who it is, the name is that of the session.
		if err := marc.Present(t.Context(), 7, 1, `{"user":{"name":"Le ministre"},"cursor":{"anchor":1}}`); err != nil {
			t.Fatal(err)
		}
		name := "Personne " + s.Marc.String()
		told := wait(t, manon, func(told documenttest.Told) bool { return told.Present != "" })
		if !strings.Contains(told.Present, name) || strings.Contains(told.Present, "ministre") || !strings.Contains(told.Present, `"anchor":1`) {
			t.Errorf("others are told %q", told.Present)
		}
		// Nobody speaks for the editor of another.
		if err := manon.Present(t.Context(), 7, 9, `{"user":{},"cursor":null}`); err != nil {
			t.Fatal(err)
		}
		if err := manon.Present(t.Context(), 8, 1, `{"at":"mine"}`); err != nil {
			t.Fatal(err)
		}
		told = wait(t, marc, func(told documenttest.Told) bool { return strings.Contains(told.Present, "mine") })
		if strings.Contains(told.Present, `"cursor":null`) {
			t.Errorf("the presence of another was replaced: %q", told.Present)
		}
		marc.Cut()
		wait(t, manon, func(told documenttest.Told) bool { return strings.HasSuffix(told.Present, "null") })
	})
}
