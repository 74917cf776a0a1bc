package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// fields are the names under which forms of the site send text.
var fields = []string{"title", "source", "name", "purpose", "message", "reason", "about", "tags", "note", "email", "charter", "welcome",
	"label", "option", "place", "community", "person", "people", "level", "role", "when", "publish", "closes", "back", "value", "file", "kind"}

// TestBadInput sends to every route that changes something what no form sends.
// The answer is never a failure of ours (unavailable is an answer: there is no
// mail here); what is refused has changed nothing.
func TestBadInput(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		const form, multipart = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
		bodies := map[string]struct{ media, body string }{
			"invalid UTF-8":    {form, all("\xff\xfe")},
			"control":          {form, all("a\x00b\x1b")},
			"very long":        {form, all(strings.Repeat("é", 30_000))},
			"huge":             {form, "title=" + strings.Repeat("a", 40<<20)},
			"JSON":             {"application/json", `{"title":"x"}`},
			"no type":          {"", "title=x"},
			"broken multipart": {multipart, "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nabc"},
			"broken escapes":   {form, "title=%zz&source=%"},
			"many fields":      {form, strings.Repeat("a=1&", 5000)},
			"ids of nothing":   {form, all("7zzzzzzzzzzz")},
			"ids of nonsense":  {form, all("../../etc/passwd")},
			"forged actor":     {form, "author=1&author_id=1&person_id=1&actor=1&admin=1&state=4&role=9"},
			"formula, markup":  {form, all(`=cmd|' /C calc'!A0"><script>alert(1)</script>`)},
			"empty":            {form, ""},
		}
		tried := 0
		for _, route := range s.Router.Routes() {
			if route.Method == http.MethodGet {
				continue
			}
			path := route.Pattern
			if strings.Contains(path, "{") {
				path = s.fillPath(t, path, "open")
			}
			for name, b := range bodies {
				before := s.facts(t)
				status := send(t, h, route.Method, path, s.session(t, s.people["administrator"]), b.media, b.body)
				if status >= 500 && status != http.StatusServiceUnavailable {
					t.Errorf("%s %s, %s: %d", route.Method, route.Pattern, name, status)
				}
				if after := s.facts(t); status >= 400 && after != before {
					t.Errorf("%s %s, %s: refused with %d, yet something changed: %s, then %s", route.Method, route.Pattern, name, status, before, after)
				}
				tried++
			}
		}
		if tried < 100 {
			t.Errorf("only %d tries", tried)
		}
	})
}

func all(value string) string {
	v := url.Values{}
	for _, f := range fields {
		v.Set(f, value)
	}
	return v.Encode()
}

func send(t *testing.T, h http.Handler, method, path, cookie, media, body string) int {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	req.AddCookie(&http.Cookie{Name: "parvis", Value: cookie})
	res := httptest.NewRecorder()
	h.ServeHTTP(res, req)
	return res.Code
}

// facts sums up what the site holds: who, what, where, and all that happened.
func (s *scene) facts(t *testing.T) string {
	t.Helper()
	sum, err := store.One[string](t.Context(), s.DB, store.Q(`SELECT
		(SELECT CAST(COUNT(*) AS TEXT) FROM events) || ' events, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM acts) || ' acts, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM items) || ' items, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM comments) || ' comments, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM persons) || ' persons, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM communities) || ' communities, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM memberships) || ' memberships, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM follows) || ' follows, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM drafts) || ' drafts, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM files) || ' files'`))
	if err != nil {
		t.Fatal(err)
	}
	return sum
}
