package search

import (
	"fmt"
	"net/url"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// admin is an administrator of the site.
func (s *site) admin(t *testing.T) access.Actor {
	t.Helper()
	return access.Signed(access.Facts{Person: s.Manon, Admin: true})
}

// told are the items of which somebody's searches told them.
func (s *site) told(t *testing.T, who id.ID) string {
	t.Helper()
	must(t, s.World.Log.CatchUp(t.Context()))
	must(t, s.World.Queue.Drain(t.Context()))
	return fmt.Sprint(contenttest.Ask[string](t, s.World, store.Q(`SELECT i.title FROM notices n JOIN items i ON i.id = n.subject_id
		WHERE n.person_id = %s AND n.reason = 'search' ORDER BY i.title`, who)))
}

// TestSavedSearchTells: who follows a search is told of what comes out and
// answers it, with the rights of then, once.
func TestSavedSearchTells(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		olga := s.As(t, s.Olga)
		kept, err := s.Keep(t.Context(), olga, "Télétravail", Path, url.Values{"q": {"télétravail accord"}, "tab": {"items"}, "page": {"20"}})
		must(t, err)
		if kept.Address != "q=t%C3%A9l%C3%A9travail+accord" {
			t.Errorf("address %q", kept.Address)
		}
		target := notification.Target{Kind: notification.Search, ID: kept.ID}
		must(t, s.Notices.Follow(t.Context(), olga, target, notification.All))
		if err := s.Notices.Follow(t.Context(), s.As(t, s.Marc), target, notification.All); err == nil {
			t.Error("somebody else follows it")
		}
		s.write(t, s.Open, "Accord", "Le télétravail est permis.")
		s.write(t, s.Open, "Sans rapport", "Le télétravail seul.")
		s.write(t, s.Private, "Accord secret", "Le télétravail des chefs.")
		if got := s.told(t, s.Olga); got != "[Accord]" {
			t.Errorf("told of %s", got)
		}
		thread := s.write(t, s.Open, "Questions diverses", "On en parle ?")
		s.Say(t, s.Marc, thread, "Un accord sur le télétravail se prépare.")
		if got := s.told(t, s.Olga); got != "[Accord Questions diverses]" {
			t.Errorf("a comment: %s", got)
		}
		page, err := s.Notices.List(t.Context(), olga, notification.Wanted{Streams: []notification.Stream{notification.ForInfo}, Limit: 10})
		if err != nil || len(page.Notices) != 2 || page.Notices[0].About != "Télétravail" {
			t.Errorf("lines %+v, %v", page.Notices, err)
		}
		if news, err := s.News(t.Context(), olga, 5); err != nil || len(news) != 1 || news[0] != (News{Name: "Télétravail", Page: Path, Address: kept.Address, Count: 2}) {
			t.Errorf("news %+v, %v", news, err)
		}
		if news, err := s.News(t.Context(), s.As(t, s.Marc), 5); err != nil || len(news) != 0 {
			t.Errorf("news of somebody else %+v, %v", news, err)
		}
		must(t, second(s.Forget(t.Context(), olga, kept.ID)))
		s.write(t, s.Open, "Accord suivant", "Encore le télétravail.")
		if got := s.told(t, s.Olga); got != "[Accord Questions diverses]" {
			t.Errorf("removed, it still tells: %s", got)
		}
		must(t, second(s.Recall(t.Context(), olga, kept.ID)))
		must(t, s.Notices.Follow(t.Context(), olga, target, notification.Nothing))
		s.write(t, s.Open, "Accord de trop", "Toujours le télétravail.")
		if got := s.told(t, s.Olga); got != "[Accord Questions diverses]" {
			t.Errorf("muted, it still tells: %s", got)
		}
		if _, err := s.Forget(t.Context(), s.As(t, s.Marc), kept.ID); err == nil {
			t.Error("somebody else removes it")
		}
		if list, err := s.Kept(t.Context(), olga); err != nil || len(list) != 1 {
			t.Errorf("kept %v, %v", list, err)
		}
	})
}

// TestKeptSearchesAreBounded, those that come back included; what is removed
// twice is forgotten a day after the first time.
func TestKeptSearchesAreBounded(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		olga := s.As(t, s.Olga)
		keep := func() (Saved, error) {
			return s.Keep(t.Context(), olga, "Une", Path, url.Values{"q": {"une"}})
		}
		first, err := keep()
		must(t, err)
		must(t, second(s.Forget(t.Context(), olga, first.ID)))
		for range MaxSaved {
			must(t, second(keep()))
		}
		full := func(what string, err error) {
			t.Helper()
			if f, is := fault.As(err); !is || f.Key != "search.saved.many" {
				t.Errorf("%s: %v", what, err)
			}
		}
		full("one more", second(keep()))
		full("one that comes back", second(s.Recall(t.Context(), olga, first.ID)))
		list, err := s.Kept(t.Context(), olga)
		if err != nil || len(list) != MaxSaved {
			t.Errorf("%d are kept, %v", len(list), err)
		}
		must(t, second(s.Recall(t.Context(), olga, list[0].ID))) // it is there
		must(t, second(s.Forget(t.Context(), olga, list[0].ID)))
		must(t, second(s.Recall(t.Context(), olga, first.ID)))
		must(t, second(s.Forget(t.Context(), olga, first.ID)))
		s.World.Clock.Add(removedKept * 2 / 3)
		must(t, second(s.Forget(t.Context(), olga, first.ID)))
		s.World.Clock.Add(removedKept * 2 / 3)
		must(t, s.sweep(t.Context()))
		if _, err := s.Recall(t.Context(), olga, first.ID); err == nil {
			t.Error("removed again, it is kept for longer")
		}
	})
}

func TestSimilarAndContributors(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.write(t, s.Open, "Reporter ses congés après un arrêt maladie", "Oui, dans les quinze mois.")
		other := s.write(t, s.Open, "Badge perdu", "Que faire ?")
		s.Say(t, s.Marc, other, "Pour reporter des congés après un arrêt maladie, demander au service.")
		s.write(t, s.Private, "Congés et arrêt maladie des chefs", "Secret : report des congés après un arrêt maladie.")
		s.catchUp(t)
		near, err := s.Similar(t.Context(), s.As(t, s.Olga), "Peut-on reporter des congés quand on est en arrêt maladie ?", nil, 3)
		if err != nil || len(near) != 1 || near[0].Title != "Reporter ses congés après un arrêt maladie" {
			t.Errorf("near: %+v, %v", near, err)
		}
		who, err := s.Contributors(t.Context(), s.As(t, s.Olga), "report des congés après un arrêt maladie", nil, s.Open, 5)
		if err != nil || len(who) != 2 {
			t.Fatalf("who: %+v, %v", who, err)
		}
		for _, c := range who {
			for _, d := range c.Docs {
				if d.Community == s.Private {
					t.Errorf("%s is named for %s", c.Name, d.Title)
				}
			}
		}
	})
}
