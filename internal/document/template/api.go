package template

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/id"
)

// API declares what programs do with templates. One begins a document with one
// by begin-document.
func API(a *api.API, s *Service) {
	const tag = "Documents"
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/document-templates", ID: "list-document-templates", Tag: tag, Action: access.ReadCommunity,
		Summary: "List the documents with which one may begin another in a community, its own first",
	}, func(ctx context.Context, actor access.Actor, in *placeInput) (*api.Page[templateJSON], error) {
		if _, err := s.Content.Place(ctx, actor, in.Community.ID); err != nil {
			return nil, err
		}
		list, err := s.Offered(ctx, actor, in.Community.ID)
		return api.PageOf(api.Each(list, shown), nil), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/document/template", ID: "offer-document-template", Tag: tag, Action: Keep,
		Summary: "Offer a document to begin others with, or change its name", Detail: "Managers offer it in its community, administrators on the whole site.",
	}, func(ctx context.Context, actor access.Actor, in *offerInput) (*api.Answer[templateJSON], error) {
		t, err := s.Keep(ctx, actor, Offer{Item: in.Item.ID, Name: in.Body.Name, Help: in.Body.Help, Site: in.Body.Site})
		return api.Of(shown(t)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/items/{item}/document/template", ID: "withdraw-document-template", Tag: tag, Action: Keep,
		Summary: "Offer a document no more", Detail: "The document stays, and so do those that began with it.",
	}, func(ctx context.Context, actor access.Actor, in *One) (*api.Nothing, error) {
		return nil, s.Remove(ctx, actor, in.Item.ID)
	})
}

type placeInput struct {
	Community api.ID `path:"community" doc:"id of the community"`
}

// One is the document of a call.
type One struct {
	Item api.ID `path:"item" doc:"id of the document"`
}

type offerInput struct {
	One
	Body struct {
		Name string `json:"name,omitempty" maxLength:"80" doc:"its title when absent"`
		Help string `json:"help,omitempty" maxLength:"160" doc:"what it is for"`
		Site bool   `json:"site,omitempty" doc:"on the whole site"`
	}
}

type templateJSON struct {
	Item id.ID  `json:"item" doc:"id of the document"`
	Name string `json:"name"`
	Help string `json:"help,omitempty"`
	Site bool   `json:"site" doc:"offered on the whole site"`
}

func shown(t Template) templateJSON { return templateJSON{t.Item, t.Name, t.Help, t.Site} }
