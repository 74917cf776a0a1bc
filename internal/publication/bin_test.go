package publication_test

import (
	"testing"
	"time"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
)

// TestTheBinIsEmptied: what nobody restored in time is gone with all that hung
// on it; what is younger, and what was restored, stays.
func TestTheBinIsEmptied(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		file, err := id.Parse(s.sent(t, s.Marc, "annexe.txt"))
		if err != nil {
			t.Fatal(err)
		}
		old := poll(t, s, publication.Ballot{Options: []string{"Oui", "Non"}})
		asked, err := s.service.Publish(t.Context(), s.As(t, s.Marc), publication.New{New: content.New{
			Kind: publication.Question, Community: s.Open, Title: "Qui ?", Source: "Avec @manon.leroy.", Tags: []string{"essai"}, Files: []id.ID{file},
		}})
		if err != nil {
			t.Fatal(err)
		}
		young, kept := s.Post(t, s.Marc, s.Open), poll(t, s, publication.Ballot{Options: []string{"Oui", "Non"}})
		if err := s.service.Vote(t.Context(), s.As(t, s.Olga), old.ID, []id.ID{state(t, s, s.Olga, old.ID).Options[0].ID}); err != nil {
			t.Fatal(err)
		}
		said, err := s.Content.Comment(t.Context(), s.As(t, s.Olga), content.NewComment{Item: asked.ID, Kind: content.Answer, Source: "Moi."})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Content.Comment(t.Context(), s.As(t, s.Marc), content.NewComment{Item: asked.ID, Parent: said.ID, Source: "Merci."}); err != nil {
			t.Fatal(err)
		}
		if err := s.service.Accept(t.Context(), s.As(t, s.Marc), asked.ID, said.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Content.Edit(t.Context(), s.As(t, s.Marc), content.Edit{Item: asked.ID, Title: "Qui donc ?", Source: "Dites."}); err != nil {
			t.Fatal(err)
		}
		bin := func(list ...id.ID) {
			t.Helper()
			for _, item := range list {
				if _, err := s.Content.Bin(t.Context(), s.As(t, s.Manon), item, ""); err != nil {
					t.Fatal(err)
				}
			}
		}
		bin(old.ID, asked.ID, kept.ID)
		s.Clock.Add(content.BinKept - time.Hour)
		bin(young.ID)
		if err := s.Content.EmptyBin(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.get(t, s.Manon, "/c/"+s.Open.String()+"/bin").wants(t, 200, "Quel jour ?", "Qui donc ?", "au bout de 30 jours", "S’efface le")
		if _, err := s.Content.Restore(t.Context(), s.As(t, s.Manon), kept.ID); err != nil {
			t.Fatal(err)
		}
		s.Clock.Add(2 * time.Hour)
		for range 2 {
			if err := s.Content.EmptyBin(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, gone := range []id.ID{old.ID, asked.ID} {
			s.get(t, s.Manon, "/i/"+gone.String()).wants(t, 404)
			for _, table := range []string{"bodies", "revisions", "files", "mentions", "item_tags", "questions", "poll_votes"} {
				if n := s.Count(t, store.Q(`SELECT COUNT(*) FROM `+table+` WHERE item_id = %s`, gone)); n != 0 {
					t.Errorf("%d rows are left in %s", n, table)
				}
			}
		}
		for _, q := range []*store.Query{
			store.Q(`SELECT COUNT(*) FROM comments WHERE item_id = %s AND source <> ''`, asked.ID),
			store.Q(`SELECT COUNT(*) FROM poll_options WHERE item_id = %s AND label <> ''`, old.ID),
			store.Q(`SELECT COUNT(*) FROM items WHERE id IN (%s, %s) AND title <> ''`, old.ID, asked.ID),
		} {
			if n := s.Count(t, q); n != 0 {
				t.Errorf("%d texts are left", n)
			}
		}
		s.get(t, s.Manon, "/i/"+young.ID.String()).wants(t, 200)
		s.get(t, s.Olga, "/i/"+kept.ID.String()).wants(t, 200)
		if n := s.Count(t, store.Q(`SELECT COUNT(*) FROM events WHERE verb = 'item.erased'`)); n != 2 {
			t.Errorf("%d were told to be erased", n)
		}
	})
}
