package app

import (
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/library"
)

// shelve puts a folder with a file of two versions in the library of a
// community, and leaves an upload on its way.
func (s *scene) shelve(t testing.TB, community id.ID, word string) (content.Item, string) {
	t.Helper()
	member := s.as(t, "member")
	keep := func(text string) content.File {
		f, err := s.Content.Upload(t.Context(), member, "Note "+word+".txt", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	it, err := s.Library.Add(t.Context(), member, library.NewFile{Community: community, Way: "Dossier " + word, Kept: keep("Version une " + word)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Library.Replace(t.Context(), member, it.ID, keep("Version deux "+word), "Note de version "+word); err != nil {
		t.Fatal(err)
	}
	u, err := s.Library.Begin(t.Context(), member, library.NewUpload{Community: community, Name: "Envoi " + word + ".txt", Length: 10})
	if err != nil {
		t.Fatal(err)
	}
	return it, u.ID.String()
}

func (s *scene) folder(t testing.TB, community id.ID) string {
	t.Helper()
	v, err := s.Library.Open(t.Context(), s.as(t, "member"), community, library.Filter{})
	if err != nil || len(v.Folders) != 1 {
		t.Fatal(v, err)
	}
	return v.Folders[0].ID.String()
}

func (s *scene) current(t testing.TB, item id.ID) string {
	t.Helper()
	f, err := s.Library.Current(t.Context(), s.as(t, "member"), item)
	if err != nil {
		t.Fatal(err)
	}
	return f.ID.String()
}
