package document_test

import (
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
)

func TestTheTextFollows(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		marc := s.line(t, item, s.Marc)
		typist := documenttest.Typist{Client: 7}
		send(t, marc, typist.Begin())
		send(t, marc, typist.Type("Le délai est de deux mois."))
		saved(t, marc, 2)
		if err := s.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		th, err := s.Content.Read(t.Context(), s.As(t, s.Olga), item, content.At{})
		if err != nil {
			t.Fatal(err)
		}
		if th.Source != "Le délai est de deux mois." || th.Excerpt != th.Source || th.Editor != s.Marc {
			t.Errorf("the item says %q, in short %q, by %v", th.Source, th.Excerpt, th.Editor)
		}
		m, err := s.Moment(t.Context(), s.As(t, s.Olga), item, 1)
		if err != nil || !m.Doc.Blank() {
			t.Errorf("%+v %v", m, err)
		}
		// What an outsider may not read has no past.
		if _, err := s.Moment(t.Context(), access.Actor{}, item, 1); err == nil {
			t.Error("anybody reads the past")
		}
	})
}

func TestRestore(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		it, err := s.Make(t.Context(), s.As(t, s.Marc), document.New{
			New: content.New{Community: s.Open, Title: "Un document"}, Outline: "# Titre\n\nUn **premier** texte.\n\n- un\n- deux",
		})
		if err != nil {
			t.Fatal(err)
		}
		first := s.markdown(t, it.ID)
		marc := s.line(t, it.ID, s.Marc)
		typist := documenttest.Typist{Client: 7}
		send(t, marc, typist.Begin())
		send(t, marc, typist.Type("Ajouté. "))
		saved(t, marc, 2)
		if got := s.markdown(t, it.ID); got != "Ajouté.\n\n"+first && got != "Ajouté. \n\n"+first {
			t.Fatalf("the document says %q", got)
		}
		if err := s.Restore(t.Context(), s.As(t, s.Manon), it.ID, 1); err != nil {
			t.Fatal(err)
		}
		if got := s.markdown(t, it.ID); got != first {
			t.Errorf("restored, it says %q, not %q", got, first)
		}
		wait(t, marc, func(told documenttest.Told) bool { return len(told.Heard) == 1 })
		// What came between is still there, and who reads only restores nothing.
		m, err := s.Moment(t.Context(), s.As(t, s.Olga), it.ID, 3)
		if err != nil || !strings.HasPrefix(prose.Markdown(m.Doc), "Ajouté.") {
			t.Errorf("%v %v", m.Doc, err)
		}
		if err := s.Restore(t.Context(), s.As(t, s.Olga), it.ID, 3); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("who is no member restores: %v", err)
		}
	})
}
