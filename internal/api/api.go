// Package api is the ground on which features lay their JSON operations: who
// calls, by which token, within which scopes; errors as problem+json; lists
// in pages; and the description of it all (OpenAPI 3.1) with a page to read
// it (F9: what exists is connected through open standards).
//
// What would surprise: only tokens open it, never the session of a browser,
// so no page can be led to call it on somebody's behalf.
package api

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/web"
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
	naming     *naming
}

// Operation is one thing that a program may do.
type Operation struct {
	Method  string // GET, POST, PUT, DELETE
	Path    string // under Prefix, with parameters in braces
	ID      string // unique, as in "publish-item"
	Summary string // one line, in English
	Detail  string // what more there is to know, in English; may be empty
	Tag     string // the group it is shown in
	Action  access.Action
	Status  int   // of success; 0 lets the method decide
	MaxBody int64 // bytes; 0 is MaxBody
}

// New makes an API without operations.
func New(version string, tokens Tokens, catalogue *i18n.Catalogue, log *slog.Logger) *API {
	a := &API{mux: http.NewServeMux(), tokens: tokens, catalogue: catalogue, log: log,
		naming: &naming{names: map[reflect.Type]string{}, taken: map[string]bool{}}}
	config := huma.DefaultConfig("Parvis", version)
	config.OpenAPIPath = Prefix + "/openapi"
	config.DocsPath, config.SchemasPath = "", ""
	config.CreateHooks = nil // no $schema links in the answers
	config.RejectUnknownQueryParameters = true
	config.Info.Description = "What people do on the pages of Parvis, for programs: the same services, the same rules. " +
		"Send a personal token as `Authorization: Bearer parvis_…`. Lists come in pages: pass `next` of one answer as `cursor` of the following call. " +
		"Errors are `application/problem+json` in the language of the token's owner."
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	config.Components.Schemas = newRegistry(a.naming)
	json := huma.DefaultJSONFormat
	json.Unmarshal = strict(json.Unmarshal)
	config.Formats = map[string]huma.Format{"application/json": json, "json": json}
	config.Transformers = append(config.Transformers, localise)
	a.huma = humago.New(a.mux, config)
	return a
}

// Register adds an operation. The handler is given the actor that the token
// stands for; rows are judged by the service it calls, as for the pages.
func Register[In, Out any](a *API, op Operation, handle func(ctx context.Context, actor access.Actor, in *In) (*Out, error)) {
	register(a, op, a.describe(op), handle)
}

// answer is a body of any shape, nil for none: what huma has of an operation is
// compiled anew for every pair of shapes, 30 kB each.
type answer struct{ Body any }

func register[In, Out any](a *API, op Operation, described huma.Operation, handle func(context.Context, access.Actor, *In) (*Out, error)) {
	out := reflect.TypeFor[Out]()
	says := out.NumField() == 1 && out.Field(0).Name == "Body"
	switch {
	case says:
		a.answers(&described, out)
	case out.NumField() > 0:
		panic(fmt.Sprintf("api: operation %s answers with more than a body", op.ID))
	case described.DefaultStatus != 0:
	case described.Method == http.MethodHead:
		described.DefaultStatus = http.StatusOK
	default:
		described.DefaultStatus = http.StatusNoContent
	}
	enter(a, op, described, func(ctx context.Context, actor access.Actor, in *In) (*answer, error) {
		out, err := handle(ctx, actor, in)
		if err != nil || !says {
			return nil, err
		}
		return &answer{reflect.ValueOf(out).Elem().Field(0).Interface()}, nil
	})
	if !says {
		a.described(op).Responses[strconv.Itoa(described.DefaultStatus)].Content = nil
	}
}

// answers says in an operation what its body looks like, since answer does not.
func (a *API) answers(op *huma.Operation, out reflect.Type) {
	hint := op.OperationID + "Response"
	if out.Name() != "" {
		hint = out.Name() + "Body"
	}
	status := cmp.Or(op.DefaultStatus, http.StatusOK)
	a.naming.operation = op.OperationID
	op.Responses = map[string]*huma.Response{strconv.Itoa(status): {
		Content: map[string]*huma.MediaType{"application/json": {Schema: huma.SchemaFromField(a.huma.OpenAPI().Components.Schemas, out.Field(0), hint)}},
	}}
}

// enter hands an operation to huma.
func enter[In, Out any](a *API, op Operation, described huma.Operation, handle func(context.Context, access.Actor, *In) (*Out, error)) {
	if op.Action.Name == "" {
		panic(fmt.Sprintf("api: operation %s declares no action", op.ID))
	}
	a.operations = append(a.operations, op)
	a.naming.operation = op.ID
	huma.Register(a.huma, described, func(ctx context.Context, in *In) (*Out, error) {
		out, err := handle(ctx, ViewerFrom(ctx).Actor, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// describe is the operation as huma knows it.
func (a *API) describe(op Operation) huma.Operation {
	if op.MaxBody == 0 {
		op.MaxBody = MaxBody
	}
	description := "Needs the scope `" + string(op.Action.Scope) + "`."
	if op.Detail != "" {
		description = op.Detail + "\n\n" + description
	}
	return huma.Operation{
		Method: op.Method, Path: Prefix + op.Path, OperationID: op.ID, Summary: op.Summary, Tags: []string{op.Tag},
		Description: description, DefaultStatus: op.Status, MaxBodyBytes: op.MaxBody, Middlewares: huma.Middlewares{a.guard(op.Action)},
		Security: []map[string][]string{{"token": {}}},
		Errors:   []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}
}

// guard refuses who may never do action, before anything of the call is read.
// As on the pages, a guest is not told which parts of the site exist.
func (a *API) guard(action access.Action) func(huma.Context, func(huma.Context)) {
	granted := access.On(access.None, action.Name, action.Scope, access.SignedIn)
	return func(c huma.Context, next func(huma.Context)) {
		ctx := c.Context()
		actor := ViewerFrom(ctx).Actor
		var err error
		switch {
		case actor.Kind() == access.Anonymous:
			err = fault.New(fault.Unauthenticated, "api.no_token")
		case !actor.May(granted, access.Label{}):
			err = fault.New(fault.KindForbidden, "api.scope", "scope", string(action.Scope))
		case actor.Could(action):
			next(c)
			return
		case actor.IsGuest():
			err = fault.NotFound()
		default:
			err = fault.Forbidden()
		}
		_, w := humago.Unwrap(c)
		a.refuse(ctx, w, err)
	}
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
		if !readable(r.URL) {
			a.refuse(ctx, w, fault.New(fault.Malformed, "web.not_text"))
			return
		}
		if _, pattern := a.mux.Handler(r); pattern == "" {
			a.refuse(ctx, w, web.Unknown(a.mux, w, r))
			return
		}
		a.mux.ServeHTTP(w, r.WithContext(ctx))
	})
}
