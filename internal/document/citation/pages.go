package citation

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/id"
	"parvis/internal/web"
)

// Aside is what a document says of who leads to it, nil when nobody does.
func (s *Service) Aside(r *web.Request, item id.ID) (templ.Component, error) {
	list, err := s.Of(r.Context(), r.Actor, item)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return aside(list), nil
}

// API declares what programs learn of it.
func API(a *api.API, s *Service) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/citing-documents", ID: "list-citing-documents", Tag: "Documents", Action: access.ReadItem,
		Summary: "List the documents that lead to an item, the latest first", Detail: "Those alone that one may read, twenty at most.",
	}, func(ctx context.Context, actor access.Actor, in *One) (*api.Page[citingJSON], error) {
		list, err := s.Of(ctx, actor, in.Item.ID)
		return api.PageOf(api.Each(list, func(c Citing) citingJSON { return citingJSON{c.ID, c.Title, c.Mark.Standing} }), nil), err
	})
}

// One is the item of a call.
type One struct {
	Item api.ID `path:"item" doc:"id of the item"`
}

type citingJSON struct {
	Item     id.ID  `json:"item" doc:"id of the document"`
	Title    string `json:"title"`
	Standing string `json:"standing,omitempty" doc:"draft, review or approved"`
}
