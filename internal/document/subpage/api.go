package subpage

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/document"
	"parvis/internal/id"
)

// API declares what programs do with trees. A page is begun under another one by
// begin-document.
func API(a *api.API, s *Service) {
	const tag = "Documents"
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/pages", ID: "list-document-pages", Tag: tag, Action: access.ReadItem,
		Summary: "List the tree in which a document stands, from its top, in the order in which it is read", Detail: "Pages that one may not read are left out; those under them hang on the nearest one above.",
	}, func(ctx context.Context, actor access.Actor, in *One) (*api.Page[pageJSON], error) {
		tree, err := s.Around(ctx, actor, in.Item.ID)
		return api.PageOf(api.Each(tree.Pages(), func(p *Page) pageJSON {
			out := pageJSON{Item: p.ID, Title: p.Title, Standing: p.Mark.Standing}
			if path := tree.Path(p.ID); len(path) > 0 {
				out.Under, out.Depth = path[len(path)-1].ID, len(path)
			}
			return out
		}), nil), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/document/place", ID: "place-document", Tag: tag, Action: document.Write,
		Summary: "Put a document under another one of its community, or at the top", Detail: "What stands under it goes with it.",
	}, func(ctx context.Context, actor access.Actor, in *placeInput) (*api.Nothing, error) {
		return nil, s.Move(ctx, actor, in.Item.ID, Place{Under: in.Body.Under, At: in.Body.At})
	})
}

// One is the document of a call.
type One struct {
	Item api.ID `path:"item" doc:"id of the document"`
}

type placeInput struct {
	One
	Body struct {
		Under id.ID `json:"under,omitempty" doc:"the document under which it goes; the top when absent"`
		At    int   `json:"at,omitempty" minimum:"0" maximum:"200" doc:"before which of those there, from 1; last when absent"`
	}
}

type pageJSON struct {
	Item     id.ID  `json:"item" doc:"id of the document"`
	Title    string `json:"title"`
	Standing string `json:"standing,omitempty" doc:"draft, review or approved"`
	Under    id.ID  `json:"under,omitempty" doc:"the document under which it shows"`
	Depth    int    `json:"depth" doc:"0 at the top"`
}
