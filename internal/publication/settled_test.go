package publication_test

import (
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/publication"
)

// TestAcceptedAnswersShowInLists: the answer that was accepted stands under
// its question wherever that question is listed.
func TestAcceptedAnswersShowInLists(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it, err := s.service.Publish(t.Context(), s.As(t, s.Marc), publication.New{New: content.New{
			Kind: publication.Question, Community: s.Open, Title: "Qui signe ?", Source: "Je cherche.",
		}})
		if err != nil {
			t.Fatal(err)
		}
		said, err := s.Content.Comment(t.Context(), s.As(t, s.Olga), content.NewComment{
			Form: s.IDs.New(), Item: it.ID, Kind: content.Answer, Source: "**Le directeur**, par délégation. " + strings.Repeat("Voir la note. ", 200),
		})
		if err != nil {
			t.Fatal(err)
		}
		mark := func() content.Mark {
			rows, err := s.Content.Latest(t.Context(), s.As(t, s.Olga), content.Filter{}, content.Cursor{}, 10)
			if err != nil || len(rows.Rows) != 1 {
				t.Fatal(rows, err)
			}
			return rows.Rows[0].Mark
		}
		if m := mark(); m.Good || m.Reply != "" || m.Answers != 1 {
			t.Errorf("before: %+v", m)
		}
		if err := s.service.Accept(t.Context(), s.As(t, s.Marc), it.ID, said.ID); err != nil {
			t.Fatal(err)
		}
		if m := mark(); !m.Good || !strings.HasPrefix(m.Reply, "Le directeur, par délégation.") || len(m.Reply) > 200 {
			t.Errorf("accepted: %+v", m)
		}
		if _, err := s.Content.BinComment(t.Context(), s.As(t, s.Olga), said.ID); err != nil {
			t.Fatal(err)
		}
		if m := mark(); m.Good || m.Reply != "" {
			t.Errorf("in the bin: %+v", m)
		}
	})
}
