package request

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/document"
	"parvis/internal/id"
)

// API declares what programs do with the right to write in one document.
func API(a *api.API, s *Service) {
	about := func(do func(ctx context.Context, actor access.Actor, item, person id.ID) error) func(context.Context, access.Actor, *Somebody) (*api.Nothing, error) {
		return func(ctx context.Context, actor access.Actor, in *Somebody) (*api.Nothing, error) {
			return nil, do(ctx, actor, in.Item.ID, in.Person.ID)
		}
	}
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/document/request", ID: "ask-to-write", Tag: document.TagDocuments, Action: Ask,
		Summary: "Ask to write in a document that one reads",
	}, func(ctx context.Context, actor access.Actor, in *askInput) (*api.Nothing, error) {
		return nil, s.Ask(ctx, actor, in.Item.ID, in.Body.Message)
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/items/{item}/document/request", ID: "withdraw-write-request", Tag: document.TagDocuments, Action: Ask,
		Summary: "Take back one's request to write in a document",
	}, func(ctx context.Context, actor access.Actor, in *document.One) (*api.Nothing, error) {
		return nil, s.Withdraw(ctx, actor, in.Item.ID)
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/requests", ID: "list-write-requests", Tag: document.TagDocuments, Action: Decide,
		Summary: "List who asks to write in a document, the first to ask first", Detail: "A hundred at most.",
	}, func(ctx context.Context, actor access.Actor, in *document.One) (*api.List[requestJSON], error) {
		list, err := s.Wanting(ctx, actor, in.Item.ID)
		return api.ListOf(api.Each(list, func(r Request) requestJSON {
			return requestJSON{api.FaceOf(r.Person), r.Message, r.Created}
		})), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/document/requests/{person}/refuse", ID: "refuse-write-request", Tag: document.TagDocuments, Action: Decide,
		Summary: "Refuse a request to write in a document, with a word",
	}, func(ctx context.Context, actor access.Actor, in *refuseInput) (*api.Nothing, error) {
		return nil, s.Refuse(ctx, actor, in.Item.ID, in.Person.ID, in.Body.Word)
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/writers", ID: "list-document-writers", Tag: document.TagDocuments, Action: Decide,
		Summary: "List who was let write in a document beside the members of its community",
	}, func(ctx context.Context, actor access.Actor, in *document.One) (*api.List[grantJSON], error) {
		list, err := s.Grants(ctx, actor, in.Item.ID)
		return api.ListOf(api.Each(list, func(g Grant) grantJSON {
			return grantJSON{api.FaceOf(g.Person), api.FaceOf(g.By), g.Created}
		})), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/document/writers/{person}", ID: "let-write", Tag: document.TagDocuments, Action: Decide,
		Summary: "Let somebody who reads a document write in it, whether they asked or not",
	}, about(s.Let))
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/items/{item}/document/writers/{person}", ID: "take-writing-back", Tag: document.TagDocuments, Action: Decide,
		Summary: "Let somebody write in a document no more",
	}, about(s.Take))
}

type askInput struct {
	document.One
	Body struct {
		Message string `json:"message,omitempty" maxLength:"300"`
	}
}

// Somebody is a person of a call about a document.
type Somebody struct {
	document.One
	Person api.ID `path:"person" doc:"id of the person"`
}

type refuseInput struct {
	Somebody
	Body struct {
		Word string `json:"word,omitempty" maxLength:"300" doc:"why, for who asked"`
	}
}

type requestJSON struct {
	Person  api.Face   `json:"person"`
	Message string     `json:"message,omitempty"`
	Created clock.Time `json:"created"`
}

type grantJSON struct {
	Person  api.Face   `json:"person"`
	By      api.Face   `json:"by" doc:"who let them"`
	Created clock.Time `json:"created"`
}
