package app

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// Environment of the process that runs the program, its arguments one a line,
// and of the one that writes until it is killed.
const (
	runArguments  = "PARVIS_TEST_RUN"
	crashDatabase = "PARVIS_TEST_CRASH_DATABASE"
	crashWhere    = "PARVIS_TEST_CRASH_WHERE" // person and community
	crashFeeds    = "PARVIS_TEST_CRASH_FEEDS" // the index is fed and made anew instead
)

func TestMain(m *testing.M) {
	if database := os.Getenv(crashDatabase); database != "" {
		work := writeUntilKilled
		if os.Getenv(crashFeeds) != "" {
			work = feedUntilKilled
		}
		if err := work(database); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if args := os.Getenv(runArguments); args != "" {
		os.Exit(Run(context.Background(), "test", strings.Split(args, "\n"), os.Stdout, os.Stderr))
	}
	if database := os.Getenv(crashServe); database != "" {
		if err := serveUntilKilled(database); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	storetest.Main(m)
}

// serveUntilKilled answers on a free port, which it says.
func serveUntilKilled(database string) error {
	ctx := context.Background()
	c := Config{Data: os.Getenv("PARVIS_DATA"), Database: database, Listen: "127.0.0.1:0", LogFormat: "text", LogLevel: "error"}
	if err := c.Validate(); err != nil {
		return err
	}
	a, err := New(ctx, "test", c, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		return err
	}
	return a.Serve(ctx, func(address string) { fmt.Println(address) })
}

// TestNothingAcknowledgedIsLost kills the program with signal 9 while eight
// writers publish and comment, then looks for everything that it had said was
// done, with its event and its place in every counter.
func TestNothingAcknowledgedIsLost(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			database := strings.TrimSuffix(storetest.Address(t, engine), store.MayLose)
			a := startOn(t, database, t.TempDir())
			w := contenttest.New(t, a.DB)
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			said := writeAndKill(t, database, w.Marc, w.Open, 400)
			a = startOn(t, database, t.TempDir())
			for _, acknowledged := range said {
				kind, raw, _ := strings.Cut(acknowledged, " ")
				row, err := id.Parse(raw)
				if err != nil {
					t.Fatalf("acknowledged %q: %v", acknowledged, err)
				}
				q := store.Q(`SELECT COUNT(*) FROM items i JOIN bodies b ON b.item_id = i.id JOIN events e ON e.item_id = i.id AND e.verb = 'item.published' WHERE i.id = %s`, row)
				if kind == "comment" {
					q = store.Q(`SELECT COUNT(*) FROM comments c JOIN events e ON e.comment_id = c.id WHERE c.id = %s`, row)
				}
				if n, err := store.One[int](t.Context(), a.DB, q); err != nil || n != 1 {
					t.Errorf("%s was acknowledged and is there %d times (%v)", acknowledged, n, err)
				}
			}
			wrong, err := store.One[int](t.Context(), a.DB, store.Q(`SELECT
				(SELECT COUNT(*) FROM items i WHERE i.comments <> (SELECT COUNT(*) FROM comments c WHERE c.item_id = i.id)) +
				(SELECT COUNT(*) FROM communities c WHERE c.items <> (SELECT COUNT(*) FROM items i WHERE i.community_id = c.id))`))
			if err != nil || wrong != 0 {
				t.Errorf("%d counters are wrong after the kill (%v)", wrong, err)
			}
			if engine == store.SQLite {
				if sound, err := store.One[string](t.Context(), a.DB, store.Q("PRAGMA integrity_check")); err != nil || sound != "ok" {
					t.Errorf("integrity: %s, %v", sound, err)
				}
			}
			if err := a.Activity.CatchUp(t.Context()); err != nil {
				t.Errorf("the followers do not go on: %v", err)
			}
		})
	}
}

// writeAndKill runs the writing process and kills it after it acknowledged
// enough. What it said is what had reached us.
func writeAndKill(t *testing.T, database string, person, community id.ID, enough int) []string {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), crashDatabase+"="+database, crashWhere+"="+person.String()+" "+community.String(), "PARVIS_DATA="+t.TempDir())
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var said []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		said = append(said, lines.Text())
		if len(said) == enough {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	child.Wait() // always an error: it was killed
	if len(said) < enough {
		t.Fatalf("the writer stopped by itself after %d", len(said))
	}
	return said
}

func writeUntilKilled(database string) error {
	ctx := context.Background()
	c := Config{Data: os.Getenv("PARVIS_DATA"), Database: database, Listen: "127.0.0.1:0", LogFormat: "text", LogLevel: "error"}
	if err := c.Validate(); err != nil {
		return err
	}
	a, err := New(ctx, "test", c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	p, place, _ := strings.Cut(os.Getenv(crashWhere), " ")
	person, err := id.Parse(p)
	if err != nil {
		return err
	}
	community, err := id.Parse(place)
	if err != nil {
		return err
	}
	actor, err := a.Identity.ActorOf(ctx, person)
	if err != nil {
		return err
	}
	failed := make(chan error, 8)
	var tongue sync.Mutex
	say := func(kind string, row id.ID) {
		tongue.Lock()
		defer tongue.Unlock()
		fmt.Printf("%s %s\n", kind, row)
	}
	for range cap(failed) {
		go func() { failed <- a.writeForever(ctx, actor, community, say) }()
	}
	return <-failed
}

func (a *App) writeForever(ctx context.Context, actor access.Actor, community id.ID, say func(string, id.ID)) error {
	for {
		it, err := a.Publications.Publish(ctx, actor, publication.New{New: content.New{
			ID: a.IDs.New(), Kind: publication.Post, Community: community, Title: "Écrit sous les coups", Source: "Un texte."}})
		if err != nil {
			return err
		}
		say("item", it.ID)
		comment, err := a.Content.Comment(ctx, actor, content.NewComment{Form: a.IDs.New(), Item: it.ID, Source: "Un commentaire."})
		if err != nil {
			return err
		}
		say("comment", comment.ID)
	}
}
