package app

import (
	"testing"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/knowledge"
)

// sheets puts a tree with a sheet made of a question, and what a reader reports
// of it.
func (s *scene) sheets(t testing.TB, community id.ID, word string, question id.ID) (section, sheet, report id.ID) {
	t.Helper()
	section, err := s.Knowledge.AddSection(t.Context(), s.as(t, "manager"), 0, community, 0, "Rubrique "+word)
	if err != nil {
		t.Fatal(err)
	}
	it, err := s.Knowledge.Write(t.Context(), s.as(t, "member"), knowledge.New{
		New:     content.New{ID: s.IDs.New(), Community: community, Title: "Titre " + word + " de fiche", Source: "Texte " + word + " de fiche.", Tags: []string{word + " partagé"}},
		Section: section, Origin: question, Sources: []knowledge.Source{{Link: content.Href(question)}, {Title: "Source " + word, Link: "https://exemple.fr/" + word}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Knowledge.Report(t.Context(), s.as(t, "guest"), it.ID, knowledge.Outdated, "Signalement "+word); err != nil {
		t.Fatal(err)
	}
	reports, err := s.Knowledge.Reports(t.Context(), s.as(t, "manager"), it.ID)
	if err != nil || len(reports) != 1 {
		t.Fatal(reports, err)
	}
	return section, it.ID, reports[0].ID
}
