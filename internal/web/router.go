// Package web carries a request to a feature and its answer back: routes with
// their declared actions, the guard, forms, replies, errors and the headers
// that protect people.
//
// What would surprise: handlers return a Reply and write nothing themselves.
// A page is rendered whole into memory first, so an error never leaves half a
// page behind, and one place (errors.go) turns every error into an answer.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sort"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/i18n"
	"parvis/internal/identity"
)

// Handler answers one request, or says what went wrong.
type Handler func(r *Request) (Reply, error)

// Sessions finds who a cookie belongs to.
type Sessions interface {
	BySession(ctx context.Context, cookie string) (identity.Viewer, error)
}

// Dress gives the pages what surrounds them.
type Dress interface {
	// Shell adds to the context what the layout shows: site name, person,
	// counts. It is asked for whole pages only, not for fragments.
	Shell(r *Request) (context.Context, error)
	// Fault is the page that tells a person what went wrong and what to do.
	Fault(title, advice string, status int) templ.Component
}

// Config is what the router is made of.
type Config struct {
	Sessions  Sessions
	Dress     Dress
	Catalogue *i18n.Catalogue
	Clock     clock.Clock
	Log       *slog.Logger
	Secure    bool     // the site is served over https
	Proxies   []string // addresses whose X-Forwarded-For is believed
}

// Route is one declared way in.
type Route struct {
	Method  string
	Pattern string
	Action  access.Action
}

// Gate may stop a signed-in person before any handler: the charter to accept.
// A nil reply lets the request through.
type Gate func(r *Request) Reply

// Router is the list of routes and what they have in common. It is built at
// start and never changes while it serves.
type Router struct {
	config Config
	mux    *http.ServeMux
	routes []Route
	gates  []Gate
}

// NewRouter makes an empty router.
func NewRouter(c Config) *Router { return &Router{config: c, mux: http.NewServeMux()} }

// Get declares a page or a fragment that changes nothing.
func (rt *Router) Get(pattern string, action access.Action, h Handler) {
	rt.handle("GET", pattern, action, h)
}

// Post declares a change.
func (rt *Router) Post(pattern string, action access.Action, h Handler) {
	rt.handle("POST", pattern, action, h)
}

// Put declares a replacement, used by scripts only.
func (rt *Router) Put(pattern string, action access.Action, h Handler) {
	rt.handle("PUT", pattern, action, h)
}

// Patch declares a change of a part, used by scripts only.
func (rt *Router) Patch(pattern string, action access.Action, h Handler) {
	rt.handle("PATCH", pattern, action, h)
}

// Delete declares a removal, used by scripts only.
func (rt *Router) Delete(pattern string, action access.Action, h Handler) {
	rt.handle("DELETE", pattern, action, h)
}

// Options declares what a protocol tells of itself.
func (rt *Router) Options(pattern string, action access.Action, h Handler) {
	rt.handle("OPTIONS", pattern, action, h)
}

// Gate adds a gate, asked in the order of addition.
func (rt *Router) Gate(g Gate) { rt.gates = append(rt.gates, g) }

// Mount serves a subtree with a handler of its own (assets, JSON API), which
// answers for its own access.
func (rt *Router) Mount(pattern string, h http.Handler) { rt.mux.Handle(pattern, h) }

// Routes lists what was declared, sorted by pattern then method.
func (rt *Router) Routes() []Route {
	out := append([]Route(nil), rt.routes...)
	sort.Slice(out, func(i, j int) bool {
		if out[i].Pattern != out[j].Pattern {
			return out[i].Pattern < out[j].Pattern
		}
		return out[i].Method < out[j].Method
	})
	return out
}

func (rt *Router) handle(method, pattern string, action access.Action, h Handler) {
	if action.Name == "" {
		panic(fmt.Sprintf("web: route %s %s declares no action", method, pattern))
	}
	if !strings.HasPrefix(pattern, "/") {
		panic("web: pattern " + pattern + " must begin with /")
	}
	rt.routes = append(rt.routes, Route{Method: method, Pattern: pattern, Action: action})
	if pattern == "/" {
		pattern = "/{$}"
	}
	rt.mux.HandleFunc(method+" "+pattern, func(w http.ResponseWriter, plain *http.Request) {
		r := rt.open(plain)
		r.control = http.NewResponseController(w)
		reply, err := rt.answer(r, action, h)
		if err != nil {
			reply = rt.fault(r, err)
		}
		rt.send(w, r, reply)
	})
}

// answer is the ladder every request climbs: who asks, are they let through,
// may they ask at all, then the handler.
func (rt *Router) answer(r *Request, action access.Action, h Handler) (Reply, error) {
	if err := rt.recognise(r); err != nil {
		return nil, err
	}
	// From here on the person, if any, is known and active.
	for _, gate := range rt.gates {
		if reply := gate(r); reply != nil {
			return reply, nil
		}
	}
	// Not stopped by the charter or another gate.
	if !r.Actor.Could(action) {
		return rt.refuse(r)
	}
	// Somebody who may do this to something; the service judges to what.
	return h(r)
}
