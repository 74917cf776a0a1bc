package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/i18n"
)

// refuse answers an actor to whom the route is never open: sign in first, or
// no.
func (rt *Router) refuse(r *Request) (Reply, error) {
	if r.SignedIn() {
		// A guest is not told which parts of the site exist.
		if r.Actor.IsGuest() {
			return nil, fault.NotFound()
		}
		return nil, fault.Forbidden()
	}
	if r.Method != http.MethodGet || r.IsFragment() || r.WantsJSON() {
		return nil, fault.New(fault.Unauthenticated, fault.Unauthenticated.Key())
	}
	return See("/sign-in?to=" + url.QueryEscape(r.URL.RequestURI())), nil
}

// Problem is an error told to a script (RFC 9457).
type Problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty"`
	Fields []ProblemField `json:"errors,omitempty"`
}

// ProblemField is one bad field of a Problem.
type ProblemField struct {
	Name   string `json:"name"`
	Detail string `json:"detail"`
}

// Explain writes an error for a person, in the language of ctx.
func Explain(ctx context.Context, err error) Problem {
	f, ok := fault.As(err)
	if !ok {
		f = fault.New(fault.Internal, fault.Internal.Key())
	}
	p := Problem{
		Type:   "about:blank",
		Status: f.Kind.Status(),
		Title:  i18n.T(ctx, f.Kind.Key()),
		Detail: i18n.T(ctx, f.Kind.Key()+".advice"),
	}
	if f.Key != "" && f.Key != f.Kind.Key() {
		p.Detail = i18n.T(ctx, f.Key, f.Args...)
	}
	for _, field := range f.Fields {
		p.Fields = append(p.Fields, ProblemField{Name: field.Name, Detail: i18n.T(ctx, field.Key, field.Args...)})
	}
	return p
}

// fault turns any error into an answer and logs what a person cannot mend.
func (rt *Router) fault(r *Request, err error) Reply {
	if errors.Is(err, context.Canceled) {
		// The browser went away: nobody reads the answer.
		return nothing{}
	}
	p := Explain(r.Context(), err)
	if p.Status >= 500 {
		rt.config.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	if r.WantsJSON() {
		return &data{value: p, status: p.Status, media: "application/problem+json"}
	}
	return &rendered{component: rt.config.Dress.Fault(p.Title, p.Detail, p.Status), status: p.Status, whole: !r.IsFragment()}
}

var errCrossOrigin = fault.New(fault.KindForbidden, "web.cross_origin")

// Unknown tells a path that does not exist from one that exists for other
// methods, which the answer will name.
func Unknown(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) error {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		probe := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := mux.Handler(probe); method == r.Method || pattern == "" || pattern == "/" {
			continue
		}
		allowed = append(allowed, method)
		if method == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	if allowed == nil {
		return fault.NotFound()
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	return fault.New(fault.WrongMethod, fault.WrongMethod.Key())
}
