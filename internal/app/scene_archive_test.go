package app

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"parvis/internal/correspondence"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// affair makes one thread of the dispatch that every agent reads and of the
// restricted one: each refers to the other, and says nothing of it to others.
func (s *scene) affair(t testing.TB) {
	t.Helper()
	open, private := s.params["open"]["dispatch"], s.params["private"]["dispatch"]
	affair := func(of string) *store.Query {
		return store.Q(`UPDATE dispatches SET affair_id = %s WHERE item_id = %s`, parsed(t, private), parsed(t, of))
	}
	refers := func(from, to string, kind correspondence.Relation) *store.Query {
		return store.Q(`INSERT INTO dispatch_references (item_id, to_id, kind) VALUES (%s, %s, %s)`, parsed(t, from), parsed(t, to), kind)
	}
	unit := store.Q(`INSERT INTO dispatch_addressees (item_id, unit_id, acts) SELECT d.item_id, d.unit_id, TRUE FROM deliveries d WHERE d.item_id IN (%s, %s)`, parsed(t, open), parsed(t, private))
	s.exec(t, affair(open), affair(private), refers(open, private, correspondence.Answers), refers(private, open, correspondence.Refers), unit)
}

// TestAnAffairLeavesWithWhatOneReads: the messages of an affair are those that
// one may read, no more and no less.
func TestAnAffairLeavesWithWhatOneReads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		path := "/affairs/" + s.params["open"]["dispatch"] + "/export.zip"
		for who, want := range map[string]int{"outsider": 1, "administrator": 1, "member": 2} {
			status, _, body := call(t, h, http.MethodGet, path, s.cookies[who], nil)
			if status != http.StatusOK {
				t.Fatalf("%s: %d", who, status)
			}
			archive, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
			if err != nil {
				t.Fatal(err)
			}
			var said bytes.Buffer
			for _, f := range archive.File {
				said.WriteString(f.Name)
				entry, err := f.Open()
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.Copy(&said, entry); err != nil {
					t.Fatal(err)
				}
			}
			if meets := strings.Contains(said.String(), mark); len(archive.File) != want || meets != (want == 2) {
				t.Errorf("%s takes %d messages, which hold the mark: %v", who, len(archive.File), meets)
			}
		}
	})
}

func parsed(t testing.TB, word string) id.ID {
	t.Helper()
	i, err := id.Parse(word)
	if err != nil {
		t.Fatal(err)
	}
	return i
}
