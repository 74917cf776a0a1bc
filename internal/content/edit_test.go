package content_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func TestHistoryKeepsEveryTextAndItsWriter(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open)
		edit := func(by id.ID, revision int, source string) error {
			w.Clock.Add(time.Minute)
			_, err := w.Content.Edit(t.Context(), w.As(t, by), content.Edit{Item: it.ID, Revision: revision, Title: "Un titre", Source: source})
			return err
		}
		if err := edit(w.Marc, 1, "Deux."); err != nil {
			t.Fatal(err)
		}
		if err := edit(w.Manon, 2, "Trois."); err != nil {
			t.Fatal(err)
		}
		contenttest.Wants(t, "an edit of an old text", edit(w.Marc, 2, "Perdu ?"), fault.Conflict)
		if err := edit(w.Marc, 3, "Trois."); err != nil {
			t.Fatal(err)
		}
		_, list, err := w.Content.History(t.Context(), w.As(t, w.Olga), it.ID)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range list {
			got = append(got, fmt.Sprintf("%d %s %v %v", r.Number, r.Source, r.Author == w.Manon, r.Current))
		}
		want := []string{"1 Un texte. false false", "2 Deux. false false", "3 Trois. true true"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestCommentEditBinRestore(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open)
		c := w.Say(t, w.Olga, it.ID, "Un secret.")
		edit := func(by id.ID) error {
			_, err := w.Content.EditComment(t.Context(), w.As(t, by), content.EditComment{Comment: c.ID, Source: "Corrigé."})
			return err
		}
		contenttest.Wants(t, "the author of the item edits another's words", edit(w.Marc), fault.KindForbidden)
		contenttest.Wants(t, "its writer", edit(w.Olga), allowed)
		_, list, err := w.Content.CommentHistory(t.Context(), w.As(t, w.Marc), c.ID)
		if err != nil || len(list) != 2 || list[0].Source != "Un secret." || list[1].Source != "Corrigé." {
			t.Errorf("history %+v, %v", list, err)
		}
		bin := func(by id.ID) error { _, err := w.Content.BinComment(t.Context(), w.As(t, by), c.ID); return err }
		restore := func(by id.ID) error {
			_, err := w.Content.RestoreComment(t.Context(), w.As(t, by), c.ID)
			return err
		}
		contenttest.Wants(t, "another bins", bin(w.Marc), fault.KindForbidden)
		contenttest.Wants(t, "a manager bins", bin(w.Manon), allowed)
		contenttest.Wants(t, "its writer undoes a manager", restore(w.Olga), fault.KindForbidden)
		if th := read(t, w, w.Marc, it.ID); th.Item.Comments != 0 || len(th.Comments.List) != 1 || th.Comments.List[0].Source != "" {
			t.Errorf("the text of a comment in the bin is still read: %+v", th.Comments.List)
		}
		if _, _, err := w.Content.CommentHistory(t.Context(), w.As(t, w.Marc), c.ID); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("its history is still read: %v", err)
		}
		contenttest.Wants(t, "the manager restores", restore(w.Manon), allowed)
		contenttest.Wants(t, "its writer bins", bin(w.Olga), allowed)
		contenttest.Wants(t, "its writer restores", restore(w.Olga), allowed)
		if th := read(t, w, w.Marc, it.ID); th.Item.Comments != 1 {
			t.Errorf("%d comments, want 1", th.Item.Comments)
		}
		if err := w.Content.Close(t.Context(), w.As(t, w.Marc), it.ID); err != nil {
			t.Fatal(err)
		}
		contenttest.Wants(t, "editing in a closed thread", edit(w.Olga), fault.KindForbidden)
		_, err = w.Content.Comment(t.Context(), w.As(t, w.Olga), content.NewComment{Item: it.ID, Source: "Trop tard."})
		contenttest.Wants(t, "commenting a closed thread", err, fault.KindForbidden)
	})
}

func TestBinAndRestore(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Tags = []string{"Congés"} })
		if _, err := w.Content.Bin(t.Context(), w.As(t, w.Manon), it.ID, "Hors sujet"); err != nil {
			t.Fatal(err)
		}
		_, err := w.Content.Read(t.Context(), w.As(t, w.Olga), it.ID, content.At{})
		contenttest.Wants(t, "reading what is in the bin", err, fault.KindNotFound)
		_, err = w.Content.Restore(t.Context(), w.As(t, w.Marc), it.ID)
		contenttest.Wants(t, "its author undoes a manager", err, fault.KindForbidden)
		_, err = w.Content.InBin(t.Context(), w.As(t, w.Marc), w.Open, content.Cursor{}, 0)
		contenttest.Wants(t, "a member looks into the bin", err, fault.KindForbidden)
		list, err := w.Content.InBin(t.Context(), w.As(t, w.Manon), w.Open, content.Cursor{}, 0)
		if err != nil || len(list.Rows) != 1 || list.Rows[0].Reason != "Hors sujet" {
			t.Fatalf("%+v, %v", list, err)
		}
		if n := w.Count(t, store.Q(`SELECT items FROM communities WHERE id = %s`, w.Open)); n != 0 {
			t.Errorf("%d items counted with one in the bin", n)
		}
		if _, err := w.Content.Restore(t.Context(), w.As(t, w.Manon), it.ID); err != nil {
			t.Fatal(err)
		}
		if th := read(t, w, w.Olga, it.ID); th.State != access.Published || th.Tags[0].Uses != 1 {
			t.Errorf("restored as %d, %d uses", th.State, th.Tags[0].Uses)
		}
		if err := w.Content.Archive(t.Context(), w.As(t, w.Marc), it.ID); err != nil {
			t.Fatal(err)
		}
	})
}
