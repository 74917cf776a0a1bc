package document_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/proposal"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/notification"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// node is one process that serves documents.
type node struct {
	*document.Service
	server   *httptest.Server
	stop     func()
	writes   atomic.Bool // whether who comes may write
	proposes atomic.Bool // or else only propose
	reads    atomic.Bool
}

// site is a world with documents, served by one node or two.
type site struct {
	*contenttest.World
	*node
	notices *notification.Service
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { body(t, siteOn(t, db)) })
}

func siteOn(t *testing.T, db *store.DB) *site {
	t.Helper()
	w := contenttest.New(t, db, append(document.Kinds(), contenttest.Plain)...)
	quiet := slog.New(slog.DiscardHandler)
	notices := notification.New(db, w.Clock, realtime.NewHub(db, quiet), quiet)
	document.Tell(notices)
	w.Log.Follow("notices", notices.Handle)
	s := &site{World: w, notices: notices}
	s.node = s.begin(t)
	return s
}

// begin starts a node.
func (s *site) begin(t *testing.T) *node {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	hub := realtime.NewHub(s.DB, quiet)
	queue, err := jobs.New(s.DB, quiet)
	if err != nil {
		t.Fatal(err)
	}
	n := &node{Service: document.NewService(document.Parts{
		DB: s.DB, IDs: s.IDs, Clock: s.Clock, Activity: s.World.Log, Queue: queue, Hub: hub, Content: s.Content, Log: quiet,
		Ledger: &proposal.Ledger{DB: s.DB, Activity: s.World.Log},
	})}
	n.writes.Store(true)
	n.reads.Store(true)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = n.Run(ctx) })
	running.Go(func() { _ = hub.Run(ctx) })
	n.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		item, err := id.Parse(strings.TrimPrefix(r.URL.Path, "/"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		conn, err := document.Accept(w, r)
		if err != nil {
			return
		}
		person, _ := id.Parse(r.Header.Get("Person"))
		n.Serve(context.WithoutCancel(r.Context()), item, conn, document.Visitor{
			Person: person, Name: "Personne " + person.String(), May: n.may(),
			Again: func(context.Context) (document.May, error) {
				if !n.reads.Load() {
					return document.MayRead, fault.NotFound()
				}
				return n.may(), nil
			},
		})
	}))
	n.stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
		n.server.Close()
	})
	t.Cleanup(n.stop)
	return n
}

func (s *site) document(t *testing.T) id.ID {
	t.Helper()
	it, err := s.Make(t.Context(), s.As(t, s.Marc), document.New{New: content.New{Community: s.Open, Title: "Un document"}})
	if err != nil {
		t.Fatal(err)
	}
	return it.ID
}

// line opens a browser of somebody on a document.
func (n *node) line(t *testing.T, item, person id.ID) *documenttest.Line {
	t.Helper()
	l, err := documenttest.Dial(t.Context(), n.server.URL+"/"+item.String(), http.Header{"Person": {person.String()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Cut() })
	// As every editor does first; and from here on the line is in the room.
	if err := l.Ask(t.Context(), []byte{0}); err != nil {
		t.Fatal(err)
	}
	wait(t, l, func(told documenttest.Told) bool { return len(told.Answer) == 1 })
	return l
}

func send(t *testing.T, l *documenttest.Line, update []byte) {
	t.Helper()
	if _, err := l.Send(t.Context(), update); err != nil {
		t.Fatal(err)
	}
}

func wait(t *testing.T, l *documenttest.Line, holds func(documenttest.Told) bool) documenttest.Told {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	told, err := l.Wait(ctx, holds)
	if err != nil {
		t.Fatal(err)
	}
	return told
}

// saved waits until so many updates of a line are in the log.
func saved(t *testing.T, l *documenttest.Line, count uint64) {
	t.Helper()
	wait(t, l, func(told documenttest.Told) bool { return told.Saved >= count })
}

// markdown is what a document says.
func (n *node) markdown(t *testing.T, item id.ID) string {
	t.Helper()
	text, err := n.Text(t.Context(), item)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestOneWritesTheOthersRead(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		marc, manon := s.line(t, item, s.Marc), s.line(t, item, s.Manon)
		typist := documenttest.Typist{Client: 7}
		send(t, marc, typist.Begin())
		for _, letter := range "Bonjour" {
			send(t, marc, typist.Type(string(letter)))
		}
		saved(t, marc, 8)
		wait(t, manon, func(told documenttest.Told) bool { return len(told.Heard) == 8 })
		if got := s.markdown(t, item); got != "Bonjour" {
			t.Errorf("the document says %q", got)
		}
		if told := wait(t, marc, func(documenttest.Told) bool { return true }); len(told.Heard) != 0 {
			t.Errorf("who wrote is told again: %d updates", len(told.Heard))
		}

		// Who comes later gets all of it in one piece.
		late := s.line(t, item, s.Olga)
		told := wait(t, late, func(told documenttest.Told) bool { return len(told.Answer) == 1 })
		if !strings.Contains(string(told.Answer[0]), "Bonjour") {
			t.Errorf("the answer lacks the text: %x", told.Answer[0])
		}
	})
}

func TestWhatIsKeptOutlivesTheProcess(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		typist := documenttest.Typist{Client: 7}
		marc := s.line(t, item, s.Marc)
		send(t, marc, typist.Begin())
		send(t, marc, typist.Type("Avant."))
		saved(t, marc, 2)
		s.stop()
		again := s.begin(t)
		if got := again.markdown(t, item); got != "Avant." {
			t.Errorf("after a restart the document says %q", got)
		}
		// What was sent and not said to be kept is sent again: no harm is done twice.
		marc = again.line(t, item, s.Marc)
		send(t, marc, typist.Type(" Après."))
		saved(t, marc, 1)
		if got := again.markdown(t, item); got != "Avant. Après." {
			t.Errorf("the document says %q", got)
		}
	})
}

func TestRefusals(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		good := documenttest.Typist{Client: 7}
		marc := s.line(t, item, s.Marc)
		begun := good.Begin()
		send(t, marc, begun)
		send(t, marc, good.Type("Bon"))
		saved(t, marc, 2)

		refused := func(name, want string, update []byte) {
			l := s.line(t, item, s.Manon)
			send(t, l, update)
			told := wait(t, l, func(told documenttest.Told) bool { return told.Refused != "" || told.Ended != nil })
			if told.Refused != want {
				t.Errorf("%s: refused with %q, want %q (%v)", name, told.Refused, want, told.Ended)
			}
			if told = wait(t, l, func(told documenttest.Told) bool { return told.Ended != nil }); websocket.CloseStatus(told.Ended) != 4422 {
				t.Errorf("%s: ended with %v", name, told.Ended)
			}
		}
		refused("an element of nobody", "schema", (&documenttest.Typist{Client: 9}).Alien())
		refused("bytes", "damaged", []byte("rien de bon"))

		// What was refused harms nobody: the others go on, and the document too.
		send(t, marc, good.Type(" et vrai."))
		saved(t, marc, 3)
		if got := s.markdown(t, item); got != "Bon et vrai." {
			t.Errorf("the document says %q", got)
		}

		s.writes.Store(false)
		refused("a reader", "rights", (&documenttest.Typist{Client: 11}).Begin())
		// A reader that has nothing to say is welcome.
		reader := s.line(t, item, s.Olga)
		send(t, reader, []byte{0, 0})
		saved(t, reader, 1)
		// So is one that tells again, out of a copy of its own, what the log holds.
		send(t, reader, good.Delete(3))
		told := wait(t, reader, func(told documenttest.Told) bool { return told.Refused != "" || told.Ended != nil })
		if told.Refused != "rights" {
			t.Errorf("a reader who deletes: refused with %q (%v)", told.Refused, told.Ended)
		}
		s.writes.Store(true)
		marc = s.line(t, item, s.Marc)
		send(t, marc, good.Delete(3))
		saved(t, marc, 1)
		s.writes.Store(false)
		reader = s.line(t, item, s.Olga)
		send(t, reader, good.Delete(3))
		saved(t, reader, 1)
		// By who may write neither: it is in the log once.
		last, err := s.Last(t.Context(), s.As(t, s.Marc), item)
		if err != nil {
			t.Fatal(err)
		}
		s.writes.Store(true)
		send(t, marc, good.Delete(3))
		saved(t, marc, 2)
		if now, err := s.Last(t.Context(), s.As(t, s.Marc), item); err != nil || now != last {
			t.Errorf("what was deleted was written again: %d updates, then %d, %v", last, now, err)
		}
		// Nor is what a browser kept whole, and tells when it comes back.
		back := s.line(t, item, s.Marc)
		send(t, back, begun)
		saved(t, back, 1)
		if now, err := s.Last(t.Context(), s.As(t, s.Marc), item); err != nil || now != last {
			t.Errorf("what was written was written again: %d updates, then %d, %v", last, now, err)
		}
	})
}

func TestRightsAreAskedAgain(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		marc := s.line(t, item, s.Marc)
		typist := documenttest.Typist{Client: 7}
		send(t, marc, typist.Begin())
		saved(t, marc, 1)
		s.reads.Store(false)
		// Something happened that may have changed them: here, to the item.
		if err := s.Content.Close(t.Context(), s.As(t, s.Marc), item); err != nil {
			t.Fatal(err)
		}
		told := wait(t, marc, func(told documenttest.Told) bool { return told.Ended != nil })
		if websocket.CloseStatus(told.Ended) != 4403 {
			t.Errorf("ended with %v", told.Ended)
		}
	})
}

// What is said of a document, by anybody and however, is told to those who have
// it open.
func TestWhatIsSaidIsTold(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t)
		marc := s.line(t, item, s.Marc)
		told := wait(t, marc, func(told documenttest.Told) bool { return told.Said > 0 })
		said := told.Said
		s.Say(t, s.Olga, item, "Bien dit.")
		told = wait(t, marc, func(told documenttest.Told) bool { return told.Said > said })
		said = told.Said
		s.Talked(t.Context(), item)
		wait(t, marc, func(told documenttest.Told) bool { return told.Said > said })
	})
}

// Two processes on one database serve one document.
func TestTwoNodes(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		if s.DB.Engine() != store.Postgres {
			return // SQLite has one process
		}
		item := s.document(t)
		other := s.begin(t)
		marc, manon := s.line(t, item, s.Marc), other.line(t, item, s.Manon)
		one, two := documenttest.Typist{Client: 7}, documenttest.Typist{Client: 8}
		send(t, marc, one.Begin())
		send(t, manon, two.Begin())
		for i := range 50 {
			send(t, marc, one.Type(fmt.Sprint(i%10)))
			send(t, manon, two.Type(string(rune('a'+i%10))))
		}
		saved(t, marc, 51)
		saved(t, manon, 51)
		wait(t, marc, func(told documenttest.Told) bool { return len(told.Heard) >= 51 })
		wait(t, manon, func(told documenttest.Told) bool { return len(told.Heard) >= 51 })
		if here, there := s.markdown(t, item), other.markdown(t, item); here != there || len(here) != 102 {
			t.Errorf("the nodes say %q and %q", here, there)
		}
	})
}

func TestManyWriteAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const writers, letters = 12, 40
		item := s.document(t)
		var all sync.WaitGroup
		lines := make([]*documenttest.Line, writers)
		for w := range lines {
			lines[w] = s.line(t, item, s.Marc)
		}
		for w, l := range lines {
			all.Go(func() {
				typist := documenttest.Typist{Client: uint64(100 + w)}
				l.Send(t.Context(), typist.Begin())
				for range letters {
					l.Send(t.Context(), typist.Type("x"))
				}
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				defer cancel()
				if _, err := l.Wait(ctx, func(told documenttest.Told) bool {
					return told.Saved == letters+1 && len(told.Heard) == (writers-1)*(letters+1)
				}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := strings.Count(s.markdown(t, item), "x"); got != writers*letters {
			t.Errorf("%d letters of %d", got, writers*letters)
		}
	})
}
