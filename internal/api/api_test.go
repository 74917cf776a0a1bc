package api_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/web"
)

// tokens is the bearers of the tests.
type tokens map[string]identity.Viewer

func (t tokens) ByToken(_ context.Context, bearer string) (identity.Viewer, error) {
	if v, ok := t[bearer]; ok {
		return v, nil
	}
	return identity.Viewer{}, fault.New(fault.Unauthenticated, "api.no_token")
}

type echoInput struct {
	api.Paging
	Body struct {
		Title string `json:"title" minLength:"1" maxLength:"10"`
	}
}

func server(t *testing.T) *httptest.Server {
	t.Helper()
	catalogue, err := i18n.Load(i18n.Messages, web.Messages, api.Messages)
	if err != nil {
		t.Fatal(err)
	}
	facts := access.Facts{Person: 7}
	a := api.New("test", tokens{
		"reader": {Actor: access.Bearer(facts, []access.Scope{access.Read})},
		"writer": {Actor: access.Bearer(facts, []access.Scope{access.Read, access.Write}), Person: identity.Person{Locale: "en"}},
		"late":   {Actor: access.Bearer(facts, []access.Scope{access.Write}), CharterDue: true},
	}, catalogue, slog.New(slog.DiscardHandler))
	write := access.On(access.None, "test.write", access.Write, access.Agent)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/echo", ID: "echo", Summary: "Echo", Tag: "Tests", Action: write},
		func(_ context.Context, actor access.Actor, in *echoInput) (*api.Page[string], error) {
			if in.Body.Title == "secret" {
				return nil, fault.NotFound()
			}
			return api.PageOf([]string{in.Body.Title, actor.Person().String()}, web.Cursor{1, 2}), nil
		})
	s := httptest.NewServer(a.Handler())
	t.Cleanup(s.Close)
	return s
}

func call(t *testing.T, s *httptest.Server, method, path, token, body string) (int, string, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Content-Type"), string(text)
}

func TestCalls(t *testing.T) {
	s := server(t)
	for name, c := range map[string]struct {
		path, token, body string
		status            int
		holds             string
	}{
		"done":           {"/api/echo", "writer", `{"title":"bonjour"}`, 200, `"next":"`},
		"no token":       {"/api/echo", "", `{"title":"a"}`, 401, "jeton"},
		"unknown token":  {"/api/echo", "nobody", `{"title":"a"}`, 401, "jeton"},
		"missing scope":  {"/api/echo", "reader", `{"title":"a"}`, 403, "write"},
		"charter due":    {"/api/echo", "late", `{"title":"a"}`, 403, "charte"},
		"fault":          {"/api/echo", "writer", `{"title":"secret"}`, 404, "Page not found"},
		"too long":       {"/api/echo", "writer", `{"title":"12345678901"}`, 422, "Some answers need correcting"},
		"unknown field":  {"/api/echo", "writer", `{"title":"a","author":"7"}`, 422, `{"name":"author","detail":"There is no such field here."}`},
		"lacking field":  {"/api/echo", "writer", `{}`, 422, `“title”`},
		"wrong type":     {"/api/echo", "writer", `{"title":7}`, 422, "Expected a text."},
		"not JSON":       {"/api/echo", "writer", `{"title"`, 400, ""},
		"invalid UTF-8":  {"/api/echo", "writer", "{\"title\":\"a\xff\"}", 400, "UTF-8"},
		"control":        {"/api/echo", "writer", `{"title":"a\u0000"}`, 400, "control"},
		"bad address":    {"/api/echo?cursor=%ff", "writer", `{"title":"a"}`, 400, "characters"},
		"bad parameter":  {"/api/echo?curser=a", "writer", `{"title":"a"}`, 422, "no such parameter"},
		"too large":      {"/api/echo", "writer", `{"title":"` + strings.Repeat("a", api.MaxBody) + `"}`, 413, ""},
		"limit too high": {"/api/echo?limit=1000", "writer", `{"title":"a"}`, 422, "limit"},
		"unknown path":   {"/api/nothing", "writer", ``, 404, "Page not found"},
	} {
		t.Run(name, func(t *testing.T) {
			status, media, text := call(t, s, "POST", c.path, c.token, c.body)
			if status != c.status || !strings.Contains(text, c.holds) {
				t.Errorf("%d %s; want %d with %q", status, text, c.status, c.holds)
			}
			if want := "application/problem+json"; status >= 400 && media != want {
				t.Errorf("an error came as %s", media)
			}
		})
	}
}

func TestWrongMethod(t *testing.T) {
	status, media, text := call(t, server(t), "DELETE", "/api/echo", "writer", "")
	if status != 405 || media != "application/problem+json" || !strings.Contains(text, "does not open this way") {
		t.Errorf("%d %s %s", status, media, text)
	}
}

func TestDescription(t *testing.T) {
	status, _, text := call(t, server(t), "GET", "/api/openapi.json", "", "")
	var description struct {
		OpenAPI string
		Paths   map[string]map[string]struct{ OperationID string }
	}
	if err := json.Unmarshal([]byte(text), &description); err != nil || status != 200 {
		t.Fatal(status, err)
	}
	if !strings.HasPrefix(description.OpenAPI, "3.1") || description.Paths["/api/echo"]["post"].OperationID != "echo" {
		t.Errorf("description %.300s", text)
	}
}
