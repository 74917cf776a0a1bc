package app

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/search"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// soon is how long the search may take to find what was typed, from the last
// letter on.
const soon = 5 * time.Second

// TestDocumentFoundAndTold types in a document through the real line: the search
// finds the words within five seconds of the last letter, and who follows it gets
// one notice for each burst, which says what was written, not one per letter.
func TestDocumentFoundAndTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		item, err := id.Parse(s.params["open"]["document"])
		if err != nil {
			t.Fatal(err)
		}
		reader := s.as(t, "outsider")
		if err := s.Notifications.Follow(t.Context(), reader, notification.Target{Kind: notification.Item, ID: item}, notification.All); err != nil {
			t.Fatal(err)
		}
		line := s.serveLine(t, item, s.cookies["member"])
		typist := documenttest.Typist{Client: 7}
		typed := uint64(0)
		send := func(update []byte) {
			t.Helper()
			if _, err := line.Send(t.Context(), update); err != nil {
				t.Fatal(err)
			}
			typed++
		}
		send(typist.Begin())
		for burst, words := range []string{"Les horloges du ministère", " retardent de dix palindromes"} {
			for _, letter := range words {
				send(typist.Type(string(letter)))
			}
			if _, err := line.Wait(t.Context(), func(told documenttest.Told) bool { return told.Saved >= typed }); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			word := []string{"horloges", "palindromes"}[burst]
			s.until(t, "the search finds "+word, func() bool {
				ask, err := s.Search.Read(t.Context(), reader, url.Values{"q": {word}})
				if err != nil {
					t.Fatal(err)
				}
				ask.Query.Sorts, ask.Query.Limit = search.Written(), 10
				found, err := s.Search.Search(t.Context(), reader, ask.Query)
				return err == nil && len(found.Hits) == 1
			})
			took := time.Since(began)
			t.Logf("burst %d: found %v after its last letter", burst+1, took.Round(time.Millisecond))
			if took > soon {
				t.Errorf("the search took %v to find what was typed", took)
			}
			var n notification.Notice
			s.until(t, "who follows is told", func() bool {
				page, err := s.Notifications.List(t.Context(), reader, notification.Wanted{Streams: []notification.Stream{notification.ForInfo}, Waiting: true, Limit: 10})
				if err != nil {
					t.Fatal(err)
				}
				for _, one := range page.Notices {
					if one.Subject.ID == item {
						n = one
					}
				}
				return n.Count > burst
			})
			if want := "+ "; n.Reason != document.ToldWritten || n.Count != burst+1 || len(n.Text) < 10 || n.Text[:2] != want {
				t.Errorf("burst %d of %d letters: %+v", burst+1, len(words), n)
			}
		}
	})
}

// serveLine starts the program and opens a line to a document.
func (s *scene) serveLine(t *testing.T, item id.ID, cookie string) *documenttest.Line {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	address := make(chan string, 1)
	serving.Go(func() {
		if err := s.Serve(ctx, func(at string) { address <- at }); err != nil {
			t.Error(err)
			close(address)
		}
	})
	t.Cleanup(func() { stop(); serving.Wait() })
	header := http.Header{"Cookie": {"parvis=" + cookie}}
	line, err := documenttest.Dial(t.Context(), "http://"+<-address+"/d/"+item.String()+"/live", header)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { line.Cut() })
	return line
}

// until asks again and again whether something holds, for half a minute.
func (s *scene) until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	late := time.After(30 * time.Second)
	for !holds() {
		select {
		case <-again.C:
		case <-late:
			t.Fatal("waited in vain: " + what)
		}
	}
}
