package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"parvis/internal/search/index"
)

// TestReindex: the site answers from the old index while the new one is made;
// stopped on its way, the making goes on where it was; what happened meanwhile
// is there once it is taken.
func TestReindex(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.write(t, s.Open, "Avant", "Écrit avant tout.")
		s.catchUp(t)
		stop, cancel := context.WithCancel(t.Context())
		err := s.Reindex(stop, false, func(int, int) { cancel() })
		if !errors.Is(err, context.Canceled) && err == nil {
			t.Fatal("the making did not stop")
		}
		if at, err := os.Stat(s.Feed.path(fresh)); err != nil || at.Size() == 0 {
			t.Fatalf("nothing is left to go on from: %v", err)
		}
		s.write(t, s.Open, "Pendant", "Écrit pendant ce temps.")
		s.catchUp(t)
		if got := s.ask(t, s.Olga, "écrit", items).titles(); got != "Avant | Pendant" {
			t.Errorf("meanwhile: %q", got)
		}
		must(t, s.Reindex(t.Context(), false, func(int, int) {}))
		if s.Feed.Taken() {
			t.Error("the new index is taken before anybody looked")
		}
		s.write(t, s.Open, "Après", "Écrit après.")
		s.catchUp(t)
		if got := s.ask(t, s.Olga, "écrit", items).titles(); got != "Après | Avant | Pendant" || !s.Feed.Taken() {
			t.Errorf("afterwards: %q, taken %v", got, s.Feed.Taken())
		}
		lag, err := s.Feed.Lag(t.Context())
		if err != nil || lag.Events != 0 || !lag.Made || lag.Docs < 10 || lag.Bytes == 0 {
			t.Errorf("lag %+v, %v", lag, err)
		}
	})
}

// TestIndexIsMadeAgain when its file is missing, damaged or of another
// database.
func TestIndexIsMadeAgain(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.write(t, s.Open, "Durable", "Toujours là.")
		s.catchUp(t)
		for name, harm := range map[string]func(path string) error{
			"missing": index.Delete,
			"damaged": func(path string) error {
				return os.WriteFile(path, []byte("ceci n’est pas un index, et de loin"), 0o600)
			},
			"foreign": func(path string) error {
				x, err := index.Open(t.Context(), path)
				if err != nil {
					return err
				}
				return errors.Join(x.Apply(t.Context(), index.Batch{Place: fmt.Sprintf("%d %d 0 0 %d", s.IDs.New(), all, documents)}), x.Close())
			},
		} {
			must(t, s.Feed.Close())
			must(t, harm(s.Feed.path(current)))
			s.catchUp(t)
			if got := s.ask(t, s.Olga, "toujours", items).titles(); got != "Durable" {
				t.Errorf("%s: %q", name, got)
			}
		}
	})
}

// TestRenewal: an index that another version made serves and follows until a
// new one is ready, also across a restart; one that was never whole does not.
func TestRenewal(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		f := s.Feed
		s.write(t, s.Open, "Avant", "Écrit avant tout.")
		s.catchUp(t)
		restart := func(at place) {
			t.Helper()
			must(t, f.Close())
			x, err := index.Open(t.Context(), f.path(current))
			must(t, err)
			must(t, errors.Join(x.Apply(t.Context(), index.Batch{Place: at.String()}), x.Close()))
		}
		at := *f.now.Load()
		at.made = documents - 1
		restart(at)
		finds := func(when, want string) {
			t.Helper()
			if got := s.ask(t, s.Olga, "écrit", items); got.titles() != want || got.Making {
				t.Errorf("%s: %q, being made %v", when, got.titles(), got.Making)
			}
		}
		finds("at once", "Avant")
		s.write(t, s.Open, "Pendant", "Écrit pendant ce temps.")
		renew := func() bool {
			t.Helper()
			more, err := f.renew(t.Context())
			must(t, err)
			s.catchUp(t)
			return more
		}
		renew()
		finds("meanwhile", "Avant | Pendant")
		if lag, err := f.Lag(t.Context()); err != nil || !lag.Old || !lag.Made {
			t.Errorf("lag %+v, %v", lag, err)
		}
		must(t, f.Close())
		finds("stopped and started", "Avant | Pendant")
		for n := 0; renew(); n++ {
			if finds("meanwhile", "Avant | Pendant"); n > 20 {
				t.Fatal("it never ends")
			}
		}
		finds("afterwards", "Avant | Pendant")
		if at := *f.now.Load(); at.made != documents || f.old.Load() {
			t.Errorf("the old index still serves: %v", at)
		}
		for _, left := range []string{renewed, ready} {
			if _, err := os.Stat(f.path(left)); err == nil {
				t.Errorf("%s is left", left)
			}
		}
		at.part, at.made = personPart, documents-1
		restart(at)
		must(t, f.open(t.Context()))
		if now := *f.now.Load(); now.made != documents || now.part != placePart {
			t.Errorf("half an index of another version goes on: %v", now)
		}
	})
}

// TestSynonyms: what administrators say means the same is found at once.
func TestSynonyms(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.admin(t)
		s.write(t, s.Open, "Comité d’hygiène", "Réunion du comité.")
		s.catchUp(t)
		finds := func(what, want string) {
			t.Helper()
			s.catchUp(t)
			if got := s.ask(t, s.Olga, "chsct", items).titles(); got != want {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		finds("before", "")
		line, err := s.Thesaurus.Add(t.Context(), admin, "CHSCT, comité d’hygiène")
		must(t, err)
		finds("added", "Comité d’hygiène")
		if _, err := s.Thesaurus.Add(t.Context(), admin, "comite d'hygiene ; chsct"); err == nil {
			t.Error("the same line twice")
		}
		must(t, s.Thesaurus.Remove(t.Context(), admin, line.ID))
		finds("removed", "")
		must(t, s.Thesaurus.Restore(t.Context(), admin, line.ID))
		finds("restored", "Comité d’hygiène")
		must(t, s.Thesaurus.Remove(t.Context(), admin, line.ID))
		if again, err := s.Thesaurus.Add(t.Context(), admin, "comité d’hygiène, CHSCT"); err != nil || again.ID != line.ID {
			t.Errorf("added again as %v, was %v: %v", again.ID, line.ID, err)
		}
		finds("added again", "Comité d’hygiène")
		must(t, second(s.Thesaurus.Change(t.Context(), admin, line.ID, "CHSCT, autre chose")))
		finds("changed", "")
		added, refused, err := s.Thesaurus.Import(t.Context(), admin, "chsct, comité d’hygiène # sigle\nseul\n\nCHSCT, autre chose\nDRH = ressources humaines")
		if err != nil || added != 2 || len(refused) != 1 || refused[0] != 2 {
			t.Errorf("import: %d, %v, %v", added, refused, err)
		}
		finds("imported", "Comité d’hygiène")
		list, next, err := s.Thesaurus.Synonyms(t.Context(), admin, "drh", 0)
		if err != nil || len(list) != 1 || next != 0 {
			t.Errorf("list: %v, %v, %v", list, next, err)
		}
		if _, _, err := s.Thesaurus.Synonyms(t.Context(), s.As(t, s.Olga), "", 0); err == nil {
			t.Error("anybody lists the synonyms")
		}
		if _, err := s.Thesaurus.Add(t.Context(), s.As(t, s.Manon), "a, b"); err == nil {
			t.Error("anybody adds synonyms")
		}
	})
}
