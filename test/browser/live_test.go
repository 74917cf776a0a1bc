package browser

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"parvis/internal/access"
	"parvis/internal/app"
	demonstrated "parvis/internal/demonstration"
	"parvis/internal/id"
	"parvis/internal/store"
)

// live is Parvis itself on a free port of this machine, its data in a folder
// of its own until end is called.
type live struct {
	site
	app *app.App
	end func() error
}

// start runs the program on an empty folder. fill, if any, puts the content
// before the site answers; mail is how it sends mail, "" when it does not.
func start(fill func(context.Context, *app.App) error, mail string) (*live, error) {
	folder, err := os.MkdirTemp("", "parvis-browser")
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	// As the command line would: what is wrong with the values is said at once.
	config := app.Config{Data: folder, Listen: address, LogFormat: "text", LogLevel: "warn", Development: true, Mail: mail}
	if err := config.Validate(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	a, err := app.New(ctx, "test", config, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		cancel()
		return nil, err
	}
	served := make(chan error, 1)
	l := &live{app: a, end: func() error {
		cancel()
		return errors.Join(<-served, a.Close(), os.RemoveAll(folder))
	}}
	if err = a.Migrate(ctx); err == nil && fill != nil {
		err = fill(ctx, a)
	}
	if err != nil {
		served <- nil
		return nil, errors.Join(err, l.end())
	}
	ready := make(chan struct{})
	go func() { served <- a.Serve(ctx, func(string) { close(ready) }) }()
	select {
	case <-ready:
	case err := <-served:
		served <- nil
		return nil, errors.Join(err, l.end())
	}
	l.site = site{url: config.BaseURL, signIn: entrance(config.BaseURL)}
	return l, nil
}

// empty is a site where nobody has come yet, for the test alone.
func empty(t *testing.T) *live {
	t.Helper()
	l, err := start(nil, "")
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

// shared is the demonstration that the journeys share, filled at its first use.
var shared = sync.OnceValues(func() (*live, error) {
	return start(func(ctx context.Context, a *app.App) error {
		return a.Demonstration.Load(ctx, func(string) {})
	}, "")
})

// wanted says whether the demonstration was needed.
var wanted sync.Once

// demonstration is the site that everybody tries, with its cast. Journeys
// share it: each works on things of its own, or only looks.
func demonstration(t *testing.T) *live {
	t.Helper()
	wanted.Do(func() {})
	l, err := shared()
	if err != nil {
		t.Fatalf("filling the demonstration: %v", err)
	}
	return l
}

// closeDemonstration ends the site if anybody wanted it.
func closeDemonstration() error {
	started := true
	wanted.Do(func() { started = false })
	if !started {
		return nil
	}
	l, err := shared()
	if err != nil {
		return nil // the tests said so
	}
	return l.end()
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

// entrance signs people in by the site's own form, once each, and remembers
// their session for the other pages.
func entrance(base string) func(t *testing.T, as string) []*http.Cookie {
	var mu sync.Mutex
	sessions := map[string][]*http.Cookie{}
	return func(t *testing.T, as string) []*http.Cookie {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if sessions[as] != nil {
			return sessions[as]
		}
		cookies, err := enter(base, as)
		if err != nil {
			t.Fatalf("signing in as %s: %v", as, err)
		}
		sessions[as] = cookies
		return cookies
	}
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
