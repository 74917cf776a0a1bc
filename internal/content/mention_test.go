package content_test

import (
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func TestMentionsReachOnlyReaders(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		source := "Bonjour @marc.petit, @olga.roux, @gaspard.blanc, @personne.ici et moi @manon.leroy."
		it := w.Post(t, w.Manon, w.Private, func(n *content.New) { n.Source = source })
		list, err := w.Log.ByItem(t.Context(), w.DB, it.ID, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		f, err := content.FactOf(list[0])
		if err != nil || !sameIDs(f.Mentions, w.Marc, w.Gaspard) {
			t.Errorf("%v, %v", f.Mentions, err)
		}
		if th := read(t, w, w.Marc, it.ID); len(th.Mentions) != 3 || th.Mentions["marc.petit"].Name != "Marc Petit" {
			t.Errorf("%v", th.Mentions)
		}
		// Only those who are newly named are told of an edit.
		if _, err := w.Content.Edit(t.Context(), w.As(t, w.Manon), content.Edit{Item: it.ID, Title: "T", Source: "@marc.petit"}); err != nil {
			t.Fatal(err)
		}
		events, err := w.Log.ByItem(t.Context(), w.DB, it.ID, 0, 1)
		if err != nil || events[0].Verb != content.ItemEdited {
			t.Fatal(events, err)
		}
		if f, _ := content.FactOf(events[0]); len(f.Mentions) != 0 {
			t.Errorf("told again: %v", f.Mentions)
		}
		c := w.Say(t, w.Marc, it.ID, "Avec @gaspard.blanc.")
		events, err = w.Log.ByItem(t.Context(), w.DB, it.ID, 0, 1)
		if err != nil || events[0].Comment != c.ID || events[0].Person != w.Manon {
			t.Fatal(events, err)
		}
		if f, _ := content.FactOf(events[0]); !sameIDs(f.Mentions, w.Gaspard) || f.Writer != w.Marc {
			t.Errorf("%+v", f)
		}
	})
}

func sameIDs(got []id.ID, want ...id.ID) bool {
	slices.Sort(got)
	slices.Sort(want)
	return slices.Equal(got, want)
}

func TestTagsMergeByFoldAndStayInTheirPlace(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Tags = []string{"Congés payés", "conges payes", "#RTT"} })
		w.Post(t, w.Marc, w.Private, func(n *content.New) { n.Tags = []string{"congés payés", "Congé secret"} })
		list, err := w.Content.SuggestTags(t.Context(), w.As(t, w.Marc), "Conge")
		if err != nil || len(list) != 2 || list[0].Name != "Congés payés" || list[0].Uses != 2 {
			t.Errorf("%+v, %v", list, err)
		}
		list, err = w.Content.SuggestTags(t.Context(), w.As(t, w.Olga), "conge")
		if err != nil || len(list) != 1 {
			t.Errorf("an outsider is told %+v, %v", list, err)
		}
		_, err = w.Content.TagBySlug(t.Context(), w.As(t, w.Olga), "conge-secret")
		contenttest.Wants(t, "the page of a tag of a private place", err, fault.KindNotFound)
		tag, err := w.Content.TagBySlug(t.Context(), w.As(t, w.Olga), "conges-payes")
		if err != nil {
			t.Fatal(err)
		}
		page, err := w.Content.ByTag(t.Context(), w.As(t, w.Olga), tag.ID, content.Cursor{}, 0)
		if err != nil || len(page.Rows) != 1 {
			t.Errorf("%+v, %v", page.Rows, err)
		}
		renamed := func(*store.Tx, string) error { t.Error("renamed"); return nil }
		contenttest.Wants(t, "renaming", w.Content.RenameTag(t.Context(), w.As(t, w.Manon), tag.ID, "Autre", renamed), fault.KindForbidden)
		admin := access.Signed(access.Facts{Person: w.Manon, Admin: true})
		rtt, err := w.Content.TagBySlug(t.Context(), w.As(t, w.Olga), "rtt")
		if err != nil {
			t.Fatal(err)
		}
		contenttest.Wants(t, "a taken name", w.Content.RenameTag(t.Context(), admin, tag.ID, "rtt", renamed), fault.Conflict)
		kept := ""
		err = w.Content.MergeTags(t.Context(), admin, rtt.ID, tag.ID, func(_ *store.Tx, was, is string) error {
			kept = was + " → " + is
			return nil
		})
		if err != nil || kept != "RTT → Congés payés" {
			t.Fatal(kept, err)
		}
		if tag, err = w.Content.TagBySlug(t.Context(), w.As(t, w.Olga), "conges-payes"); err != nil || tag.Uses != 2 {
			t.Errorf("%+v, %v", tag, err)
		}
	})
}
