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
)

// apiKept declares the operations on kept searches; one follows them like
// anything else.
func (p *Pages) apiKept(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/searches", ID: "list-searches", Tag: apiTag, Action: Find,
		Summary: "List the searches that one keeps, the newest first",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[savedJSON], error) {
		list, err := p.Engine.Kept(ctx, actor)
		return api.ListOf(api.Each(list, savedOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/me/searches", ID: "keep-search", Tag: apiTag, Action: search.KeepSearches, Status: http.StatusCreated,
		Summary: "Keep a search under a name", Detail: "Follow it, with the kind search, to be told of what is new in it.",
	}, func(ctx context.Context, actor access.Actor, in *keepInput) (*api.Answer[api.MadeJSON], error) {
		asked, err := url.ParseQuery(in.Body.Address)
		if err != nil {
			asked = nil // nothing is asked, which the service says
		}
		saved, err := p.Engine.Keep(ctx, actor, in.Body.Name, in.Body.Page, asked)
		return api.Made(saved.ID), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/me/searches/{search}", ID: "forget-search", Tag: apiTag, Action: search.KeepSearches,
		Summary: "Take away a search that one keeps",
	}, func(ctx context.Context, actor access.Actor, in *keptSearch) (*api.Nothing, error) {
		_, err := p.Engine.Forget(ctx, actor, in.Search.ID)
		return nil, err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/me/searches/{search}/restore", ID: "restore-search", Tag: apiTag, Action: search.KeepSearches,
		Summary: "Give back a search taken away less than a day ago", Detail: "Refused as a conflict where fifty others are kept.",
	}, func(ctx context.Context, actor access.Actor, in *keptSearch) (*api.Nothing, error) {
		_, err := p.Engine.Recall(ctx, actor, in.Search.ID)
		return nil, err
	})
}

type keptSearch struct {
	Search api.ID `path:"search"`
}

type keepInput struct {
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"80"`
		Page    string `json:"page,omitempty" maxLength:"200" doc:"the path of the page on which it is asked: /search when left out, /dispatches/archive"`
		Address string `json:"address" minLength:"1" maxLength:"1000" doc:"the parameters of that page; those of /search are q, kind, from, in, tag, after, before, file, sort"`
	}
}

type savedJSON struct {
	ID      id.ID      `json:"id"`
	Name    string     `json:"name"`
	Page    string     `json:"page"`
	Address string     `json:"address"`
	Created clock.Time `json:"created"`
}

func savedOf(s search.Saved) savedJSON { return savedJSON{s.ID, s.Name, s.Page, s.Address, s.Created} }
