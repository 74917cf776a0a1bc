package discovery

import (
	"context"
	"net/http"
	"net/url"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/search"
	"parvis/internal/web"
)

const apiTag = "Search"

// API declares the operations that find things.
func API(a *api.API, p *Pages) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/search", ID: "search", Tag: apiTag, Action: Find,
		Summary: "Find items by their title and text, the newest first",
		Detail:  "A page may be short, or empty, and still have a next one: each looks into a part of the items.",
	}, p.apiSearch)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/names", ID: "find-names", Tag: apiTag, Action: Find,
		Summary: "Find people, communities and items by name, the best first",
	}, p.apiNames)
}

type searchInput struct {
	api.Paging
	Text      string `query:"text" required:"true" minLength:"1" maxLength:"200"`
	Kind      string `query:"kind" enum:"post,announcement,question,poll"`
	Community api.ID `query:"community"`
}

type hitJSON struct {
	ID        id.ID      `json:"id"`
	Kind      string     `json:"kind"`
	Title     string     `json:"title"`
	Extract   []partJSON `json:"extract" doc:"around the first words found"`
	Community api.Ref    `json:"community"`
	Author    id.ID      `json:"author"`
	Published clock.Time `json:"published"`
	Comments  int        `json:"comments"`
	Useful    int        `json:"useful"`
}

type partJSON struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty" doc:"it holds what was looked for"`
}

func (p *Pages) apiSearch(ctx context.Context, actor access.Actor, in *searchInput) (*api.Page[hitJSON], error) {
	at, err := in.At(1)
	if err != nil {
		return nil, err
	}
	ask, err := p.Engine.Read(ctx, actor, url.Values{"q": {in.Text}, "kind": {in.Kind}, "in": {in.Community.ID.String()}})
	if err != nil {
		return nil, err
	}
	q := ask.Query
	q.Sorts, q.Limit = []search.Sort{search.Item}, in.Limit
	if at != nil {
		q.Offset = int(min(max(at[0], 0), search.Deepest))
	}
	found, err := p.Engine.Search(ctx, actor, q)
	if err != nil {
		return nil, err
	}
	var next web.Cursor
	if found.Next != 0 {
		next = web.Cursor{int64(found.Next)}
	}
	return api.PageOf(api.Each(found.Hits, hitOf), next), nil
}

func hitOf(h search.Hit) hitJSON {
	return hitJSON{
		ID: h.ID, Kind: h.Kind, Title: h.Title, Community: api.Ref{ID: h.Community, Name: h.Place}, Author: h.Author, Published: h.Published,
		Comments: h.Comments, Useful: h.Useful, Extract: api.Each(h.Extract, func(p search.Part) partJSON { return partJSON(p) }),
	}
}

type namesInput struct {
	Text  string `query:"text" required:"true" minLength:"1" maxLength:"200"`
	Limit int    `query:"limit" minimum:"1" maximum:"20" default:"6" doc:"of each sort"`
}

type nameJSON struct {
	ID    id.ID  `json:"id"`
	Title string `json:"title"`
	Hint  string `json:"hint,omitempty" doc:"handle, purpose, or the community of an item"`
	Kind  string `json:"kind,omitempty" doc:"of an item"`
}

type namesJSON struct {
	People      []nameJSON `json:"people"`
	Communities []nameJSON `json:"communities"`
	Items       []nameJSON `json:"items"`
}

func (p *Pages) apiNames(ctx context.Context, actor access.Actor, in *namesInput) (*api.Answer[namesJSON], error) {
	n, err := p.Engine.Names(ctx, actor, in.Text, in.Limit)
	if err != nil {
		return nil, err
	}
	show := func(n search.Name) nameJSON { return nameJSON(n) }
	return api.Of(namesJSON{api.Each(n.People, show), api.Each(n.Communities, show), api.Each(n.Items, show)}), nil
}
