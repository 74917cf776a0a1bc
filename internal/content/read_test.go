package content_test

import (
	"testing"
	"time"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/id"
	"parvis/internal/store"
)

func read(t *testing.T, w *contenttest.World, by, item id.ID) content.Thread {
	t.Helper()
	th, err := w.Content.Read(t.Context(), w.As(t, by), item, content.At{})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func TestUnreadAndVisits(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open)
		visit := func() {
			th := read(t, w, w.Olga, it.ID)
			if err := w.Content.Visit(t.Context(), w.As(t, w.Olga), th.Item, th.Seen); err != nil {
				t.Fatal(err)
			}
		}
		row := func() content.Row {
			list, err := w.Content.Rows(t.Context(), w.As(t, w.Olga), []id.ID{it.ID})
			if err != nil || len(list) != 1 {
				t.Fatal(list, err)
			}
			return list[0]
		}
		if !row().New() {
			t.Error("it was never opened, and is not new")
		}
		w.Clock.Add(time.Minute)
		visit()
		if row().Unread() {
			t.Error("it was opened, and is unread")
		}
		w.Clock.Add(time.Minute)
		first := w.Say(t, w.Marc, it.ID, "Un.")
		w.Say(t, w.Manon, it.ID, "Deux.")
		w.Clock.Add(time.Minute)
		if th := read(t, w, w.Olga, it.ID); th.Unread != 2 || th.First != first.ID {
			t.Errorf("%d unread from %s, want 2 from %s", th.Unread, th.First, first.ID)
		}
		if !row().Unread() {
			t.Error("it has new comments, and is not unread")
		}
		w.Say(t, w.Olga, it.ID, "Trois.")
		if th := read(t, w, w.Olga, it.ID); th.Unread != 0 {
			t.Errorf("%d unread after one’s own comment", th.Unread)
		}
	})
}

func TestLongThreadsComeByPages(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open)
		var all []content.Comment
		for range 60 {
			all = append(all, w.Say(t, w.Olga, it.ID, "Encore."))
		}
		th := read(t, w, w.Marc, it.ID)
		if len(th.Comments.List) != 50 || th.Comments.Older != 10 || th.Comments.List[0].ID != all[10].ID {
			t.Fatalf("%d shown, %d older", len(th.Comments.List), th.Comments.Older)
		}
		older, err := w.Content.Read(t.Context(), w.As(t, w.Marc), it.ID, content.At{Before: all[10].ID})
		if err != nil || len(older.Comments.List) != 10 || older.Comments.Newer != 50 {
			t.Fatalf("%d shown, %d newer, %v", len(older.Comments.List), older.Comments.Newer, err)
		}
		from, err := w.Content.Read(t.Context(), w.As(t, w.Marc), it.ID, content.At{From: all[5].ID})
		if err != nil || from.Comments.List[0].ID != all[5].ID || from.Comments.Older != 5 || from.Comments.Newer != 5 {
			t.Fatalf("%+v, %v", from.Comments, err)
		}
	})
}

func TestAThreadTakesFewQueries(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Tags, n.Source = []string{"A", "B"}, "@olga.roux" })
		for i := range 50 {
			by := []id.ID{w.Marc, w.Manon, w.Olga, w.Gaspard}[i%4]
			c := w.Say(t, by, it.ID, "Avec @marc.petit et @manon.leroy.")
			if by != w.Manon {
				if _, err := w.Content.React(t.Context(), w.As(t, w.Manon), content.Subject{Item: it.ID, Comment: c.ID}, content.Useful); err != nil {
					t.Fatal(err)
				}
			}
		}
		ctx, n := store.Counted(t.Context())
		th, err := w.Content.Read(ctx, w.As(t, w.Manon), it.ID, content.At{})
		if err != nil || len(th.Comments.List) != 50 || len(th.Comments.Mine) != 37 {
			t.Fatalf("%d comments, %d reactions, %v", len(th.Comments.List), len(th.Comments.Mine), err)
		}
		if *n > 11 {
			t.Errorf("%d queries", *n)
		}
		for range 25 {
			w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Tags = []string{"A"} })
		}
		ctx, n = store.Counted(t.Context())
		page, err := w.Content.ByCommunity(ctx, w.As(t, w.Olga), w.Open, content.Filter{}, content.Cursor{}, 0)
		if err != nil || len(page.Rows) != 20 || *n > 4 {
			t.Errorf("%d rows in %d queries, %v", len(page.Rows), *n, err)
		}
		rest, err := w.Content.ByCommunity(t.Context(), w.As(t, w.Olga), w.Open, content.Filter{}, page.Next, 0)
		if err != nil || len(rest.Rows) != 6 || rest.Next != (content.Cursor{}) {
			t.Errorf("%d rows left, %v", len(rest.Rows), err)
		}
		seen := map[id.ID]bool{}
		for _, r := range append(page.Rows, rest.Rows...) {
			if seen[r.ID] {
				t.Errorf("%s twice", r.ID)
			}
			seen[r.ID] = true
		}
	})
}
