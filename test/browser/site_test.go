package browser

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// site is a running Parvis.
type site struct {
	url    string // without a slash at the end
	signIn func(t *testing.T, as string) []*http.Cookie
}

// serve gives a site that answers with a handler until the test ends.
func serve(t *testing.T, handler http.Handler) *site {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &site{url: server.URL}
}

// cookies are those of a session of a member of the cast.
func (s *site) cookies(t *testing.T, as string) []*http.Cookie {
	t.Helper()
	if s.signIn == nil {
		t.Fatalf("nobody signs in to this site, so not %s", as)
	}
	return s.signIn(t, as)
}
