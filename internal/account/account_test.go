package account_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/account"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/mail"
	"parvis/internal/mail/mailtest"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

func TestMain(m *testing.M) { storetest.Main(m) }

const (
	good  = "la brouette enneigée ronronne"
	other = "huit renards cousent des voiles"
)

// monday is to come: browsers drop a cookie whose end is past.
var monday = time.Date(2036, 7, 14, 8, 0, 0, 0, time.UTC)

// house is a site that is served over HTTP, with a real mail server.
type house struct {
	*account.Service
	t      *testing.T
	db     *store.DB
	clock  *clock.Fake
	post   *mailtest.Server
	server *httptest.Server
	name   string
	hosted map[id.ID][]id.ID // guests by community
}

// dress is the least that surrounds a page: its errors are said in plain text.
type dress struct{}

func (dress) Shell(r *web.Request) (context.Context, error) {
	return ui.WithShell(r.Context(), ui.Shell{Flash: ui.Flash{Message: said(r)}}), nil
}
func (dress) Fault(title, advice string, _ int) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, title+" — "+advice)
		return err
	})
}

func said(r *web.Request) string {
	if f := r.Flash(); f.Key != "" {
		return r.T(f.Key, f.Args...)
	}
	return ""
}

// Name and SetName make the house its own account.Site.
func (h *house) Name(context.Context) string { return h.name }
func (h *house) SetName(_ context.Context, _ *store.Tx, _ access.Actor, name string) error {
	h.name = name
	return nil
}

// Managed and Host make it its own account.Communities: everybody manages 71.
func (h *house) Managed(context.Context, access.Actor) ([]account.Community, error) {
	return []account.Community{{ID: 71, Name: "Droit du travail"}}, nil
}
func (h *house) Host(_ context.Context, _ *store.Tx, _ access.Actor, guest id.ID, communities []id.ID) error {
	for _, c := range communities {
		h.hosted[c] = append(h.hosted[c], guest)
	}
	return nil
}

func each(t *testing.T, body func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { body(t, build(t, db, true)) })
}

func build(t *testing.T, db *store.DB, mails bool) *house {
	t.Helper()
	ids, err := id.NewMaker(1)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: db, clock: clock.NewFake(monday), name: "Le Parvis", hosted: map[id.ID][]id.ID{}}
	log := slog.New(slog.DiscardHandler)
	catalogue, err := i18n.Load(i18n.Messages, web.Messages, ui.Messages, identity.Messages, account.Messages)
	if err != nil {
		t.Fatal(err)
	}
	key, err := activity.LoadKey(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := jobs.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	queue, err := jobs.New(db, log)
	if err != nil {
		t.Fatal(err)
	}
	people := identity.New(identity.Config{DB: db, IDs: ids, Clock: h.clock, Hashing: identity.FastHashing()})
	config := account.Config{
		DB: db, People: people, Events: activity.NewLog(db, ids, h.clock, log), Acts: activity.NewActs(db, h.clock, key), Queue: queue,
		Clock: h.clock, Catalogue: catalogue, Log: log, Site: h, Communities: h, BaseURL: "https://parvis.exemple.fr",
	}
	if mails {
		h.post = mailtest.Start(t, mailtest.Clear)
		if config.Mail, err = mail.Parse(h.post.URL("Parvis <parvis@exemple.fr>")); err != nil {
			t.Fatal(err)
		}
	}
	h.Service = account.New(config)
	rt := web.NewRouter(web.Config{Sessions: people, Dress: dress{}, Catalogue: catalogue, Clock: h.clock, Log: log})
	(&account.Pages{Service: h.Service, Markdown: text.NewRenderer(10), Saw: func(*web.Request) error { return nil }}).Routes(rt)
	rt.Get("/", access.On(access.None, "test.home", access.Read, access.SignedIn), func(r *web.Request) (web.Reply, error) {
		return web.Page(templ.Raw("home of " + r.Viewer.Person.Name + " " + said(r))), nil
	})
	handler, err := rt.Handler()
	if err != nil {
		t.Fatal(err)
	}
	h.server = httptest.NewServer(handler)
	t.Cleanup(h.server.Close)
	return h
}

func (h *house) person(n identity.NewPerson) identity.Person {
	h.t.Helper()
	if n.Password == "" {
		hash, err := h.People.HashPassword(h.t.Context(), good)
		if err != nil {
			h.t.Fatal(err)
		}
		n.Password = hash
	}
	var p identity.Person
	if err := h.db.Write(h.t.Context(), func(tx *store.Tx) (err error) { p, err = h.People.Enrol(h.t.Context(), tx, n); return err }); err != nil {
		h.t.Fatal(err)
	}
	return p
}

func (h *house) agent(name string) identity.Person {
	return h.person(identity.NewPerson{Name: name, Email: identity.HandleFor(name) + "@exemple.fr"})
}

// letters runs the queue and gives the mails that came since the last time.
func (h *house) letters(before int) []string {
	h.t.Helper()
	if err := h.Queue.Drain(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for _, m := range h.post.Received()[before:] {
		out = append(out, unfold(m.Data))
	}
	return out
}

// unfold undoes the soft line ends of quoted-printable.
func unfold(data string) string {
	data = strings.ReplaceAll(data, "=\r\n", "")
	return strings.NewReplacer("=3D", "=", "=C3=A9", "é", "=C3=89", "É").Replace(data)
}

var inLetter = regexp.MustCompile(`https://parvis\.exemple\.fr(/[a-z]+/[A-Za-z0-9_-]{43})`)

// path is the address within a letter.
func (h *house) path(letter string) string {
	h.t.Helper()
	found := inLetter.FindStringSubmatch(letter)
	if found == nil {
		h.t.Fatalf("no link in:\n%s", letter)
	}
	return found[1]
}

// browser is somebody's browser, its cookies kept.
type browser struct {
	h      *house
	client *http.Client
}

func (h *house) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &browser{h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// page is an answer, read.
type page struct {
	status int
	to     string // where a redirection leads
	text   string
}

func (b *browser) do(r *http.Request) page {
	b.h.t.Helper()
	res, err := b.client.Do(r)
	if err != nil {
		b.h.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	if strings.Contains(string(body), "⟦") {
		b.h.t.Errorf("%s %s shows a key without words", r.Method, r.URL.Path)
	}
	return page{res.StatusCode, res.Header.Get("Location"), string(body)}
}

func (b *browser) get(path string) page {
	b.h.t.Helper()
	r, err := http.NewRequestWithContext(b.h.t.Context(), "GET", b.h.server.URL+path, nil)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return b.do(r)
}

func (b *browser) send(path string, fields ...string) page {
	b.h.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r, err := http.NewRequestWithContext(b.h.t.Context(), "POST", b.h.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

// signedIn is a browser in which somebody is signed in.
func (h *house) signedIn(p identity.Person) *browser {
	h.t.Helper()
	b := h.browser()
	if got := b.send("/sign-in", "login", p.Handle, "password", good); got.status != 303 {
		h.t.Fatalf("sign-in: %d %s", got.status, got.text)
	}
	return b
}

func (p page) must(t *testing.T, status int, parts ...string) page {
	t.Helper()
	if p.status != status {
		t.Fatalf("status %d (to %q), want %d:\n%s", p.status, p.to, status, p.text)
	}
	for _, part := range parts {
		if !strings.Contains(p.text, part) && p.to != part {
			t.Fatalf("no %q in (to %q):\n%s", part, p.to, p.text)
		}
	}
	return p
}
