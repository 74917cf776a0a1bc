package app

import (
	"testing"

	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/signoff"
	"parvis/internal/id"
)

// reviews makes a document whose visa the guest is asked for, and one that the
// manager approved.
func (s *scene) reviews(t testing.TB, community id.ID, word string) map[string]string {
	t.Helper()
	make := func(title string) id.ID {
		it, err := s.Documents.Make(t.Context(), s.as(t, "member"), document.New{
			New:     content.New{ID: s.IDs.New(), Community: community, Title: title + " " + word, Tags: []string{word + " partagé"}},
			Outline: "Texte " + word + " écrit à plusieurs.",
		})
		if err != nil {
			t.Fatal(err)
		}
		return it.ID
	}
	ask := func(item id.ID, who string) signoff.Seen {
		err := s.Signing.Ask(t.Context(), s.as(t, "member"), signoff.Request{
			Item: item, Days: 5, Expects: "Vérifier " + word + ".", Steps: []signoff.Step{{Role: signoff.Somebody, Person: s.people[who]}},
		})
		if err != nil {
			t.Fatal(err)
		}
		c, err := s.Signing.Course(t.Context(), s.as(t, "member"), item)
		if err != nil {
			t.Fatal(err)
		}
		return c.Visas[0]
	}
	reviewed, approved := make("Document relu"), make("Document approuvé")
	visa := ask(reviewed, "guest")
	if err := s.Signing.Approve(t.Context(), s.as(t, "manager"), approved, ask(approved, "manager").ID, 0, "D’accord sur "+word+"."); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"reviewed": reviewed.String(), "approved": approved.String(), "visa": visa.ID.String()}
}
