package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/web"
)

// problem is an error on its way to a program (RFC 9457).
type problem struct{ web.Problem }

// Error implements error.
func (p problem) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (problem) ContentType(string) string { return "application/problem+json" }

func (a *API) problem(ctx context.Context, err error) problem {
	p := web.Explain(ctx, err)
	if p.Status >= http.StatusInternalServerError {
		a.log.ErrorContext(ctx, "api call failed", "error", err)
	}
	return problem{p}
}

func (a *API) refuse(ctx context.Context, w http.ResponseWriter, err error) {
	p := a.problem(ctx, err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(p)
}

// localise tells in the caller's language, and in the shape of every other
// error, what huma refused by itself (bounds, types, unknown fields).
func localise(c huma.Context, status string, v any) (any, error) {
	model, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	ctx := c.Context()
	p := web.Problem{Type: "about:blank", Status: model.Status, Title: model.Title, Detail: model.Detail}
	if kind, ok := fault.ByStatus(model.Status); ok {
		p.Title, p.Detail = i18n.T(ctx, kind.Key()), i18n.T(ctx, "api.refused")
	}
	for _, e := range model.Errors {
		p.Fields = append(p.Fields, web.ProblemField{Name: strings.TrimPrefix(e.Location, "body."), Detail: say(ctx, e.Message)})
	}
	return problem{p}, nil
}

// said pairs how huma begins a complaint with the sentence that tells it; what
// follows is what the sentence names. They are tried in this order.
var said = [...]struct{ begins, key string }{
	{"unexpected property", "api.bad.property"},
	{"unknown query parameter", "api.bad.parameter"},
	{"expected required property ", "api.bad.required"},
	{"required ", "api.bad.required_here"},
	{"request body is required", "api.bad.body"},
	{"expected string to be RFC 3339 date-time", "api.bad.moment"},
	{"expected string to be RFC 5322 email", "api.bad.email"},
	{"expected string to match pattern ", "api.bad.pattern"},
	{"expected string to be an id as the API gives it", "api.bad.id"},
	{"expected string", "api.bad.string"},
	{"expected integer", "api.bad.integer"},
	{"invalid integer", "api.bad.integer"},
	{"expected number >= ", "api.bad.least"},
	{"expected number <= ", "api.bad.most"},
	{"expected number", "api.bad.number"},
	{"expected boolean", "api.bad.boolean"},
	{"invalid boolean", "api.bad.boolean"},
	{"expected object", "api.bad.object"},
	{"expected array length >= ", "api.bad.items_least"},
	{"expected array length <= ", "api.bad.items_most"},
	{"expected array items to be unique", "api.bad.unique"},
	{"expected array", "api.bad.array"},
	{"expected length >= ", "api.bad.length_least"},
	{"expected length <= ", "api.bad.length_most"},
	{"expected value to be one of ", "api.bad.one_of"},
	{"the body is not valid UTF-8", "api.bad.utf8"},
	{"the body holds control characters", "api.bad.control"},
	{"unknown content type", "api.bad.type"},
}

// say tells one complaint of huma. One that it does not know is about JSON
// that cannot be read, and is shown as it came.
func say(ctx context.Context, message string) string {
	for _, s := range said {
		if rest, ok := strings.CutPrefix(message, s.begins); ok {
			rest = strings.TrimSuffix(rest, " to be present") // of a field that lacks
			return i18n.T(ctx, s.key, "value", strings.Trim(rest, `" `))
		}
	}
	return i18n.T(ctx, "api.bad.json", "value", message)
}
