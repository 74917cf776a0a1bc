package document_test

import (
	"strings"
	"testing"

	"parvis/internal/document/documenttest"
)

// A document that rests is brought back by whoever comes, reads or writes.
func TestRest(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		marc, manon := s.line(t, item, s.Marc), s.line(t, item, s.Manon)
		one, two := documenttest.Typist{Client: 7}, documenttest.Typist{Client: 8}
		send(t, marc, one.Begin())
		send(t, marc, one.Type("Un"))
		saved(t, marc, 2)
		if err := s.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Rest()
		if got := s.markdown(t, item); got != "Un" {
			t.Errorf("after a rest the document says %q", got)
		}
		s.Rest()
		send(t, manon, two.Begin())
		send(t, manon, two.Type("Deux"))
		saved(t, manon, 2)
		wait(t, marc, func(told documenttest.Told) bool { return len(told.Heard) >= 2 })
		s.Rest()
		send(t, marc, one.Type(" seul"))
		saved(t, marc, 3)
		told := wait(t, manon, func(told documenttest.Told) bool { return len(told.Heard) >= 3 })
		if len(told.Heard) != 3 {
			t.Errorf("who looks on is told %d updates of 3", len(told.Heard))
		}
		s.Rest()
		late := s.line(t, item, s.Olga)
		told = wait(t, late, func(told documenttest.Told) bool { return len(told.Answer) == 1 })
		for _, part := range []string{"Un seul", "Deux"} {
			if !strings.Contains(string(told.Answer[0]), part) {
				t.Errorf("who comes after a rest lacks %q", part)
			}
		}
	})
}
