package content_test

import (
	"testing"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
)

// TestAFormSentAgainWithAnotherText: what was typed is neither published in
// the place of the first text nor taken for it, however often that was edited.
func TestAFormSentAgainWithAnotherText(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		form := w.IDs.New()
		named := func(title, source string) func(*content.New) {
			return func(n *content.New) { n.ID, n.Title, n.Source = form, title, source }
		}
		first, other := named("Horaires", "De neuf à douze."), named("Congés", "En août.")
		made := w.Post(t, w.Marc, w.Open, first)
		if _, err := w.Try(t, w.Marc, w.Open, other); !content.IsUsed(err) || fault.KindOf(err) != fault.Conflict {
			t.Errorf("another text: %v", err)
		}
		if _, err := w.Content.Edit(t.Context(), w.As(t, w.Marc), content.Edit{Item: made.ID, Revision: 1, Title: "Congés", Source: "En août."}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Try(t, w.Marc, w.Open, first); !content.IsReplay(err) {
			t.Errorf("the first text, edited since: %v", err)
		}
		if _, err := w.Try(t, w.Marc, w.Open, other); !content.IsUsed(err) {
			t.Errorf("a text that it has become since: %v", err)
		}

		say := content.NewComment{Form: w.IDs.New(), Item: made.ID, Source: "Une fois."}
		if _, err := w.Content.Comment(t.Context(), w.As(t, w.Olga), say); err != nil {
			t.Fatal(err)
		}
		say.Source = "Autre chose."
		if _, err := w.Content.Comment(t.Context(), w.As(t, w.Olga), say); !content.IsUsed(err) {
			t.Errorf("another comment: %v", err)
		}
	})
}

// TestADraftThatComesAfterItsItem: kept while its form was being sent, it does
// not bring the form back.
func TestADraftThatComesAfterItsItem(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		marc := w.As(t, w.Marc)
		made := w.Post(t, w.Marc, w.Open)
		fields := map[string]string{"title": "Horaires"}
		place := "new-" + made.ID.String()
		if err := w.Content.SaveDraft(t.Context(), marc, place, fields); !content.IsUsed(err) {
			t.Errorf("it is told %v", err)
		}
		if _, kept, err := w.Content.Draft(t.Context(), marc, place); kept || err != nil {
			t.Errorf("the draft of what is published came back (%v)", err)
		}
		// Whose item it is not, that one's draft is kept: ids tell nothing.
		if err := w.Content.SaveDraft(t.Context(), w.As(t, w.Manon), place, fields); err != nil {
			t.Fatal(err)
		}
		if _, kept, err := w.Content.Draft(t.Context(), w.As(t, w.Manon), place); !kept || err != nil {
			t.Errorf("another's draft is lost (%v)", err)
		}
	})
}
