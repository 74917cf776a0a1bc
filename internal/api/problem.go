package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

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

// localise says in the caller's language the title of what huma refused by
// itself (bounds, types, unknown fields). The details name fields and stay in
// English, like the description.
func localise(ctx huma.Context, status string, v any) (any, error) {
	model, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	code, err := strconv.Atoi(status)
	if err != nil {
		return v, nil
	}
	if kind, ok := fault.ByStatus(code); ok {
		model.Title = i18n.T(ctx.Context(), kind.Key())
	}
	return model, nil
}
