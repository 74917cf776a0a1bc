package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/identity"
)

// cookies is the sessions of the tests: the cookie's value names the person.
type cookies map[string]identity.Viewer

func (c cookies) BySession(_ context.Context, value string) (identity.Viewer, error) {
	if v, ok := c[value]; ok {
		return v, nil
	}
	return identity.Viewer{}, fault.New(fault.Unauthenticated, fault.Unauthenticated.Key())
}

type plainDress struct{}

func (plainDress) Shell(r *Request) (context.Context, error) { return r.Context(), nil }
func (plainDress) Fault(title, advice string, _ int) templ.Component {
	return words(title + " — " + advice)
}

func words(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	})
}

var (
	anyone = access.On(access.None, "test.anyone", access.Read, access.Anyone)
	agents = access.On(access.None, "test.agents", access.Write, access.Agent)
)

func site(t *testing.T, declare func(*Router)) *httptest.Server {
	t.Helper()
	catalogue, err := i18n.Load(i18n.Messages, Messages)
	if err != nil {
		t.Fatal(err)
	}
	rt := NewRouter(Config{
		Sessions: cookies{
			"agent": {Actor: access.Signed(access.Facts{Person: 7})},
			"guest": {Actor: access.Signed(access.Facts{Person: 8, Guest: true})},
		},
		Dress: plainDress{}, Catalogue: catalogue, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler),
	})
	declare(rt)
	h, err := rt.Handler()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server
}

type ask struct {
	method, path, as, accept, origin, media, body string
}

func (a ask) send(t *testing.T, server *httptest.Server) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), a.method, server.URL+a.path, strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Accept": a.accept, "Origin": a.origin, "Content-Type": a.media} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	if a.as != "" {
		req.AddCookie(&http.Cookie{Name: "parvis", Value: a.as})
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestGuard(t *testing.T) {
	server := site(t, func(rt *Router) {
		rt.Get("/", anyone, func(*Request) (Reply, error) { return Page(words("hello")), nil })
		rt.Get("/people", agents, func(*Request) (Reply, error) { return Page(words("everybody")), nil })
		rt.Post("/people", agents, func(*Request) (Reply, error) { return See("/people"), nil })
		rt.Get("/broken", anyone, func(*Request) (Reply, error) { return nil, errors.New("secret detail") })
		rt.Get("/half", anyone, func(*Request) (Reply, error) {
			return Page(templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
				io.WriteString(w, "half a page")
				return errors.New("too late")
			})), nil
		})
	})
	form := "application/x-www-form-urlencoded"
	for name, c := range map[string]struct {
		ask    ask
		status int
		holds  string
		lacks  string
		to     string
	}{
		"public page":               {ask{method: "GET", path: "/"}, 200, "hello", "", ""},
		"anonymous is asked in":     {ask{method: "GET", path: "/people?q=a"}, 303, "", "", "/sign-in?to=%2Fpeople%3Fq%3Da"},
		"anonymous script is told":  {ask{method: "GET", path: "/people", accept: "application/json"}, 401, `"status":401`, "", ""},
		"anonymous cannot change":   {ask{method: "POST", path: "/people", media: form}, 401, "", "", ""},
		"agent":                     {ask{method: "GET", path: "/people", as: "agent"}, 200, "everybody", "", ""},
		"guest is told nothing":     {ask{method: "GET", path: "/people", as: "guest"}, 404, "", "everybody", ""},
		"stale cookie is anonymous": {ask{method: "GET", path: "/people", as: "gone"}, 303, "", "", "/sign-in?to=%2Fpeople"},
		"change":                    {ask{method: "POST", path: "/people", as: "agent", media: form}, 303, "", "", "/people"},
		"change from another site":  {ask{method: "POST", path: "/people", as: "agent", media: form, origin: "https://evil.example"}, 403, "autre site", "", ""},
		"unknown path":              {ask{method: "GET", path: "/nowhere", as: "agent"}, 404, "", "", ""},
		"wrong method":              {ask{method: "POST", path: "/broken", as: "agent", media: form}, 405, "", "", ""},
		"error hides its cause":     {ask{method: "GET", path: "/broken"}, 500, "", "secret", ""},
		"no half page":              {ask{method: "GET", path: "/half"}, 500, "", "half", ""},
	} {
		t.Run(name, func(t *testing.T) {
			res, body := c.ask.send(t, server)
			if res.StatusCode != c.status || !strings.Contains(body, c.holds) {
				t.Errorf("status %d, body %.200q; want %d with %q", res.StatusCode, body, c.status, c.holds)
			}
			if c.lacks != "" && strings.Contains(body, c.lacks) {
				t.Errorf("the answer holds %q", c.lacks)
			}
			if got := res.Header.Get("Location"); got != c.to {
				t.Errorf("sent to %q, want %q", got, c.to)
			}
			if csp := res.Header.Get("Content-Security-Policy"); csp == "" || strings.Contains(csp, "unsafe") {
				t.Errorf("policy %q", csp)
			}
		})
	}
}

// TestWrongMethod: an address that takes only a form says so to who opens it,
// in their language, and to their program.
func TestWrongMethod(t *testing.T) {
	server := site(t, func(rt *Router) {
		rt.Post("/people", agents, func(*Request) (Reply, error) { return See("/people"), nil })
		rt.Put("/people", agents, func(*Request) (Reply, error) { return See("/people"), nil })
		rt.Get("/page", anyone, func(*Request) (Reply, error) { return Page(words("hello")), nil })
	})
	for _, c := range []struct {
		ask          ask
		allow, holds string
	}{
		{ask{method: "GET", path: "/people"}, "POST, PUT", "ne s’ouvre pas de cette façon"},
		{ask{method: "GET", path: "/people", accept: "application/json"}, "POST, PUT", `"status":405`},
		{ask{method: "DELETE", path: "/page", as: "agent"}, "GET, HEAD", "ne s’ouvre pas de cette façon"},
	} {
		res, body := c.ask.send(t, server)
		if res.StatusCode != 405 || res.Header.Get("Allow") != c.allow || !strings.Contains(body, c.holds) {
			t.Errorf("%s %s: %d, Allow %q: %.200s", c.ask.method, c.ask.path, res.StatusCode, res.Header.Get("Allow"), body)
		}
	}
}

func TestRouteWithoutActionPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("accepted")
		}
	}()
	NewRouter(Config{}).Get("/x", access.Action{}, nil)
}

func TestFlashIsShownOnceAndCannotLeadAway(t *testing.T) {
	var seen []Flash
	server := site(t, func(rt *Router) {
		rt.Get("/", anyone, func(r *Request) (Reply, error) {
			seen = append(seen, r.Flash())
			return Page(words("home")), nil
		})
		rt.Post("/do", anyone, func(*Request) (Reply, error) { return Undoable("/", "word.done", "//evil.example"), nil })
	})
	res, _ := ask{method: "POST", path: "/do", media: "application/x-www-form-urlencoded"}.send(t, server)
	visit := func(method string, aside bool) *http.Response {
		req, _ := http.NewRequestWithContext(t.Context(), method, server.URL+"/", nil)
		for _, c := range res.Cookies() {
			req.AddCookie(c)
		}
		if aside {
			req.Header.Set(asideHeader, "1")
		}
		shown, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		shown.Body.Close()
		return shown
	}
	// What nobody looks at leaves it for the page that is shown.
	if c := append(visit("HEAD", false).Cookies(), visit("GET", true).Cookies()...); len(c) != 0 || slices.ContainsFunc(seen, func(f Flash) bool { return f.Key != "" }) {
		t.Fatalf("the flash goes where nobody looks: %v %+v", c, seen)
	}
	seen = nil
	shown := visit("GET", false)
	if len(seen) != 1 || seen[0].Key != "word.done" || seen[0].Undo != "" {
		t.Fatalf("seen %+v", seen)
	}
	if c := shown.Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
		t.Fatalf("the flash stays: %v", c)
	}
}

func TestLocalPath(t *testing.T) {
	for raw, want := range map[string]string{
		"/c/1?x=2": "/c/1?x=2", "": "/", "c": "/", "//evil.example": "/", "https://evil.example": "/",
		"/\\evil.example": "/", "/a\nb": "/", "javascript:alert(1)": "/",
	} {
		if got := LocalPath(raw); got != want {
			t.Errorf("LocalPath(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestFormReadsWithinBounds(t *testing.T) {
	var got *Form
	var failed error
	server := site(t, func(rt *Router) {
		rt.Post("/", anyone, func(r *Request) (Reply, error) {
			if got, failed = r.Form(2000); failed != nil {
				return nil, failed
			}
			got.Line("title", 10)
			got.ID("place")
			got.Choice("kind", "post", "poll")
			got.Time("when")
			got.Required("title")
			failed = got.Err()
			return Nothing(), failed
		})
	})
	post := func(values url.Values, media string) (int, []string) {
		res, _ := ask{method: "POST", path: "/", media: media, body: values.Encode()}.send(t, server)
		var names []string
		if f, ok := fault.As(failed); ok {
			for _, field := range f.Fields {
				names = append(names, field.Name+" "+field.Key)
			}
		}
		return res.StatusCode, names
	}
	const urlencoded = "application/x-www-form-urlencoded"
	for name, c := range map[string]struct {
		values url.Values
		media  string
		status int
		field  string
	}{
		"good":          {url.Values{"title": {"Bonjour"}, "kind": {"poll"}, "when": {"2026-03-31T09:00"}}, urlencoded, 204, ""},
		"empty":         {url.Values{}, urlencoded, 422, "title fault.field.required"},
		"too long":      {url.Values{"title": {strings.Repeat("é", 11)}}, urlencoded, 422, "title fault.field.too_long"},
		"not an id":     {url.Values{"title": {"a"}, "place": {"../x"}}, urlencoded, 422, "place fault.field.choice"},
		"not a choice":  {url.Values{"title": {"a"}, "kind": {"root"}}, urlencoded, 422, "kind fault.field.choice"},
		"not a date":    {url.Values{"title": {"a"}, "when": {"demain"}}, urlencoded, 422, "when fault.field.date"},
		"control":       {url.Values{"title": {"a\x00b"}}, urlencoded, 400, ""},
		"invalid UTF-8": {url.Values{"title": {"a\xffb"}}, urlencoded, 400, ""},
		"too large":     {url.Values{"title": {strings.Repeat("a", 3000)}}, urlencoded, 413, ""},
		"wrong type":    {url.Values{"title": {"a"}}, "application/json", 415, ""},
	} {
		t.Run(name, func(t *testing.T) {
			status, fields := post(c.values, c.media)
			if status != c.status || (c.field != "" && (len(fields) == 0 || fields[0] != c.field)) {
				t.Errorf("status %d, fields %v; want %d, %q", status, fields, c.status, c.field)
			}
		})
	}
}

func TestCursorRoundTrip(t *testing.T) {
	for _, c := range []Cursor{{0}, {-1, 1 << 62}, {1700000000000, 42}} {
		back, err := ParseCursor(c.String(), len(c))
		if err != nil || len(back) != len(c) || back[0] != c[0] {
			t.Errorf("%v came back as %v, %v", c, back, err)
		}
	}
	for _, bad := range []string{"!", "AA", strings.Repeat("A", 40)} {
		if _, err := ParseCursor(bad, 2); fault.KindOf(err) != fault.Malformed {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
