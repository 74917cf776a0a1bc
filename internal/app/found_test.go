package app

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"parvis/internal/antivirus"
	"parvis/internal/antivirus/antivirustest"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/library"
	"parvis/internal/notification"
	"parvis/internal/search"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// finds is what somebody finds by some words: the sort and the title of each
// hit, with what its extract marks.
func (s *scene) finds(t *testing.T, who, words string) string {
	t.Helper()
	err := errors.Join(s.Jobs.Drain(t.Context()), s.Activity.CatchUp(t.Context()), s.Search.Feed.CatchUp(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	actor := s.as(t, who)
	ask, err := s.Search.Read(t.Context(), actor, url.Values{"q": {words}})
	if err != nil {
		t.Fatal(err)
	}
	ask.Query.Sorts, ask.Query.Limit = search.Written(), 10
	found, err := s.Search.Search(t.Context(), actor, ask.Query)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range found.Hits {
		line := map[search.Sort]string{search.Item: "item", search.File: "file", search.Comment: "comment"}[h.Sort] + " " + h.Title
		for _, part := range h.Extract {
			if part.Match {
				line += " [" + part.Text + "]"
			}
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func (s *scene) upload(t *testing.T, name, text string) content.File {
	t.Helper()
	f, err := s.Content.Upload(t.Context(), s.as(t, "member"), name, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestLibraryFilesAreFoundOnce: a file of a library is one hit, by the words of
// its present version; what came with a text is found as a file.
func TestLibraryFilesAreFoundOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		member := s.as(t, "member")
		first := s.upload(t, "Barème_2025.txt", "Le premier barème parle de palindromes.")
		outsider := s.as(t, "outsider")
		watch, err := s.Search.Keep(t.Context(), outsider, "Palindromes", search.Path, url.Values{"q": {"palindromes"}})
		if err == nil {
			err = s.Notifications.Follow(t.Context(), outsider, notification.Target{Kind: notification.Search, ID: watch.ID}, notification.All)
		}
		if err != nil {
			t.Fatal(err)
		}
		it, err := s.Library.Add(t.Context(), member, library.NewFile{Community: s.world.Open, Kept: first})
		if err != nil {
			t.Fatal(err)
		}
		expect := func(when string, wants map[string]string) {
			t.Helper()
			for words, want := range wants {
				if got := s.finds(t, "outsider", words); got != want {
					t.Errorf("%s, %q finds %q, want %q", when, words, got, want)
				}
			}
		}
		do := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		present, named := "item Barème_2025.txt [palindromes]", "item Barème_2025.txt [barème]"
		expect("added", map[string]string{"palindromes": present, "barème 2025": named, "kind:fichier palindromes": present, "has:file palindromes": present})
		// Whoever follows the words is told, though they were read after it came out.
		if news, err := s.Search.News(t.Context(), outsider, 1); err != nil || len(news) != 1 || news[0].Count != 1 {
			t.Errorf("news of what the file says: %+v, %v", news, err)
		}
		_, err = s.Library.Replace(t.Context(), member, it.ID, s.upload(t, "Barème_2025.txt", "Le second parle de rotondité."), "")
		do(err)
		replaced := map[string]string{"palindromes": "", "rotondité": "item Barème_2025.txt [rotondité]"}
		expect("replaced", replaced)
		do(s.Library.Return(t.Context(), member, it.ID, first.ID))
		expect("returned", map[string]string{"palindromes": present, "rotondité": ""})
		_, err = s.Content.Bin(t.Context(), member, it.ID, "")
		do(err)
		expect("binned", map[string]string{"palindromes": "", "rotondité": ""})
		_, err = s.Content.Restore(t.Context(), member, it.ID)
		do(err)
		expect("restored", map[string]string{"palindromes": present, "rotondité": ""})
		_, err = s.Content.Retitle(t.Context(), member, it.ID, "Échelle.txt")
		do(err)
		present = "item Échelle.txt [palindromes]"
		expect("renamed", map[string]string{"échelle": "item Échelle.txt", "palindromes": present})
		same := s.upload(t, "copie.txt", "Le premier barème parle de palindromes.")
		post := s.world.Post(t, s.people["member"], s.world.Open, func(n *content.New) { n.Title, n.Source, n.Files = "Note", "Voir ci-joint.", []id.ID{same.ID} })
		expect("attached too", map[string]string{"palindromes": "file copie.txt [palindromes], " + present})
		said := s.upload(t, "remarque.txt", "Une remarque sur les hippogriffes.")
		_, err = s.Content.Comment(t.Context(), member, content.NewComment{Form: s.IDs.New(), Item: it.ID, Source: "Ci-joint.", Files: []id.ID{said.ID}})
		do(err)
		expect("commented", map[string]string{"hippogriffes": "file remarque.txt [hippogriffes]", "palindromes": "file copie.txt [palindromes], " + present})

		// An index that is made at once holds the same as one that followed.
		do(s.Search.Reindex(t.Context(), true, func(int, int) {}))
		expect("made again", map[string]string{"palindromes": "file copie.txt [palindromes], " + present, "rotondité": "", "hippogriffes": "file remarque.txt [hippogriffes]"})
		_ = post
	})
}

// TestHeldFilesAreNotFound: what a file in quarantine says is found by nobody,
// and by all once an administrator lets it through.
func TestHeldFilesAreNotFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		joined := s.upload(t, "jointe.txt", "Une pièce jointe avec des hippogriffes et du poison.")
		s.world.Post(t, s.people["member"], s.world.Open, func(n *content.New) { n.Title, n.Source, n.Files = "Avec pièce", "Voir.", []id.ID{joined.ID} })
		kept := s.upload(t, "rangée.txt", "Un fichier rangé avec des hippogriffes et du poison.")
		if _, err := s.Library.Add(t.Context(), s.as(t, "member"), library.NewFile{Community: s.world.Open, Kept: kept}); err != nil {
			t.Fatal(err)
		}
		const both = "file jointe.txt [hippogriffes], item rangée.txt [hippogriffes]"
		expect := func(when, want string) {
			t.Helper()
			for _, who := range []string{"outsider", "member", "administrator"} {
				if got := s.finds(t, who, "hippogriffes"); got != want {
					t.Errorf("%s, the %s finds %q, want %q", when, who, got, want)
				}
			}
		}
		expect("before", both)
		scanner, err := antivirus.Parse(antivirustest.Start(t, "poison", "Test.Poison").Address)
		if err != nil {
			t.Fatal(err)
		}
		s.Content.Scanner = scanner
		if err := s.Content.RescanFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		expect("in quarantine", "")
		for _, hash := range []string{joined.Hash, kept.Hash} {
			err := s.DB.Write(t.Context(), func(tx *store.Tx) error {
				_, err := s.Content.ReleaseFile(t.Context(), tx, hash)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		expect("released", both)
	})
}
