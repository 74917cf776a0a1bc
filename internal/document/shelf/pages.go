package shelf

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/web"
)

// Tab is the page of the list, below the address of a community.
const Tab = "documents"

// Pages are the screens of the lists.
type Pages struct {
	Service *Service

	// Frame is the page of a community around one of its views.
	Frame func(r *web.Request, tab string, body templ.Component) (templ.Component, error)
}

// Routes declares the screen.
func (p *Pages) Routes(rt *web.Router) { rt.Get("/c/{community}/documents", Browse, p.list) }

// listing is a page of the list of a community.
type listing struct {
	Shelf
	Place  content.Place
	Writes bool // may begin one
	First  bool // nothing was before
}

func (p *Pages) list(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	raw, err := web.ParseCursor(r.Query("after"), 2)
	if err != nil {
		return nil, err
	}
	v := listing{First: raw == nil}
	if v.Shelf, err = p.Service.List(ctx, r.Actor, community, cursorOf(raw), OnPage); err != nil {
		return nil, err
	}
	if v.Place, err = p.Service.Content.Place(ctx, r.Actor, community); err != nil {
		return nil, err
	}
	v.Writes = r.Actor.Role(community) >= access.GuestRole && !v.Place.Archived
	page, err := p.Frame(r, Tab, listBody(v))
	if err != nil {
		return nil, err
	}
	return web.Page(page), nil
}

func (v listing) older() string {
	if v.Next == nil {
		return ""
	}
	return listURL(v.Place.ID) + "?after=" + v.Next.web().String()
}

func listURL(community id.ID) string { return "/c/" + community.String() + "/" + Tab }

func cursorOf(c web.Cursor) *Cursor {
	if c == nil {
		return nil
	}
	return &Cursor{At: web.Key{At: c[0]}.Time(), ID: id.ID(c[1])}
}

func (c *Cursor) web() web.Cursor {
	if c == nil {
		return nil
	}
	return web.Cursor{c.At.UnixMilli(), int64(c.ID)}
}

// API declares what programs read of the lists.
func API(a *api.API, s *Service) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/documents", ID: "list-documents", Tag: "Documents", Action: Browse,
		Summary: "List the documents of a community, the liveliest first",
	}, func(ctx context.Context, actor access.Actor, in *listInput) (*api.Page[lineJSON], error) {
		at, err := in.At(2)
		if err != nil {
			return nil, err
		}
		list, err := s.List(ctx, actor, in.Community.ID, cursorOf(at), in.Limit)
		return api.PageOf(api.Each(list.Lines, func(l Line) lineJSON {
			return lineJSON{Item: l.ID, Title: l.Title, Under: l.Under, Standing: list.Marks[l.ID].Standing, Writer: list.Faces[l.Writer].Handle, Written: l.Written}
		}), list.Next.web()), err
	})
}

type listInput struct {
	Community api.ID `path:"community" doc:"id of the community"`
	api.Paging
}

type lineJSON struct {
	Item     id.ID      `json:"item" doc:"id of the document"`
	Title    string     `json:"title"`
	Under    string     `json:"under,omitempty" doc:"title of the document above it"`
	Standing string     `json:"standing,omitempty" doc:"draft, review or approved"`
	Writer   string     `json:"writer" doc:"handle of who wrote last"`
	Written  clock.Time `json:"written"`
}
