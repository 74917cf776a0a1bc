package publication_test

import (
	"fmt"
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/publication"
)

// TestALongQuestionIsReadInPages: the accepted answer first, then by worth,
// each with its remarks; every permalink opens the page where it stands.
func TestALongQuestionIsReadInPages(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it, err := s.service.Publish(t.Context(), s.As(t, s.Marc), publication.New{New: content.New{
			Kind: publication.Question, Community: s.Open, Title: "Comment faire ?", Source: "Dites.",
		}})
		if err != nil {
			t.Fatal(err)
		}
		say := func(kind content.CommentKind, under id.ID, source string) id.ID {
			t.Helper()
			c, err := s.Content.Comment(t.Context(), s.As(t, s.Olga), content.NewComment{Item: it.ID, Kind: kind, Parent: under, Source: source})
			if err != nil {
				t.Fatal(err)
			}
			return c.ID
		}
		var answers []id.ID
		for i := range 60 {
			answers = append(answers, say(content.Answer, 0, fmt.Sprintf("Réponse %03d.", i)))
		}
		under := answers[58]
		for i := range 60 {
			under = say(content.Remark, under, fmt.Sprintf("Remarque %03d.", i)) // each replies to the one before
		}
		last := say(content.Remark, 0, "Un mot sur la question.")
		if err := s.service.Accept(t.Context(), s.As(t, s.Marc), it.ID, answers[57]); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Content.React(t.Context(), s.As(t, s.Marc), content.Subject{Item: it.ID, Comment: answers[30]}, content.Useful); err != nil {
			t.Fatal(err)
		}
		path := content.Href(it.ID)
		first := s.get(t, s.Gaspard, path).wants(t, 200, "Réponse 000.", "Remarque 039.", "Voir les 21 commentaires suivants", "?at="+under.String()[:4]).
			lacks(t, "Remarque 041.", "Un mot sur la question.", "commentaires précédents")
		for i, want := range []string{"Réponse 057.", "Réponse 030.", "Réponse 000.", "Réponse 001."} {
			if at := strings.Index(first.body, want); at < 0 || i > 0 && at < strings.Index(first.body, "Réponse 057.") {
				t.Errorf("%s is not where it belongs", want)
			}
		}
		if strings.Index(first.body, "Réponse 030.") > strings.Index(first.body, "Réponse 000.") {
			t.Error("what is useful does not come first")
		}
		second := s.get(t, s.Gaspard, path+"?at="+under.String()).
			wants(t, 200, "Remarque 059.", "Un mot sur la question.", "Voir les 100 commentaires précédents", "Réponse 058.").lacks(t, "Réponse 057.", "commentaires suivants")
		if strings.Index(second.body, "Réponse 058.") > strings.Index(second.body, "Remarque 059.") {
			t.Error("the remarks of the second page do not stand under their answer")
		}
		s.get(t, s.Gaspard, path+"?at="+last.String()).wants(t, 200, "Un mot sur la question.")
		s.get(t, s.Gaspard, path+"?at="+answers[0].String()).wants(t, 200, "Réponse 000.", "Voir les 21")
		s.get(t, s.Gaspard, path+"?at=7zz").wants(t, 200, "Réponse 057.")
	})
}
