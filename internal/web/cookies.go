package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
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

const flashName = "flash"

// Flash is what the last change has to say; the zero value is silence.
func (r *Request) Flash() Flash { return r.flash }

func setFlash(w http.ResponseWriter, r *Request, f Flash) {
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

// readFlash trusts nothing: the cookie comes back from a browser, so the undo
// must be a path of this site and the key a known sentence.
func readFlash(r *Request) Flash {
	c, err := r.Cookie(flashName)
	if err != nil || len(c.Value) > 2000 {
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
	if f.Undo != "" && LocalPath(f.Undo) != f.Undo {
		f.Undo = ""
	}
	return f
}
