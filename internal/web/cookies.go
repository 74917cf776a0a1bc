package web

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"time"

	"parvis/internal/i18n"
)

// cookieName binds the session to this host alone when the site is on https.
func (rt *Router) cookieName() string {
	if rt.config.Secure {
		return "__Host-parvis"
	}
	return "parvis"
}

// SessionCookie is the cookie that carries a session until expires; an empty
// value removes it.
func (r *Request) SessionCookie(value string, expires time.Time) *http.Cookie {
	c := r.cookie(r.router.cookieName(), value)
	c.Expires = expires
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

// Session is the value of the session cookie, "" without one.
func (r *Request) Session() string {
	c, err := r.Cookie(r.router.cookieName())
	if err != nil {
		return ""
	}
	return c.Value
}

// PreferenceCookie is a cookie that remembers a choice of a visitor for a year.
func (r *Request) PreferenceCookie(name, value string) *http.Cookie {
	c := r.cookie(name, value)
	c.MaxAge = 365 * 24 * 3600
	return c
}

func (r *Request) cookie(name, value string) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", HttpOnly: true,
		Secure: r.router.config.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// Flash is a sentence shown once, on the page that follows a change, with a
// way back.
type Flash struct {
	Key  string `json:"k"`
	Args []any  `json:"a,omitempty"`
	Undo string `json:"u,omitempty"`
}

const (
	flashName = "flash"
	sizeArg   = "bytes" // marks a size among the arguments
)

// said gives an argument that came back its type again.
func said(arg any) any {
	switch v := arg.(type) {
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v)
		}
	case map[string]any:
		if n, is := v[sizeArg].(float64); is {
			return i18n.Bytes(n)
		}
	}
	return arg
}

// Flash is what the last change has to say; the zero value is silence.
func (r *Request) Flash() Flash { return r.flash }

func setFlash(w http.ResponseWriter, r *Request, f Flash) {
	f.Args = slices.Clone(f.Args)
	for i, arg := range f.Args {
		if size, is := arg.(i18n.Bytes); is {
			f.Args[i] = map[string]int64{sizeArg: int64(size)}
		}
	}
	text, err := json.Marshal(f)
	if err != nil {
		return // a value that JSON refuses is not worth an error page after a done change
	}
	c := r.cookie(flashName, base64.RawURLEncoding.EncodeToString(text))
	c.MaxAge = 60
	http.SetCookie(w, c)
}

func dropFlash(w http.ResponseWriter, r *Request) {
	c := r.cookie(flashName, "")
	c.MaxAge = -1
	http.SetCookie(w, c)
}

// asideHeader is sent by scripts that fetch a page which nobody looks at, to keep
// a copy or a part of it: what the last change has to say waits for the page that
// is shown.
const asideHeader = "Parvis-Aside"

// readFlash trusts nothing: the cookie comes back from a browser, so the undo
// must be a path of this site and the key a known sentence.
func readFlash(r *Request) Flash {
	if r.Method == http.MethodHead || r.Header.Get(asideHeader) != "" {
		return Flash{}
	}
	c, err := r.Cookie(flashName)
	if err != nil || len(c.Value) > 3800 {
		return Flash{}
	}
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return Flash{}
	}
	var f Flash
	if json.Unmarshal(text, &f) != nil || !r.router.config.Catalogue.In(r.lang()).Has(f.Key) {
		return Flash{}
	}
	for i, arg := range f.Args {
		f.Args[i] = said(arg)
	}
	if f.Undo != "" && LocalPath(f.Undo) != f.Undo {
		f.Undo = ""
	}
	return f
}
