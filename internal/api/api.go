// Package api is the ground on which features lay their JSON operations: who
// calls, by which token, within which scopes; errors as problem+json; lists
// in pages; and the description of it all (OpenAPI 3.1) with a page to read
// it (F9: what exists is connected through open standards).
//
// What would surprise: only tokens open it, never the session of a browser,
// so no page can be led to call it on somebody's behalf.
package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/identity"
)

// Prefix is the path under which every operation stands.
const Prefix = "/api"

// MaxBody is how many bytes a request may carry unless its operation says
// otherwise.
const MaxBody = 1 << 20

// Tokens finds who a bearer token acts for.
type Tokens interface {
	ByToken(ctx context.Context, bearer string) (identity.Viewer, error)
}

// API is the set of operations. It is built at start and never changes while
// it serves.
type API struct {
	huma       huma.API
	mux        *http.ServeMux
	tokens     Tokens
	catalogue  *i18n.Catalogue
	log        *slog.Logger
	operations []Operation
}

// Operation is one thing that a program may do.
type Operation struct {
	Method  string // GET, POST, PUT, DELETE
	Path    string // under Prefix, with parameters in braces
	ID      string // unique, as in "publish-item"
	Summary string // one line, in English
	Tag     string // the group it is shown in
	Action  access.Action
	Status  int   // of success; 0 lets the method decide
	MaxBody int64 // bytes; 0 is MaxBody
}

// New makes an API without operations.
func New(version string, tokens Tokens, catalogue *i18n.Catalogue, log *slog.Logger) *API {
	a := &API{mux: http.NewServeMux(), tokens: tokens, catalogue: catalogue, log: log}
	config := huma.DefaultConfig("Parvis", version)
	config.OpenAPIPath = Prefix + "/openapi"
	config.DocsPath, config.SchemasPath = "", ""
	config.CreateHooks = nil // no $schema links in the answers
	config.Info.Description = "What people do on the pages of Parvis, for programs: the same services, the same rules. " +
		"Send a personal token as `Authorization: Bearer parvis_…`. Lists come in pages: pass `next` of one answer as `cursor` of the following call. " +
		"Errors are `application/problem+json` in the language of the token's owner."
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	json := huma.DefaultJSONFormat
	json.Unmarshal = strict(json.Unmarshal)
	config.Formats = map[string]huma.Format{"application/json": json, "json": json}
	config.Transformers = append(config.Transformers, localise)
	a.huma = humago.New(a.mux, config)
	return a
}

// strict refuses what is not UTF-8 instead of letting it be repaired in
// silence.
func strict(unmarshal func([]byte, any) error) func([]byte, any) error {
	return func(data []byte, v any) error {
		if !utf8.Valid(data) {
			return errors.New("the body is not valid UTF-8")
		}
		return unmarshal(data, v)
	}
}

// Register adds an operation. The handler is given the actor that the token
// stands for; rows are judged by the service it calls, as for the pages.
func Register[In, Out any](a *API, op Operation, handle func(ctx context.Context, actor access.Actor, in *In) (*Out, error)) {
	if op.Action.Name == "" {
		panic(fmt.Sprintf("api: operation %s declares no action", op.ID))
	}
	a.operations = append(a.operations, op)
	if op.MaxBody == 0 {
		op.MaxBody = MaxBody
	}
	huma.Register(a.huma, huma.Operation{
		Method: op.Method, Path: Prefix + op.Path, OperationID: op.ID, Summary: op.Summary, Tags: []string{op.Tag},
		Description: "Needs the scope `" + string(op.Action.Scope) + "`.", DefaultStatus: op.Status, MaxBodyBytes: op.MaxBody,
		Security: []map[string][]string{{"token": {}}},
		Errors:   []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound},
	}, func(ctx context.Context, in *In) (*Out, error) {
		viewer, ok := ctx.Value(viewerKey{}).(identity.Viewer)
		if !ok {
			return nil, a.problem(ctx, fault.New(fault.Unauthenticated, "api.no_token"))
		}
		if !viewer.Actor.Could(op.Action) {
			return nil, a.problem(ctx, fault.New(fault.KindForbidden, "api.scope", "scope", string(op.Action.Scope)))
		}
		out, err := handle(ctx, viewer.Actor, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// Operations lists what was registered, in order.
func (a *API) Operations() []Operation { return a.operations }

type viewerKey struct{}

// ViewerFrom tells who calls, for operations that show something of the caller.
func ViewerFrom(ctx context.Context) identity.Viewer {
	v, _ := ctx.Value(viewerKey{}).(identity.Viewer)
	return v
}

// Handler serves every operation and the description. A call without a token,
// or with one that is unknown or revoked, is refused before anything is read.
func (a *API) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := i18n.With(r.Context(), a.catalogue.In(i18n.Match(r.Header.Get("Accept-Language"))))
		if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			viewer, err := a.tokens.ByToken(ctx, bearer)
			if err != nil {
				a.refuse(ctx, w, err)
				return
			}
			if viewer.CharterDue {
				a.refuse(ctx, w, fault.New(fault.KindForbidden, "api.charter"))
				return
			}
			ctx = context.WithValue(ctx, viewerKey{}, viewer)
			ctx = i18n.With(ctx, a.catalogue.In(i18n.Lang(viewer.Person.Locale)))
		}
		if _, pattern := a.mux.Handler(r); pattern == "" {
			a.refuse(ctx, w, fault.NotFound())
			return
		}
		a.mux.ServeHTTP(w, r.WithContext(ctx))
	})
}
