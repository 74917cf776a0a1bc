package browser

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"parvis/internal/access"
	"parvis/internal/app"
	demonstrated "parvis/internal/demonstration"
	"parvis/internal/extract"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// live is Parvis itself on a free port of this machine, its data in a folder
// of its own until end is called.
type live struct {
	site
	app *app.App
	end func() error
}

// begin is what a site starts from.
type begin struct {
	model string                                // the folder that it copies, "" for none
	fill  func(context.Context, *app.App) error // puts content before the site answers; may be nil
	mail  string                                // how it sends mail, "" when it does not

	antivirus string // the address of one, "" for none
	database  string // the address of one, "" for a file in the folder
}

// start runs the program on a folder of its own. Somebody else may take the
// port between its choice and its use: then all begins anew.
func start(from begin) (*live, error) {
	for {
		l, err := tryStart(from)
		if !errors.Is(err, syscall.EADDRINUSE) {
			return l, err
		}
	}
}

func tryStart(from begin) (*live, error) {
	folder, err := os.MkdirTemp("", "parvis-browser")
	if err != nil {
		return nil, err
	}
	if from.model != "" {
		if err := copyFolder(from.model, folder); err != nil {
			return nil, err
		}
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	a, err := build(ctx, app.Config{Data: folder, Listen: address, Mail: from.mail, Antivirus: from.antivirus, Database: from.database})
	if err != nil {
		cancel()
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	served := make(chan error, 1)
	l := &live{app: a, end: func() error {
		cancel()
		return errors.Join(<-served, a.Close(), os.RemoveAll(folder))
	}}
	if from.fill != nil {
		if err := from.fill(ctx, a); err != nil {
			served <- nil
			return nil, errors.Join(err, l.end())
		}
	}
	ready := make(chan struct{})
	go func() { served <- a.Serve(ctx, func(string) { close(ready) }) }()
	select {
	case <-ready:
	case err := <-served:
		served <- nil
		return nil, errors.Join(err, l.end())
	}
	l.site = site{url: a.Config.BaseURL, signIn: l.entrance()}
	return l, nil
}

// build makes the program with its schema. As the command line would, it says
// at once what is wrong with the values.
func build(ctx context.Context, config app.Config) (*app.App, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	config.Worker = []string{program, extract.Command}
	config.LogFormat, config.LogLevel, config.Development = "text", "warn", true
	if err := config.Validate(); err != nil {
		return nil, err
	}
	a, err := app.New(ctx, "test", config, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return nil, err
	}
	if err := a.Migrate(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// alone runs a site for one test.
func alone(t *testing.T, from begin) *live {
	t.Helper()
	l, err := start(from)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.end(); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	return l
}

// empty is a site where nobody has come yet.
func empty(t *testing.T) *live {
	t.Helper()
	return alone(t, begin{})
}

// model is the folder of the demonstration, filled for the first test that
// wants it.
var model = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "parvis-model")
	if err != nil {
		return "", err
	}
	ctx := context.Background()
	a, err := build(ctx, app.Config{Data: folder, Listen: "127.0.0.1:0"})
	if err != nil {
		return folder, err
	}
	// What is closed is whole in its file, and may be copied.
	return folder, errors.Join(a.Demonstration.Load(ctx, nil), a.Search.Feed.CatchUp(ctx), a.Close())
})

// wanted says whether the demonstration was needed.
var wanted sync.Once

// demonstration is the site that everybody tries, with its cast: a copy for
// this test, which may do there as it likes.
func demonstration(t *testing.T) *live {
	t.Helper()
	wanted.Do(func() {})
	folder, err := model()
	if err != nil {
		t.Fatalf("filling the demonstration: %v", err)
	}
	return alone(t, begin{model: folder})
}

// demonstrationOn is the same site on an engine of its own.
func demonstrationOn(t *testing.T, engine store.Engine) *live {
	t.Helper()
	if engine == store.SQLite {
		return demonstration(t)
	}
	return alone(t, begin{database: storetest.Address(t, engine), fill: func(ctx context.Context, a *app.App) error {
		return errors.Join(a.Demonstration.Load(ctx, nil), a.Search.Feed.CatchUp(ctx))
	}})
}

// forgetModel removes the demonstration if anybody wanted it.
func forgetModel() error {
	made := true
	wanted.Do(func() { made = false })
	if !made {
		return nil
	}
	folder, _ := model() // the tests told its error
	return os.RemoveAll(folder)
}

// copyFolder copies what a folder holds, for the same eyes only: os.CopyFS would
// show the key of the log of acts to others.
func copyFolder(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == from {
			return err
		}
		copied := filepath.Join(to, strings.TrimPrefix(path, from))
		if entry.IsDir() {
			return os.Mkdir(copied, 0o700)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(copied, content, 0o600)
	})
}

// place is the path of a community, by its name.
func (l *live) place(t *testing.T, name string) string {
	t.Helper()
	return "/c/" + l.find(t, store.Q(`SELECT id FROM communities WHERE name = %s`, name))
}

// item is the path of the liveliest published item of a kind in a community.
func (l *live) item(t *testing.T, kind, community string) string {
	t.Helper()
	return "/i/" + l.find(t, store.Q(`SELECT i.id FROM items i JOIN communities c ON c.id = i.community_id
		WHERE i.kind = %s AND c.name = %s AND i.state = %d ORDER BY i.comments DESC, i.id LIMIT 1`, kind, community, access.Published))
}

func (l *live) find(t *testing.T, q *store.Query) string {
	t.Helper()
	found, err := store.One[id.ID](t.Context(), l.app.DB, q)
	if err != nil {
		t.Fatalf("the demonstration lacks what the journey is about: %v", err)
	}
	return found.String()
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// entered are the members of the cast whom the form of a site let in: the other
// copies open their door to them without hashing a password anew.
var entered sync.Map

// entrance signs people in, once each, and remembers their session for the
// other pages.
func (l *live) entrance() func(t *testing.T, as string) []*http.Cookie {
	var mu sync.Mutex
	sessions := map[string][]*http.Cookie{}
	return func(t *testing.T, as string) []*http.Cookie {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if sessions[as] != nil {
			return sessions[as]
		}
		if _, before := entered.LoadOrStore(as, true); before {
			sessions[as] = []*http.Cookie{l.session(t, as)}
			return sessions[as]
		}
		cookies, err := enter(l.url, as)
		if err != nil {
			t.Fatalf("signing in as %s: %v", as, err)
		}
		sessions[as] = cookies
		return cookies
	}
}

// session opens a door of the site from within.
func (l *live) session(t *testing.T, as string) *http.Cookie {
	t.Helper()
	who := l.person(t, as)
	var value string
	err := l.app.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		value, err = l.app.Identity.OpenSession(t.Context(), tx, who, "", "127.0.0.1")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return &http.Cookie{Name: "parvis", Value: value, HttpOnly: true}
}

func enter(base, as string) ([]*http.Cookie, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.PostForm(base+"/sign-in", url.Values{"login": {as}, "password": {demonstrated.Password}})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		return nil, fmt.Errorf("the form answered %s", response.Status)
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	cookies := jar.Cookies(u)
	if len(cookies) == 0 || strings.TrimSpace(cookies[0].Value) == "" {
		return nil, errors.New("no session was opened")
	}
	return cookies, nil
}

// word is a text that the demonstration holds.
func (l *live) word(t *testing.T, q *store.Query) string {
	t.Helper()
	found, err := store.One[string](t.Context(), l.app.DB, q)
	if err != nil {
		t.Fatalf("the demonstration lacks what the journey is about: %v", err)
	}
	return found
}
