package app

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"golang.org/x/sync/errgroup"

	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestStopIsGraceful stops a server in the middle of a slow request, with a
// browser that listens: the listener is sent away, the request ends as if
// nothing had happened.
func TestStopIsGraceful(t *testing.T) {
	hub := realtime.NewHub(storetest.Open(t, store.SQLite), slog.New(slog.DiscardHandler))
	begun, release := make(chan struct{}), make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-release
		if r.Context().Err() != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("/live", func(w http.ResponseWriter, _ *http.Request) {
		signals, stop := hub.Subscribe("bell")
		defer stop()
		io.WriteString(w, "here\n")
		http.NewResponseController(w).Flush()
		<-signals
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stopping, stop := context.WithCancel(t.Context())
	server, ctx := errgroup.WithContext(stopping)
	serve(ctx, server, listener, mux, hub.End)

	site := "http://" + listener.Addr().String()
	live, err := http.Get(site + "/live")
	if err != nil {
		t.Fatal(err)
	}
	defer live.Body.Close()
	lines := bufio.NewReader(live.Body)
	if line, err := lines.ReadString('\n'); line != "here\n" {
		t.Fatalf("the stream begins with %q: %v", line, err)
	}
	status := make(chan int, 1)
	go func() {
		answer, err := http.Get(site + "/slow")
		if err != nil {
			t.Error(err)
			status <- 0
			return
		}
		answer.Body.Close()
		status <- answer.StatusCode
	}()
	<-begun
	stop()
	if _, err := lines.ReadString('\n'); err != io.EOF {
		t.Errorf("the stream ends with %v", err)
	}
	close(release)
	if got := <-status; got != http.StatusOK {
		t.Errorf("the request under way ended with %d", got)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("the server stopped with %v", err)
	}
	if _, open := <-func() <-chan realtime.Signal { c, _ := hub.Subscribe("bell"); return c }(); open {
		t.Error("a browser may still listen to a server that ended")
	}
}
