package request_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coder/websocket"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/request"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is a world with a document of Marc's in the open community.
type site struct {
	*contenttest.World
	*request.Service
	notices *notification.Service
	item    id.ID
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := documenttest.New(t, db)
		request.Tell(w.Notices)
		it, err := w.Documents.Make(t.Context(), w.As(t, w.Marc), document.New{New: content.New{Community: w.Open, Title: "Un document"}, Outline: "Un début."})
		if err != nil {
			t.Fatal(err)
		}
		body(t, &site{World: w.World, notices: w.Notices, item: it.ID, Service: request.NewService(request.Parts{DB: db, Clock: w.Clock, Content: w.Content, Documents: w.Documents})})
	})
}

func (s *site) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused demands a kind of fault.
func refused(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

// told is why somebody is told of the document in some streams, with the text.
func (s *site) told(t *testing.T, person id.ID, streams ...notification.Stream) string {
	t.Helper()
	s.must(t, s.Log.CatchUp(t.Context()))
	page, err := s.notices.List(t.Context(), s.As(t, person), notification.Wanted{Streams: streams, Waiting: true, Limit: 10})
	s.must(t, err)
	if len(page.Notices) == 0 {
		return ""
	}
	return string(page.Notices[0].Reason) + " " + page.Notices[0].Text
}

func (s *site) writes(t *testing.T, person id.ID) error {
	t.Helper()
	return s.Documents.Append(t.Context(), s.As(t, person), s.item, "Encore.")
}

func TestAskAndBeLet(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, olga, marc, manon := t.Context(), s.As(t, s.Olga), s.As(t, s.Marc), s.As(t, s.Manon)
		refused(t, "who reads it writes", s.writes(t, s.Olga), fault.KindForbidden)
		refused(t, "who writes asks", s.Ask(ctx, marc, s.item, ""), fault.Conflict)
		refused(t, "who does not read asks", s.Ask(ctx, s.As(t, s.Garance), s.item, ""), fault.KindNotFound)
		s.must(t, s.Ask(ctx, olga, s.item, "Pour la partie paie."))
		s.must(t, s.Ask(ctx, olga, s.item, "Pour la partie paie, en annexe."))
		if mine, err := s.Mine(ctx, olga, s.item); err != nil || mine.State != request.Waiting {
			t.Errorf("%+v %v", mine, err)
		}
		for _, p := range []id.ID{s.Marc, s.Manon} {
			if got := s.told(t, p, notification.Do); got != "document_asked Pour la partie paie, en annexe." {
				t.Errorf("who may answer is told %q", got)
			}
		}
		_, err := s.Wanting(ctx, olga, s.item)
		refused(t, "who asks sees who asks", err, fault.KindForbidden)
		list, err := s.Wanting(ctx, manon, s.item)
		if err != nil || len(list) != 1 || list[0].Person.ID != s.Olga {
			t.Errorf("%+v %v", list, err)
		}
		refused(t, "who asks lets", s.Let(ctx, olga, s.item, s.Olga), fault.KindForbidden)
		refused(t, "who does not read is let", s.Let(ctx, marc, s.item, s.Garance), fault.Conflict)
		s.must(t, s.Let(ctx, marc, s.item, s.Olga))
		s.must(t, s.writes(t, s.Olga))
		if got := s.told(t, s.Manon, notification.Do); got != "" {
			t.Errorf("it is answered, and still to do: %q", got)
		}
		if got := s.told(t, s.Olga, notification.ForMe); got != "document_granted " {
			t.Errorf("who was let is told %q", got)
		}
		// In this document alone.
		other, err := s.Documents.Make(ctx, marc, document.New{New: content.New{Community: s.Open, Title: "Un autre"}})
		s.must(t, err)
		refused(t, "who was let in one writes in another", s.Documents.Append(ctx, olga, other.ID, "Non."), fault.KindForbidden)

		grants, err := s.Grants(ctx, manon, s.item)
		if err != nil || len(grants) != 1 || grants[0].Person.ID != s.Olga || grants[0].By.ID != s.Marc {
			t.Errorf("%+v %v", grants, err)
		}
		s.must(t, s.Take(ctx, manon, s.item, s.Olga))
		refused(t, "who was let writes on", s.writes(t, s.Olga), fault.KindForbidden)
		refused(t, "taken twice", s.Take(ctx, manon, s.item, s.Olga), fault.KindNotFound)
		if got := s.told(t, s.Olga, notification.ForMe); got != "document_taken " {
			t.Errorf("who writes no more is told %q", got)
		}
	})
}

func TestRefused(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, olga, gaspard, marc := t.Context(), s.As(t, s.Olga), s.As(t, s.Gaspard), s.As(t, s.Marc)
		s.must(t, s.Ask(ctx, olga, s.item, ""))
		s.must(t, s.Ask(ctx, gaspard, s.item, "")) // a guest who is a member reads
		s.must(t, s.Refuse(ctx, marc, s.item, s.Olga, "Le texte est arrêté."))
		refused(t, "refused twice", s.Refuse(ctx, marc, s.item, s.Olga, ""), fault.KindNotFound)
		if got := s.told(t, s.Olga, notification.ForMe); got != "document_refused Le texte est arrêté." {
			t.Errorf("who was refused is told %q", got)
		}
		refused(t, "asking again at once", s.Ask(ctx, olga, s.item, ""), fault.Conflict)
		s.Clock.Add(8 * 24 * time.Hour)
		s.must(t, s.Ask(ctx, olga, s.item, "Et maintenant ?"))
		s.must(t, s.Withdraw(ctx, olga, s.item))
		refused(t, "withdrawn twice", s.Withdraw(ctx, olga, s.item), fault.KindNotFound)
		if got := s.told(t, s.Marc, notification.Do); got == "" {
			t.Error("the guest still waits, and nothing is to do")
		}
		s.must(t, s.Let(ctx, marc, s.item, s.Gaspard))
		s.must(t, s.writes(t, s.Gaspard))
		if got := s.told(t, s.Marc, notification.Do); got != "" {
			t.Errorf("nobody waits any more, and it is to do: %q", got)
		}
		// Who does not read it any more does not write in it.
		s.Leave(t, s.Open, s.Gaspard)
		refused(t, "who left writes", s.writes(t, s.Gaspard), fault.KindNotFound)
		// What is erased is forgotten whole.
		_, err := s.Content.Bin(ctx, marc, s.item, "")
		s.must(t, err)
		s.Clock.Add(400 * 24 * time.Hour)
		s.must(t, s.Content.EmptyBin(ctx))
		if n := s.Count(t, store.Q(`SELECT (SELECT COUNT(*) FROM grants) + (SELECT COUNT(*) FROM document_requests)`)); n != 0 {
			t.Errorf("%d rows are left of what was erased", n)
		}
	})
}

// TestOpenPagesHear: a page that is open when its reader is let write, or is no
// more, hears of it at once.
func TestOpenPagesHear(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		rights := func(ctx context.Context) (document.May, error) {
			actor, err := s.People.ActorOf(ctx, s.Olga)
			if err != nil {
				return document.MayRead, err
			}
			label, err := access.Load(ctx, s.DB, actor, access.ReadItem, s.item)
			if actor.May(document.Write, label) {
				return document.MayWrite, err
			}
			return document.MayRead, err
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			conn, err := document.Accept(w, r)
			if err != nil {
				return
			}
			now, _ := rights(r.Context())
			s.Documents.Serve(context.WithoutCancel(r.Context()), s.item, conn, document.Visitor{Person: s.Olga, Place: s.Open, Name: "Olga", May: now, Again: rights})
		}))
		t.Cleanup(server.Close)
		hears := func(what string, gesture func() error) {
			t.Helper()
			line, err := documenttest.Dial(t.Context(), server.URL, nil)
			s.must(t, err)
			t.Cleanup(func() { line.Cut() })
			s.must(t, line.Ask(t.Context(), []byte{0}))
			_, err = line.Wait(t.Context(), func(told documenttest.Told) bool { return len(told.Answer) == 1 })
			s.must(t, err)
			began := time.Now()
			s.must(t, gesture())
			told, err := line.Wait(t.Context(), func(told documenttest.Told) bool { return told.Ended != nil })
			if err != nil || websocket.CloseStatus(told.Ended) != 4403 {
				t.Errorf("%s: %v %v", what, err, told.Ended)
			}
			t.Logf("%s: heard after %v", what, time.Since(began).Round(time.Millisecond))
		}
		manon := s.As(t, s.Manon)
		hears("let", func() error { return s.Let(t.Context(), manon, s.item, s.Olga) })
		hears("taken back", func() error { return s.Take(t.Context(), manon, s.item, s.Olga) })
	})
}
