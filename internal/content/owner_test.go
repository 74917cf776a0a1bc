package content_test

import (
	"testing"
	"time"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// TestRevertMakesAnOldTextTheNewest: what came between stays in the history.
func TestRevertMakesAnOldTextTheNewest(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Tags = []string{"guichet"} })
		w.Clock.Add(time.Minute)
		if _, err := w.Content.Edit(t.Context(), w.As(t, w.Marc), content.Edit{Item: it.ID, Title: "Autre", Source: "Deux.", Tags: []string{"guichet"}}); err != nil {
			t.Fatal(err)
		}
		_, err := w.Content.Revert(t.Context(), w.As(t, w.Olga), it.ID, 1)
		contenttest.Wants(t, "a reader who reverts", err, fault.KindForbidden)
		_, err = w.Content.Revert(t.Context(), w.As(t, w.Manon), it.ID, 7)
		contenttest.Wants(t, "a version that never was", err, fault.KindNotFound)
		if _, err := w.Content.Revert(t.Context(), w.As(t, w.Manon), it.ID, 1); err != nil {
			t.Fatal(err)
		}
		_, list, err := w.Content.History(t.Context(), w.As(t, w.Olga), it.ID)
		if err != nil || len(list) != 3 || list[2].Source != list[0].Source || list[2].Title != list[0].Title || list[2].Author != w.Manon || list[1].Source != "Deux." {
			t.Errorf("the history is %+v, %v", list, err)
		}
		rows, err := w.Content.Rows(t.Context(), w.As(t, w.Olga), []id.ID{it.ID})
		if err != nil || len(rows[0].Tags) != 1 {
			t.Errorf("the tags went: %+v, %v", rows, err)
		}
	})
}

// TestOwnerEditsLikeTheAuthor: who answers for an item edits it, and does not
// take it away, nor what others said under it.
func TestOwnerEditsLikeTheAuthor(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open)
		edit := content.Edit{Item: it.ID, Title: "De l’autre", Source: "Repris."}
		_, err := w.Content.Edit(t.Context(), w.As(t, w.Gaspard), edit)
		contenttest.Wants(t, "a member who edits", err, fault.KindForbidden)
		if err := w.DB.Write(t.Context(), func(tx *store.Tx) error { return w.Content.Entrust(t.Context(), tx, it.ID, w.Gaspard) }); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Content.Edit(t.Context(), w.As(t, w.Gaspard), edit); err != nil {
			t.Error(err)
		}
		_, err = w.Content.Bin(t.Context(), w.As(t, w.Gaspard), it.ID, "")
		contenttest.Wants(t, "an owner who bins", err, fault.KindForbidden)
		c, err := w.Content.Comment(t.Context(), w.As(t, w.Marc), content.NewComment{Form: w.IDs.New(), Item: it.ID, Source: "Un mot."})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Content.BinComment(t.Context(), w.As(t, w.Gaspard), c.ID)
		contenttest.Wants(t, "an owner who bins what another said", err, fault.KindForbidden)
		texts, err := w.Content.Texts(t.Context(), w.As(t, w.Garance), []id.ID{it.ID})
		if err != nil || len(texts) != 0 {
			t.Errorf("a stranger reads %v, %v", texts, err)
		}
	})
}
