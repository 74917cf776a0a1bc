package web

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// Request is one request with who makes it. Its context carries the printer
// of the person's language.
type Request struct {
	*http.Request
	Viewer identity.Viewer // zero when nobody is signed in
	Actor  access.Actor
	Now    clock.Time

	router  *Router
	flash   Flash
	control *http.ResponseController
	arrival *Arrival // of its body, where it is read as it comes
}

func (rt *Router) open(plain *http.Request) *Request {
	r := &Request{Request: plain, Now: rt.config.Clock.Now(), router: rt}
	r.speak()
	return r
}

// speak puts the printer of the person's language into the context.
func (r *Request) speak() {
	r.Request = r.WithContext(i18n.With(r.Context(), r.router.config.Catalogue.In(r.lang())))
}

// recognise finds who asks from the session cookie. A cookie that is no longer
// good leaves the person anonymous.
func (rt *Router) recognise(r *Request) error {
	if cookie, err := r.Cookie(rt.cookieName()); err == nil {
		viewer, err := rt.config.Sessions.BySession(r.Context(), cookie.Value)
		switch {
		case err == nil:
			r.Viewer, r.Actor = viewer, viewer.Actor
		case fault.KindOf(err) != fault.Unauthenticated:
			return err
		}
	}
	r.flash = readFlash(r)
	if r.Viewer.Person.Locale != "" {
		r.speak()
	}
	return nil
}

// lang is the person's choice, else the cookie of a visitor, else what the
// browser asks for.
func (r *Request) lang() i18n.Lang {
	if r.Viewer.Person.Locale != "" {
		return i18n.Lang(r.Viewer.Person.Locale)
	}
	if c, err := r.Cookie("lang"); err == nil && (c.Value == "fr" || c.Value == "en") {
		return i18n.Lang(c.Value)
	}
	return i18n.Match(r.Header.Get("Accept-Language"))
}

// Renewed is who asks as of now: for a line that stays open while sessions end
// and rights change. It is Unauthenticated once the session is over.
func (r *Request) Renewed(ctx context.Context) (access.Actor, error) {
	cookie, err := r.Cookie(r.router.cookieName())
	if err != nil {
		return access.Actor{}, fault.New(fault.Unauthenticated, fault.Unauthenticated.Key()).Because(err)
	}
	viewer, err := r.router.config.Sessions.BySession(ctx, cookie.Value)
	return viewer.Actor, err
}

// SignedIn tells whether somebody is behind the request.
func (r *Request) SignedIn() bool { return r.Actor.Person() != 0 }

// PathID reads an id from the path; what is not an id is not found.
func (r *Request) PathID(name string) (id.ID, error) {
	v, err := id.Parse(r.PathValue(name))
	if err != nil {
		return 0, fault.NotFound().Because(err)
	}
	return v, nil
}

// IsFragment tells whether the page's script asks for a part of the page.
func (r *Request) IsFragment() bool { return r.Header.Get("HX-Request") == "true" }

// WantsJSON tells whether a script expects JSON, errors included.
func (r *Request) WantsJSON() bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// Query reads one parameter of the address, "" when absent, too long or not
// text.
func (r *Request) Query(name string) string {
	v := r.URL.Query().Get(name)
	if len(v) > 500 || !plain(v) {
		return ""
	}
	return v
}

// QueryID reads an id from the address; what is not one is none.
func (r *Request) QueryID(name string) id.ID {
	v, err := id.Parse(r.Query(name))
	if err != nil {
		return 0
	}
	return v
}

// Queries reads every value of some parameters of the address, those that are
// too long or no text left out.
func (r *Request) Queries(names ...string) url.Values {
	out := url.Values{}
	all := r.URL.Query()
	for _, name := range names {
		for _, v := range all[name] {
			if len(v) <= 2000 && plain(v) {
				out.Add(name, v)
			}
		}
	}
	return out
}

// Address is where the request comes from, for rate limits and the list of
// sessions. A forwarding header is believed only from a configured proxy.
func (r *Request) Address() string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if slices.Contains(r.router.config.Proxies, host) {
		list := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(list[len(list)-1]); net.ParseIP(last) != nil {
			return last
		}
	}
	return host
}

// LocalPath reads a return address from the query or a form: a path on this
// site, "/" for anything else.
func LocalPath(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(raw, "/") ||
		strings.HasPrefix(raw, "//") || strings.ContainsAny(raw, "\\\x00\r\n\t") {
		return "/"
	}
	return raw
}
