package assets

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHandler(t *testing.T) {
	for _, c := range []struct {
		name, accept  string
		status        int
		kind, packing string
	}{
		{URL("app.css"), "gzip, br", 200, "text/css; charset=utf-8", "gzip"},
		{URL("app.css"), "", 200, "text/css; charset=utf-8", ""},
		{URL("app.css"), "gzip;q=0, br", 200, "text/css; charset=utf-8", ""},
		{URL("app.js"), "gzip", 200, "text/javascript; charset=utf-8", "gzip"},
		{URL("icons.svg"), "gzip", 200, "image/svg+xml", "gzip"},
		{URL("font.woff2"), "gzip", 200, "font/woff2", ""},
		{Prefix + "licences.txt", "", 200, "text/plain; charset=utf-8", ""},
		{URL("app.css") + ".gz", "gzip", 404, "", ""},
		{Prefix + "manifest.json", "", 404, "", ""},
		{Prefix + "nothing.js", "", 404, "", ""},
		{Prefix + "../assets.go", "", 404, "", ""},
		{Prefix, "", 404, "", ""},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = c.name
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s answers %d, not %d", c.name, w.Code, c.status)
			continue
		}
		if w.Code != 200 {
			continue
		}
		if got := w.Header().Get("Content-Type"); got != c.kind {
			t.Errorf("%s is %q, not %q", c.name, got, c.kind)
		}
		if got := w.Header().Get("Content-Encoding"); got != c.packing {
			t.Errorf("%s for %q is packed as %q, not %q", c.name, c.accept, got, c.packing)
		}
		kept := strings.Contains(w.Header().Get("Cache-Control"), "immutable")
		if hashed := strings.Contains(c.name, "-"); kept != hashed {
			t.Errorf("%s: kept for ever: %v, named after its content: %v", c.name, kept, hashed)
		}
		if c.packing == "gzip" {
			packed, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(packed)
			if err != nil || len(body) == 0 {
				t.Errorf("%s does not unpack: %v", c.name, err)
			}
		}
	}
}

func TestURLOfNothing(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a name that was not built has an address")
		}
	}()
	URL("nothing.css")
}
