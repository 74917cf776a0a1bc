package document_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"

	"parvis/internal/document/documenttest"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/ydoc"
)

// TestFullDisk: while the database takes nothing more, nobody is told that it
// did; all are sent away, may come back and read, and once there is room again
// all that they wrote is taken.
func TestFullDisk(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		if s.DB.Engine() == store.Postgres {
			s.outlive(t, func() (room func()) {
				s.exec(t, `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE disk_full; END'`)
				s.exec(t, `CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON document_updates DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION full_disk()`)
				return func() { s.exec(t, `DROP TRIGGER full_disk ON document_updates`) }
			})
			return
		}
		s.outlive(t, func() (room func()) {
			pages, err := store.One[string](t.Context(), s.DB, store.Q(`PRAGMA page_count`))
			if err != nil {
				t.Fatal(err)
			}
			s.exec(t, `PRAGMA max_page_count = `+pages)
			return func() { s.exec(t, `PRAGMA max_page_count = 1000000`) }
		})
	})
}

// TestFullFileSystem is the same on a real file system that is full.
func TestFullFileSystem(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=8m"); err != nil {
		t.Logf("only root may mount (%v): the database says by itself that it is full, see TestFullDisk", err)
		return
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	template, err := os.ReadFile(strings.TrimSuffix(strings.TrimPrefix(storetest.Address(t, store.SQLite), "sqlite:"), store.MayLose))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "parvis.db"), template, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(folder, "parvis.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	siteOn(t, db).outlive(t, func() (room func()) {
		ballast := filepath.Join(folder, "ballast")
		_ = os.WriteFile(ballast, make([]byte, 8<<20), 0o600) // until there is no room
		return func() {
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func (s *site) exec(t *testing.T, text string) {
	t.Helper()
	if _, err := s.DB.SQL().ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

// open opens the line of an author.
func (n *node) open(ctx context.Context, item, person id.ID, author *documenttest.Author) error {
	return author.Open(ctx, n.server.URL+"/"+item.String(), http.Header{"Person": {person.String()}})
}

// outlive has two documents written by six people while the database is full;
// fill fills it, and returns what makes room again.
func (s *site) outlive(t *testing.T, fill func() (room func())) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	items := []id.ID{s.document(t), s.document(t)}
	var authors []*documenttest.Author
	everybody := func(do func(item id.ID, author *documenttest.Author)) {
		for n, author := range authors {
			do(items[n%len(items)], author)
		}
	}
	open := func(item id.ID, author *documenttest.Author) {
		// Who comes back may be sent away before all is sent again.
		if err := s.open(ctx, item, s.Marc, author); err != nil && ctx.Err() != nil {
			t.Fatal(err)
		}
	}
	for n := range 6 {
		authors = append(authors, documenttest.NewAuthor(uint64(n+1)))
	}
	everybody(open)
	everybody(func(_ id.ID, author *documenttest.Author) {
		if err := author.Write(ctx, "avant "); err != nil {
			t.Fatal(err)
		}
		if err := author.Settle(ctx, 0); err != nil {
			t.Fatal(err)
		}
	})

	room := fill()
	page := strings.Repeat("pendant ", 1000)
	for again := range 3 {
		everybody(func(_ id.ID, author *documenttest.Author) {
			err := error(nil)
			for n := 0; err == nil && n < 500; n++ { // what had room for a little takes a little
				if err = author.Write(ctx, page); err == nil {
					err = author.Settle(ctx, 0)
				}
			}
			// Whoever wrote first had all others of the document sent away.
			if err == nil || ctx.Err() != nil {
				t.Fatalf("written to a full disk: %v", err)
			}
			if err := author.Settle(ctx, 0); websocket.CloseStatus(err) != websocket.StatusTryAgainLater {
				t.Fatalf("round %d: the line ends with %v", again, err)
			}
			if err := author.Cut(ctx); err != nil {
				t.Fatal(err)
			}
		})
		everybody(open) // they come back and send again
		if says := s.markdown(t, items[0]); !strings.Contains(says, "avant") {
			t.Errorf("the full database is not read: %q", says)
		}
	}

	room()
	// Some were sent away meanwhile: they come back as often as they must.
	wrote := map[id.ID]ydoc.StateVector{}
	everybody(func(item id.ID, author *documenttest.Author) {
		for author.Settle(ctx, 0) != nil {
			if err := author.Cut(ctx); err != nil {
				t.Fatal(err)
			}
			open(item, author)
		}
		if wrote[item] == nil {
			wrote[item] = ydoc.StateVector{}
		}
		for client, clock := range author.Wrote() {
			wrote[item][client] = clock
		}
	})
	s.same(ctx, t, items, authors, wrote)
}

// same demands that all have the same text at last, that the server says it
// too, and that the log holds all that was said to be kept.
func (s *site) same(ctx context.Context, t *testing.T, items []id.ID, authors []*documenttest.Author, wrote map[id.ID]ydoc.StateVector) {
	t.Helper()
	for n, author := range authors {
		item, first := items[n%len(items)], authors[n%len(items)]
		if err := author.Reach(ctx, wrote[item]); err != nil {
			t.Fatalf("author %d: %v", n, err)
		}
		if author.Says() != first.Says() {
			t.Errorf("authors %d and %d end with different texts", n, n%len(items))
		}
		bodies, err := store.All[[]byte](ctx, s.DB, store.Q(`SELECT body FROM document_updates WHERE item_id = %s`, item))
		if err != nil {
			t.Fatal(err)
		}
		logged := map[string]bool{}
		for _, body := range bodies {
			logged[string(body)] = true
		}
		for _, update := range append(author.Kept(), author.Heard()...) {
			if !logged[string(update)] {
				t.Errorf("author %d was told of what is not in the log", n)
			}
		}
	}
	for n, item := range items {
		says, err := s.Says(ctx, item)
		if err != nil {
			t.Fatal(err)
		}
		whole := ""
		for _, paragraph := range says.Content {
			whole += "<paragraph>"
			for _, text := range paragraph.Content {
				whole += text.Text
			}
			whole += "</paragraph>"
		}
		if whole != authors[n].Says() {
			t.Errorf("the server says something else than the authors of document %d", n)
		}
	}
}
