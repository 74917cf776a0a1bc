package document_test

import (
	"strings"
	"testing"

	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/ydoc"
)

// may is what who comes may do.
func (n *node) may() document.May {
	switch {
	case n.writes.Load():
		return document.MayWrite
	case n.proposes.Load():
		return document.MayPropose
	}
	return document.MayRead
}

// copyOf is a document as a line was told of it.
func copyOf(t *testing.T, l *documenttest.Line, client uint64) *ydoc.Doc {
	t.Helper()
	doc := ydoc.New(ydoc.Options{Client: client})
	doc.Root("default", ydoc.XMLFragment)
	told := wait(t, l, func(told documenttest.Told) bool { return len(told.Answer) > 0 })
	for _, update := range append(told.Answer, told.Heard...) {
		if _, err := doc.Apply(update); err != nil {
			t.Fatal(err)
		}
	}
	return doc
}

// adds is the update that puts some words at the beginning of the first
// paragraph.
func adds(t *testing.T, doc *ydoc.Doc, words string, attributes ydoc.Attributes) []byte {
	t.Helper()
	body, err := doc.Edit(func(tx *ydoc.Tx) error {
		for p := range doc.Root("default", ydoc.XMLFragment).Children() {
			for text := range p.Children() {
				return tx.InsertText(text, 0, words, attributes)
			}
		}
		return nil
	})
	if err != nil || body == nil {
		t.Fatalf("nothing to send: %v", err)
	}
	return body
}

func insertion(proposal string, by id.ID) ydoc.Attributes {
	return ydoc.Attributes{"insertion": map[string]any{"id": proposal, "by": by.String(), "at": float64(1_700_000_000_000)}}
}

func TestWhoMayOnlyPropose(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		marc := s.line(t, item, s.Marc)
		typist := documenttest.Typist{Client: 7}
		send(t, marc, typist.Begin())
		send(t, marc, typist.Type("Bonjour"))
		saved(t, marc, 2)

		s.writes.Store(false)
		s.proposes.Store(true)
		olga := s.line(t, item, s.Olga)
		doc := copyOf(t, olga, 70)
		send(t, olga, adds(t, doc, "Ah, ", insertion("abcdefgh1234", s.Olga)))
		saved(t, olga, 1)
		wait(t, marc, func(told documenttest.Told) bool { return len(told.Heard) == 1 })
		if got := s.markdown(t, item); got != "Bonjour" {
			t.Errorf("the document says %q", got)
		}

		for name, hostile := range map[string]func(l *documenttest.Line) []byte{
			"writes": func(l *documenttest.Line) []byte { return adds(t, copyOf(t, l, 71), "Non. ", nil) },
			"in the name of another": func(l *documenttest.Line) []byte {
				return adds(t, copyOf(t, l, 72), "Non. ", insertion("zzzzzzzz1234", s.Marc))
			},
			"as the editor of another": func(l *documenttest.Line) []byte { return typist.Type(" Non.") },
			"decides": func(l *documenttest.Line) []byte {
				doc := copyOf(t, l, 73)
				body, err := doc.Edit(func(tx *ydoc.Tx) error {
					return tx.Set(doc.Root("verdicts", ydoc.Map), "abcdefgh1234", "accepted "+s.Olga.String()+" 1700000000000")
				})
				if err != nil {
					t.Fatal(err)
				}
				return body
			},
		} {
			l := s.line(t, item, s.Olga)
			send(t, l, hostile(l))
			told, _ := l.Wait(t.Context(), func(told documenttest.Told) bool { return told.Refused != "" })
			if told.Refused != "rights" {
				t.Errorf("who %s is refused for %q", name, told.Refused)
			}
			if got := s.markdown(t, item); got != "Bonjour" {
				t.Errorf("who %s made the document say %q", name, got)
			}
		}

		// Who writes proposes in no other name either.
		s.writes.Store(true)
		manon := s.line(t, item, s.Manon)
		body := adds(t, copyOf(t, manon, 74), "Non. ", insertion("zzzzzzzz9999", s.Marc))
		send(t, manon, body)
		if told, _ := manon.Wait(t.Context(), func(told documenttest.Told) bool { return told.Refused != "" }); told.Refused != "rights" {
			t.Errorf("a proposal in another name is refused for %q", told.Refused)
		}
		if got := s.markdown(t, item); strings.Contains(got, "Non") {
			t.Errorf("the document says %q", got)
		}
	})
}

// Whose editor signed what is found in the log when the document is opened anew.
func TestWhoProposesComesBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		marc := s.line(t, item, s.Marc)
		typist := documenttest.Typist{Client: 7}
		send(t, marc, typist.Begin())
		send(t, marc, typist.Type("Bonjour"))
		saved(t, marc, 2)
		s.writes.Store(false)
		s.proposes.Store(true)
		olga := s.line(t, item, s.Olga)
		doc := copyOf(t, olga, 70)
		send(t, olga, adds(t, doc, "Ah, ", insertion("abcdefgh1234", s.Olga)))
		saved(t, olga, 1)

		s.stop()
		s.node = s.begin(t)
		s.writes.Store(false)
		s.proposes.Store(true)
		again := s.line(t, item, s.Olga)
		send(t, again, adds(t, doc, "bon, ", insertion("abcdefgh1234", s.Olga)))
		saved(t, again, 1)
		thief := s.line(t, item, s.Olga)
		send(t, thief, typist.Type(" Non."))
		if told, _ := thief.Wait(t.Context(), func(told documenttest.Told) bool { return told.Refused != "" }); told.Refused != "rights" {
			t.Errorf("who signs as Marc's editor is refused for %q", told.Refused)
		}
	})
}

// What was proposed through another node is known here: who writes beside it is
// not taken for its author.
func TestWhoProposesElsewhere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		if s.DB.Engine() != store.Postgres {
			return // SQLite has one process
		}
		item := s.document(t)
		marc := s.line(t, item, s.Marc)
		typist := documenttest.Typist{Client: 7}
		send(t, marc, typist.Begin())
		send(t, marc, typist.Type("Bonjour"))
		saved(t, marc, 2)
		other := s.begin(t)
		other.writes.Store(false)
		other.proposes.Store(true)
		olga := other.line(t, item, s.Olga)
		send(t, olga, adds(t, copyOf(t, olga, 70), "Ah, ", insertion("abcdefgh1234", s.Olga)))
		saved(t, olga, 1)
		wait(t, marc, func(told documenttest.Told) bool { return len(told.Heard) == 1 })
		send(t, marc, typist.Type(" !"))
		told := wait(t, marc, func(told documenttest.Told) bool { return told.Saved == 3 || told.Refused != "" })
		if told.Refused != "" {
			t.Fatalf("who writes beside a proposal of another node is refused for %q", told.Refused)
		}
		if here := s.markdown(t, item); here != "Bonjour !" {
			t.Errorf("the document says %q", here)
		}
	})
}
