package web

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// policy lets a page load only from the site itself. Nothing inline runs, and
// no page can be framed or post elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Handler is the router with all that protects it: cross-origin requests that
// change something are refused, headers are set, bodies are bounded, unknown
// paths get the site's own page.
func (rt *Router) Handler() (http.Handler, error) {
	rt.mux.HandleFunc("/", func(w http.ResponseWriter, plain *http.Request) {
		r := rt.open(plain)
		if err := rt.recognise(r); err != nil {
			rt.send(w, r, rt.fault(r, err))
			return
		}
		rt.send(w, r, rt.fault(r, Unknown(rt.mux, w, plain)))
	})
	crossOrigin := http.NewCrossOriginProtection()
	crossOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, plain *http.Request) {
		r := rt.open(plain)
		rt.send(w, r, rt.fault(r, errCrossOrigin))
	}))
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(2))
	if err != nil {
		return nil, err
	}
	return rt.headers(compress(crossOrigin.Handler(rt.mux))), nil
}

func (rt *Router) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cache-Control", "no-store")
		if rt.config.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
