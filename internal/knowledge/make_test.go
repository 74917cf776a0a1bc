package knowledge_test

import (
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/knowledge"
)

// asked publishes a question with an accepted answer by somebody.
func (s *site) asked(t *testing.T, by, community, answerer id.ID, audience access.Audience) (content.Item, content.Comment) {
	t.Helper()
	it := s.Post(t, by, community, func(n *content.New) {
		n.Kind, n.Title, n.Source, n.Tags, n.Audience = "question", "Qui signe ?", "Je cherche qui signe.", []string{"signature"}, audience
	})
	c, err := s.Content.Comment(t.Context(), s.As(t, answerer), content.NewComment{Form: s.IDs.New(), Item: it.ID, Kind: content.Answer, Source: "Le directeur, dit @manon.leroy."})
	must(t, err)
	*s.accepted = c.ID
	return it, c
}

// TestMadeOfAnAnswer: the sheet takes the question and its accepted answer, its
// contributors are credited and told, and links lead both ways.
func TestMadeOfAnAnswer(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		question, answer := s.asked(t, s.Marc, s.Open, s.Olga, access.Everyone)
		p, err := s.sheets.Propose(t.Context(), s.As(t, s.Manon), question.ID, 0)
		must(t, err)
		if p.Title != "Qui signe ?" || p.Parts.Answer != "Le directeur, dit Manon Leroy." || !p.Parts.Question || p.Comment != answer.ID || len(p.Tags) != 1 || len(p.Contributors) != 2 {
			t.Errorf("proposed %+v", p)
		}
		it := s.write(t, s.Manon, s.Open, func(n *knowledge.New) {
			n.Origin, n.Comment, n.Sources = question.ID, answer.ID, []knowledge.Source{{Link: content.Href(question.ID)}}
		})
		_, label, err := s.sheets.Sheet(t.Context(), s.As(t, s.Olga), it.ID)
		must(t, err)
		card, err := s.sheets.Card(t.Context(), s.As(t, s.Olga), label)
		must(t, err)
		people := []id.ID{s.Marc, s.Olga}
		slices.Sort(people)
		if card.Origin.ID != question.ID || !slices.Equal(card.Contributors, people) || len(card.Sources) != 1 || card.Sources[0].Title != "Qui signe ?" {
			t.Errorf("the card is %+v", card)
		}
		s.expect(t, s.Olga, it.ID, "me sheet_made")
		s.expect(t, s.Manon, it.ID, "")
		if made, err := s.sheets.Became(t.Context(), s.As(t, s.Olga), question.ID); err != nil || len(made) != 1 || made[0].ID != it.ID {
			t.Errorf("the thread became %v, %v", made, err)
		}
	})
}

// TestASheetIsNotReadMoreWidely: words of a narrower place stay there, and its
// links say nothing to who may not read what they lead to.
func TestASheetIsNotReadMoreWidely(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		make := func(by, community, origin id.ID, audience access.Audience) error {
			_, err := s.sheets.Write(t.Context(), s.As(t, by), knowledge.New{
				New: content.New{Community: community, Title: "Une fiche", Source: "Texte.", Audience: audience}, Origin: origin,
			})
			return err
		}
		private, _ := s.asked(t, s.Marc, s.Private, s.Manon, access.Everyone)
		request, _ := s.asked(t, s.Marc, s.OnRequest, s.Manon, access.Everyone)
		narrow, _ := s.asked(t, s.Marc, s.Open, s.Manon, access.MembersOnly)
		open, _ := s.asked(t, s.Marc, s.Open, s.Manon, access.Everyone)
		contenttest.Wants(t, "a private thread in an open place", make(s.Manon, s.Open, private.ID, 0), fault.KindForbidden)
		contenttest.Wants(t, "a thread on request in an open place", make(s.Manon, s.Open, request.ID, 0), fault.KindForbidden)
		contenttest.Wants(t, "a thread of members, elsewhere", make(s.Manon, s.Private, narrow.ID, access.MembersOnly), fault.KindForbidden)
		contenttest.Wants(t, "a thread of members, for everyone", make(s.Manon, s.Open, narrow.ID, access.Everyone), fault.Invalid)
		contenttest.Wants(t, "a thread that one does not read", make(s.Olga, s.Open, private.ID, 0), fault.KindNotFound)
		must(t, make(s.Manon, s.Open, narrow.ID, access.MembersOnly))
		must(t, make(s.Manon, s.Private, open.ID, 0))
		must(t, make(s.Manon, s.Private, private.ID, 0))
		if made, err := s.sheets.Became(t.Context(), s.As(t, s.Olga), open.ID); err != nil || len(made) != 0 {
			t.Errorf("an outsider learns of %v, %v", made, err)
		}
		it := s.write(t, s.Manon, s.Open, func(n *knowledge.New) {
			n.Sources = []knowledge.Source{{Link: content.Href(private.ID)}, {Title: "Le code", Link: "https://www.legifrance.gouv.fr/codes"}}
		})
		_, label, err := s.sheets.Sheet(t.Context(), s.As(t, s.Olga), it.ID)
		must(t, err)
		card, err := s.sheets.Card(t.Context(), s.As(t, s.Olga), label)
		if err != nil || len(card.Sources) != 1 || card.Sources[0].Title != "Le code" {
			t.Errorf("an outsider reads %+v, %v", card.Sources, err)
		}
		// Who may not read a source does not lose it by naming others.
		must(t, s.sheets.HandOver(t.Context(), s.As(t, s.Manon), it.ID, s.Marc))
		s.Leave(t, s.Private, s.Marc)
		must(t, s.sheets.Describe(t.Context(), s.As(t, s.Marc), it.ID, 0, nil))
		if card, err = s.sheets.Card(t.Context(), s.As(t, s.Manon), label); err != nil || len(card.Sources) != 1 || card.Sources[0].Item != private.ID {
			t.Errorf("a manager reads %+v, %v", card.Sources, err)
		}
		for _, bad := range []string{"javascript:alert(1)", "sans adresse", "/i/nulle-part", "ftp://exemple.fr"} {
			err := s.sheets.Describe(t.Context(), s.As(t, s.Manon), it.ID, 0, []knowledge.Source{{Title: "Mauvaise", Link: bad}})
			contenttest.Wants(t, bad, err, fault.Invalid)
		}
	})
}
