package content_test

import (
	"fmt"
	"testing"

	"golang.org/x/sync/errgroup"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func TestCountersUnderConcurrency(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Tags = []string{"Accueil", "Guichet"} })
		var people []id.ID
		for i := range 8 {
			people = append(people, w.Person(t, 1, fmt.Sprintf("p.n%d", i), fmt.Sprint("P", i)))
		}
		var group errgroup.Group
		for i, p := range people {
			actor := w.As(t, p)
			group.Go(func() error {
				on := content.Subject{Item: it.ID}
				if _, err := w.Content.Comment(t.Context(), actor, content.NewComment{Item: it.ID, Source: "Oui."}); err != nil {
					return err
				}
				for _, r := range []content.Reaction{content.Useful, content.Useful, content.Useless, content.Thanks, content.Useful} {
					if _, err := w.Content.React(t.Context(), actor, on, r); err != nil {
						return err
					}
				}
				if i%2 == 0 {
					_, err := w.Content.Unreact(t.Context(), actor, on, content.Thanks)
					return err
				}
				return nil
			})
			author := w.As(t, w.Marc)
			group.Go(func() error {
				return w.DB.Write(t.Context(), func(tx *store.Tx) error {
					_, err := w.Content.Create(t.Context(), tx, author, content.New{
						Kind: "post", Community: w.Open, Title: "T", Source: "S", Tags: []string{"guichet", "accueil", fmt.Sprint("n", i%3)},
					})
					return err
				})
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
		th := read(t, w, w.Marc, it.ID)
		if th.Item.Comments != 8 || th.Useful != 8 || th.Useless != 0 || th.Thanks != 4 {
			t.Errorf("%d comments, %d useful, %d useless, %d thanks", th.Item.Comments, th.Useful, th.Useless, th.Thanks)
		}
		for _, tag := range th.Tags {
			if tag.Uses != 9 {
				t.Errorf("%s has %d uses, want 9", tag.Name, tag.Uses)
			}
		}
		if n := w.Count(t, store.Q(`SELECT items FROM communities WHERE id = %s`, w.Open)); n != 9 {
			t.Errorf("%d items counted, want 9", n)
		}
	})
}

func TestReactionsToAComment(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it, other := w.Post(t, w.Marc, w.Open), w.Post(t, w.Marc, w.Open)
		c := w.Say(t, w.Olga, it.ID, "Oui.")
		on := content.Subject{Item: it.ID, Comment: c.ID}
		_, err := w.Content.React(t.Context(), w.As(t, w.Olga), on, content.Thanks)
		contenttest.Wants(t, "one's own words", err, fault.KindForbidden)
		_, err = w.Content.React(t.Context(), w.As(t, w.Marc), content.Subject{Item: other.ID, Comment: c.ID}, content.Thanks)
		contenttest.Wants(t, "a comment of another item", err, fault.KindNotFound)
		said, err := w.Content.React(t.Context(), w.As(t, w.Marc), on, content.Useless)
		if err != nil || said.Useless != 1 || !said.Mine.Useless {
			t.Fatalf("%+v, %v", said, err)
		}
		said, err = w.Content.React(t.Context(), w.As(t, w.Marc), on, content.Useful)
		if err != nil || said.Useful != 1 || said.Useless != 0 || said.Mine.Useless {
			t.Fatalf("%+v, %v", said, err)
		}
		said, err = w.Content.Unreact(t.Context(), w.As(t, w.Marc), on, content.Useful)
		if err != nil || said.Useful != 0 {
			t.Fatalf("%+v, %v", said, err)
		}
		_, err = w.Content.React(t.Context(), w.As(t, w.Marc), on, 9)
		contenttest.Wants(t, "no such reaction", err, fault.Invalid)
	})
}
