package setting

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/id"
)

const apiTag = "Types and lists of dispatches"

type programs struct{ *Service }

// API declares what programs do with types and lists.
func API(a *api.API, s *Service) {
	p := programs{s}
	p.types(a)
	p.lists(a)
}

func (p programs) types(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/dispatch-types", ID: "list-dispatch-types", Tag: apiTag, Action: Keep,
		Summary: "List the types of dispatches, in the order of the form", Detail: "Those that are retired come last: no new dispatch bears them.",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[typeJSON], error) {
		list, err := p.Types(ctx, actor)
		return api.ListOf(api.Each(list, func(t Type) typeJSON {
			return typeJSON{t.Code, typeBody{t.NameFR, t.NameEN, t.Template, t.Place}, t.Retired}
		})), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/admin/dispatch-types/{code}", ID: "set-dispatch-type", Tag: apiTag, Action: Configure,
		Summary: "Add a type of dispatches, or replace the one of that code", Detail: "Dispatches of that type keep their text.",
	}, func(ctx context.Context, actor access.Actor, in *typeInput) (*api.Nothing, error) {
		t := in.Body
		_, err := p.SetType(ctx, actor, Type{Code: in.Code, NameFR: t.NameFR, NameEN: t.NameEN, Template: t.Template, Place: t.Place})
		return nil, err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/admin/dispatch-types/{code}", ID: "retire-dispatch-type", Tag: apiTag, Action: Configure,
		Summary: "Retire a type of dispatches", Detail: "Dispatches that bear it keep it; the last one stays.",
	}, func(ctx context.Context, actor access.Actor, in *codeInput) (*api.Nothing, error) {
		return nil, p.RetireType(ctx, actor, in.Code, true)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/admin/dispatch-types/{code}/restore", ID: "restore-dispatch-type", Tag: apiTag, Action: Configure,
		Summary: "Undo the retirement of a type of dispatches",
	}, func(ctx context.Context, actor access.Actor, in *codeInput) (*api.Nothing, error) {
		return nil, p.RetireType(ctx, actor, in.Code, false)
	})
}

func (p programs) lists(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/dispatch-lists", ID: "list-dispatch-lists", Tag: apiTag, Action: Keep,
		Summary: "List the lists of addressees of all and of one's units",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[listJSON], error) {
		b, err := p.Board(ctx, actor)
		return api.ListOf(api.Each(b.Lists, listOfJSON)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/dispatch-lists", ID: "add-dispatch-list", Tag: apiTag, Action: Keep, Status: http.StatusCreated,
		Summary: "Add a list of addressees", Detail: "Of a unit of one's own; of all, for administrators. It names units, or all that have a desk under one.",
	}, func(ctx context.Context, actor access.Actor, in *ListInput) (*api.Answer[api.MadeJSON], error) {
		l, err := p.set(ctx, actor, 0, in)
		return api.Made(l.ID), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/dispatch-lists/{list}", ID: "read-dispatch-list", Tag: apiTag, Action: Keep,
		Summary: "Read a list of addressees with the units that it names",
	}, func(ctx context.Context, actor access.Actor, in *OneList) (*api.Answer[wholeJSON], error) {
		l, named, err := p.Named(ctx, actor, in.List.ID)
		return api.Of(wholeJSON{listOfJSON(l), api.Each(named, func(o Office) api.Ref { return api.Ref(o) })}), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/dispatch-lists/{list}", ID: "change-dispatch-list", Tag: apiTag, Action: Keep,
		Summary: "Replace a list of addressees", Detail: "What was written to it stays as it is.",
	}, func(ctx context.Context, actor access.Actor, in *changeInput) (*api.Nothing, error) {
		_, err := p.set(ctx, actor, in.List.ID, &in.ListInput)
		return nil, err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/dispatch-lists/{list}", ID: "remove-dispatch-list", Tag: apiTag, Action: Keep,
		Summary: "Remove a list of addressees",
	}, func(ctx context.Context, actor access.Actor, in *OneList) (*api.Nothing, error) {
		return nil, p.RetireList(ctx, actor, in.List.ID, true)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/dispatch-lists/{list}/restore", ID: "restore-dispatch-list", Tag: apiTag, Action: Keep,
		Summary: "Undo the removal of a list of addressees",
	}, func(ctx context.Context, actor access.Actor, in *OneList) (*api.Nothing, error) {
		return nil, p.RetireList(ctx, actor, in.List.ID, false)
	})
}

func (p programs) set(ctx context.Context, actor access.Actor, list id.ID, in *ListInput) (List, error) {
	b := in.Body
	return p.SetList(ctx, actor, List{ID: list, Name: b.Name, Owner: b.Unit}, b.Under, b.Units)
}

type codeInput struct {
	Code string `path:"code" maxLength:"8" doc:"as TD"`
}

type typeInput struct {
	Code string `path:"code" maxLength:"8" doc:"as TD"`
	Body typeBody
}

type typeBody struct {
	NameFR   string `json:"name_fr" minLength:"1" maxLength:"80"`
	NameEN   string `json:"name_en" minLength:"1" maxLength:"80"`
	Template string `json:"template,omitempty" maxLength:"20000" doc:"Markdown, what a dispatch of this type begins with"`
	Place    int    `json:"place" minimum:"1" maximum:"99" doc:"in the order of the form"`
}

type typeJSON struct {
	Code string `json:"code"`
	typeBody
	Retired bool `json:"retired"`
}

// OneList names a list. It is exported, like ListInput, because an input is read
// through what it embeds only when that is.
type OneList struct {
	List api.ID `path:"list" doc:"id of the list"`
}

// ListInput is a list as it is sent.
type ListInput struct {
	Body struct {
		Name  string   `json:"name" minLength:"1" maxLength:"80"`
		Unit  id.ID    `json:"unit,omitempty" doc:"whose list it is; absent for all"`
		Under string   `json:"under,omitempty" maxLength:"300" doc:"a rule: all desks under this unit, by its id, code, acronym or whole name"`
		Units []string `json:"units,omitempty" maxItems:"500" doc:"by their id, code, acronym or whole name; none with a rule"`
	}
}

type changeInput struct {
	OneList
	ListInput
}

type listJSON struct {
	ID      id.ID  `json:"id"`
	Name    string `json:"name"`
	Unit    id.ID  `json:"unit,omitempty" doc:"whose list it is; absent for all"`
	Under   id.ID  `json:"under,omitempty" doc:"a rule: all desks under this unit"`
	Size    int    `json:"size" doc:"how many units it names"`
	Removed bool   `json:"removed"`
}

func listOfJSON(l List) listJSON {
	return listJSON{l.ID, l.Name, l.Owner, l.Under, l.Size, l.Retired}
}

type wholeJSON struct {
	listJSON
	Units []api.Ref `json:"units"`
}
