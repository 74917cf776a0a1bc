package app

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"testing"
	"time"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// findable counts what a search finds for somebody.
func (a *App) findable(t *testing.T, who id.ID, typed string) int {
	t.Helper()
	actor, err := a.Identity.ActorOf(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	ask, err := a.Search.Read(t.Context(), actor, url.Values{"q": {typed}})
	if err != nil {
		t.Fatal(err)
	}
	ask.Query.Limit = 1
	found, err := a.Search.Search(t.Context(), actor, ask.Query)
	if err != nil {
		t.Fatal(err)
	}
	return found.Total
}

// TestIndexSurvivesKills kills the program with signal 9 while it feeds the
// index, and while it makes one anew beside: what is left is used, goes on and
// holds everything in the end.
func TestIndexSurvivesKills(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			database, data := storetest.Address(t, engine), t.TempDir()
			a := startOn(t, database, data)
			w := contenttest.New(t, a.DB)
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			for kill := range 4 {
				feedAndKill(t, database, data, w.Marc, w.Open, 3+4*kill)
			}
			a = startOn(t, database, data)
			if err := a.Search.Feed.CatchUp(t.Context()); err != nil {
				t.Fatalf("the index does not go on: %v", err)
			}
			written, err := store.One[int](t.Context(), a.DB, store.Q(`SELECT COUNT(*) FROM items WHERE title = 'Indexé sous les coups'`))
			if err != nil || written < 20 {
				t.Fatalf("%d written, %v", written, err)
			}
			if n := a.findable(t, w.Olga, "indexé"); n != written {
				t.Errorf("%d are found of %d", n, written)
			}
			if err := a.Search.Reindex(t.Context(), false, func(int, int) {}); err != nil {
				t.Fatalf("the making does not go on: %v", err)
			}
			if err := a.Search.Feed.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := a.findable(t, w.Olga, "indexé"); n != written || !a.Search.Feed.Taken() {
				t.Errorf("of the new index: %d are found of %d", n, written)
			}
		})
	}
}

// feedAndKill runs the process that feeds and kills it after some rounds.
func feedAndKill(t *testing.T, database, data string, person, community id.ID, rounds int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), crashDatabase+"="+database, crashWhere+"="+person.String()+" "+community.String(), "PARVIS_DATA="+data, crashFeeds+"=1")
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	said := 0
	for lines := bufio.NewScanner(out); lines.Scan(); said++ {
		if said == rounds {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	child.Wait() // always an error: it was killed
	if said < rounds {
		t.Fatalf("the feeding stopped by itself after %d rounds", said)
	}
}

// feedUntilKilled writes, feeds the index and makes another beside, all at
// once, until it is killed.
func feedUntilKilled(database string) error {
	ctx := context.Background()
	c := Config{Data: os.Getenv("PARVIS_DATA"), Database: database, Listen: "127.0.0.1:0", LogFormat: "text", LogLevel: "error"}
	if err := c.Validate(); err != nil {
		return err
	}
	a, err := New(ctx, "test", c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	person, community, err := crashPlace()
	if err != nil {
		return err
	}
	actor, err := a.Identity.ActorOf(ctx, person)
	if err != nil {
		return err
	}
	failed := make(chan error, 2)
	go func() { failed <- a.Search.Feed.Run(ctx) }()
	go func() {
		for {
			if err := a.Search.Reindex(ctx, false, func(int, int) {}); err != nil {
				failed <- err
				return
			}
		}
	}()
	for {
		select {
		case err := <-failed:
			return err
		default:
		}
		for range 2 {
			_, err := a.Publications.Publish(ctx, actor, publication.New{New: content.New{
				ID: a.IDs.New(), Kind: publication.Post, Community: community, Title: "Indexé sous les coups", Source: "Un texte."}})
			if err != nil {
				return err
			}
		}
		fmt.Println("round")
	}
}

func crashPlace() (person, community id.ID, err error) {
	var p, c string
	if _, err = fmt.Sscan(os.Getenv(crashWhere), &p, &c); err != nil {
		return 0, 0, err
	}
	if person, err = id.Parse(p); err != nil {
		return 0, 0, err
	}
	community, err = id.Parse(c)
	return person, community, err
}

// TestPublishedIsFoundSoon: in the running program, what is published is found
// within two seconds.
func TestPublishedIsFoundSoon(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := start(t, db.Engine())
		w := contenttest.New(t, a.DB)
		ctx, stop := context.WithCancel(t.Context())
		fed := make(chan error, 1)
		go func() { fed <- a.Search.Feed.Run(ctx) }()
		t.Cleanup(func() { stop(); <-fed })
		actor, err := a.Identity.ActorOf(t.Context(), w.Marc)
		if err != nil {
			t.Fatal(err)
		}
		a.findable(t, w.Olga, "zibeline") // the index is open
		_, err = a.Publications.Publish(t.Context(), actor, publication.New{New: content.New{
			ID: a.IDs.New(), Kind: publication.Post, Community: w.Open, Title: "Zibeline", Source: "Un texte."}})
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		for a.findable(t, w.Olga, "zibeline") == 0 {
			if time.Since(begun) > 10*time.Second {
				t.Fatal("it is never found")
			}
		}
		took := time.Since(begun)
		t.Logf("found after %s", took)
		if took > 2*time.Second {
			t.Errorf("found after %s, more than two seconds", took)
		}
	})
}
