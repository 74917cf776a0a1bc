package app

import (
	"archive/zip"
	"bytes"
	"fmt"
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
// restricted one: each refers to the other, and says nothing of it to others. How
// the thread is called stands on the restricted one alone.
func (s *scene) affair(t testing.TB) {
	t.Helper()
	open, private := s.params["open"]["dispatch"], s.params["private"]["dispatch"]
	refers := func(from, to string, kind correspondence.Relation) *store.Query {
		return store.Q(`INSERT INTO dispatch_references (item_id, to_id, kind) VALUES (%s, %s, %s)`, parsed(t, from), parsed(t, to), kind)
	}
	unit := store.Q(`INSERT INTO dispatch_addressees (item_id, unit_id, acts) SELECT d.item_id, d.unit_id, TRUE FROM deliveries d WHERE d.item_id IN (%s, %s)`, parsed(t, open), parsed(t, private))
	s.exec(t, store.Q(`INSERT INTO dispatch_affairs (item_id, name, name_fold) VALUES (%s, %s, %s)`, parsed(t, private), "Affaire "+mark, "affaire "+mark))
	s.exec(t, refers(open, private, correspondence.Answers), refers(private, open, correspondence.Refers), unit)
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

// TestNothingTellsWhatJoins: two dispatches that every agent reads both refer to a
// restricted one. Who does not read that one meets neither from the other, on no
// page, in no paper and by no program; who reads it does.
func TestNothingTellsWhatJoins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		open, private, beside := s.params["open"]["dispatch"], s.params["private"]["dispatch"], s.IDs.New()
		s.exec(t,
			store.Q(`INSERT INTO items (id, kind, community_id, author_id, state, audience, title, title_fold, created, published, activity)
				SELECT %s, i.kind, i.community_id, i.author_id, i.state, i.audience, 'Titre voisin', 'titre voisin', i.created, i.published, i.activity FROM items i WHERE i.id = %s`, beside, parsed(t, open)),
			store.Q(`INSERT INTO bodies (item_id, source, fold) VALUES (%s, 'Texte voisin.', 'texte voisin')`, beside),
			store.Q(`INSERT INTO dispatches (item_id, unit_id, type, precedence, step, holder_since, year, number, released)
				SELECT %s, d.unit_id, d.type, d.precedence, d.step, d.holder_since, d.year, 2, d.released FROM dispatches d WHERE d.item_id = %s`, beside, parsed(t, open)),
			store.Q(`INSERT INTO dispatch_references (item_id, to_id, kind, shown) VALUES (%s, %s, %s, TRUE)`, beside, parsed(t, private), correspondence.Answers))
		for _, path := range []string{
			"/i/%s", "/affairs/%s", "/affairs/%s?view=graph", "/affairs/%s/export.zip", "/affairs/%s/export.pdf", "/dispatches/%s/export.eml", "/api/v1/dispatches/%s/affair",
		} {
			for who, reads := range map[string]bool{"outsider": false, "administrator": false, "member": true} {
				status, _, body := call(t, h, http.MethodGet, fmt.Sprintf(path, open), s.cookies[who], nil)
				if status != http.StatusOK && !strings.HasPrefix(path, "/api") {
					t.Errorf("%s: %s answers %d", who, path, status)
				}
				meets := strings.Contains(body, beside.String()) || strings.Contains(body, "Titre voisin")
				if meets && !reads {
					t.Errorf("%s is told at %s of what a hidden one joins", who, path)
				}
				if strings.HasPrefix(path, "/affairs/%s") && !strings.Contains(path, "export") && meets != reads {
					t.Errorf("%s meets it at %s: %v", who, path, meets)
				}
				if path == "/i/%s" && strings.Contains(body, "/affairs/"+open) != reads {
					t.Errorf("for %s a dispatch is said to be of an affair: %v", who, !reads)
				}
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
