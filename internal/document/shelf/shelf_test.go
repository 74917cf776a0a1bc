package shelf_test

import (
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/prose"
	"parvis/internal/document/shelf"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := documenttest.New(t, db)
		ctx := t.Context()
		made := map[string]id.ID{}
		for i, title := range []string{"A", "B", "C", "D"} {
			n := document.New{New: content.New{Community: w.Open, Title: title, Created: clock.At(w.Clock.Now().Add(-time.Duration(10-i) * time.Hour))}}
			if title == "C" {
				n.Audience = access.MembersOnly
			}
			it, err := w.Documents.Make(ctx, w.As(t, w.Marc), n)
			if err != nil {
				t.Fatal(err)
			}
			made[title] = it.ID
		}
		w.Post(t, w.Marc, w.Open)
		step := document.Step{Person: w.Manon, At: w.Clock.Now(), Says: prose.Read("Écrit.", nil)}
		if err := w.Documents.WritePast(ctx, made["A"], []document.Step{step}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Content.Bin(ctx, w.As(t, w.Marc), made["D"], ""); err != nil {
			t.Fatal(err)
		}
		list := func(by id.ID, after *shelf.Cursor, limit int) (string, shelf.Shelf) {
			got, err := (&shelf.Service{DB: db, Content: w.Content}).List(ctx, w.As(t, by), w.Open, after, limit)
			if err != nil {
				t.Fatal(err)
			}
			var titles []string
			for _, l := range got.Lines {
				titles = append(titles, l.Title)
			}
			return strings.Join(titles, " "), got
		}
		if got, _ := list(w.Olga, nil, 10); got != "A B" {
			t.Errorf("an outsider sees %s", got)
		}
		got, first := list(w.Marc, nil, 2)
		if got != "A C" || first.Next == nil || first.Faces[first.Lines[0].Writer].ID != w.Manon {
			t.Errorf("a member sees %s first, written by %v", got, first.Faces)
		}
		if got, last := list(w.Marc, first.Next, 2); got != "B" || last.Next != nil {
			t.Errorf("then %s", got)
		}
		if _, err := (&shelf.Service{DB: db, Content: w.Content}).List(ctx, w.As(t, w.Olga), w.Private, nil, 2); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("an outsider asks for a private one: %v", err)
		}
	})
}
