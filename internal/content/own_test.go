package content_test

import (
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
)

func TestDrafts(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		marc := w.As(t, w.Marc)
		form := w.IDs.New()
		place := "new-" + form.String()
		for _, text := range []string{"Un", "Deux"} {
			if err := w.Content.SaveDraft(t.Context(), marc, place, map[string]string{"title": text}); err != nil {
				t.Fatal(err)
			}
		}
		d, ok, err := w.Content.Draft(t.Context(), marc, place)
		if err != nil || !ok || d.Fields["title"] != "Deux" {
			t.Errorf("%+v, %v, %v", d, ok, err)
		}
		if _, ok, _ := w.Content.Draft(t.Context(), w.As(t, w.Manon), place); ok {
			t.Error("another reads it")
		}
		contenttest.Wants(t, "nobody", w.Content.SaveDraft(t.Context(), access.Actor{}, place, nil), fault.Unauthenticated)
		contenttest.Wants(t, "no place", w.Content.SaveDraft(t.Context(), marc, "../x", nil), fault.Invalid)
		contenttest.Wants(t, "too much", w.Content.SaveDraft(t.Context(), marc, place, map[string]string{"a": repeat("a", content.MaxDraft)}), fault.TooLarge)
		w.Post(t, w.Marc, w.Open, func(n *content.New) { n.ID, n.Draft = form, place })
		if list, err := w.Content.Drafts(t.Context(), marc); err != nil || len(list) != 0 {
			t.Errorf("%v, %v", list, err)
		}
	})
}

func TestFiles(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		up := func(by id.ID, name string) content.File {
			t.Helper()
			f, err := w.Content.Upload(t.Context(), w.As(t, by), name, strings.NewReader(name))
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		fetch := func(by id.ID, f content.File) error {
			_, c, err := w.Content.Fetch(t.Context(), w.As(t, by), f.ID)
			if err == nil {
				c.Close()
			}
			return err
		}
		f := up(w.Marc, `C:\Users\x\no"te.txt`)
		if f.Name != "note.txt" {
			t.Errorf("name %q", f.Name)
		}
		contenttest.Wants(t, "a loose file, its owner", fetch(w.Marc, f), allowed)
		contenttest.Wants(t, "a loose file, a manager", fetch(w.Manon, f), fault.KindNotFound)
		_, err := w.Try(t, w.Manon, w.Open, func(n *content.New) { n.Files = []id.ID{f.ID} })
		contenttest.Wants(t, "another's file", err, fault.Invalid)
		it := w.Post(t, w.Marc, w.Private, func(n *content.New) { n.Files = []id.ID{f.ID} })
		_, err = w.Try(t, w.Marc, w.Open, func(n *content.New) { n.Files = []id.ID{f.ID} })
		contenttest.Wants(t, "a file that is already somewhere", err, fault.Invalid)
		contenttest.Wants(t, "a member", fetch(w.Gaspard, f), allowed)
		contenttest.Wants(t, "an outsider", fetch(w.Olga, f), fault.KindNotFound)
		contenttest.Wants(t, "nobody", fetch(0, f), fault.KindNotFound)
		// What a comment brought goes with it.
		g := up(w.Gaspard, "avis.txt")
		c, err := w.Content.Comment(t.Context(), w.As(t, w.Gaspard), content.NewComment{Item: it.ID, Source: "Voici.", Files: []id.ID{g.ID}})
		if err != nil {
			t.Fatal(err)
		}
		if th := read(t, w, w.Marc, it.ID); len(th.Files) != 2 {
			t.Errorf("%d files", len(th.Files))
		}
		if _, err := w.Content.BinComment(t.Context(), w.As(t, w.Manon), c.ID); err != nil {
			t.Fatal(err)
		}
		contenttest.Wants(t, "a file of a comment in the bin", fetch(w.Marc, g), fault.KindNotFound)
		contenttest.Wants(t, "its manager", fetch(w.Manon, g), allowed)
		// Loose files go after a week, the bytes that others share stay.
		same := up(w.Marc, "avis.txt")
		alone := up(w.Marc, "seul.txt")
		w.Clock.Add(8 * 24 * time.Hour)
		if err := w.Content.SweepFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		contenttest.Wants(t, "swept", fetch(w.Marc, alone), fault.KindNotFound)
		if w.Keeps(t, alone.Hash) || !w.Keeps(t, same.Hash) {
			t.Error("the wrong bytes went")
		}
	})
}
