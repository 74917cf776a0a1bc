package desk

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/id"
)

func (p programs) layout(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/desks", ID: "read-desk-layout", Tag: apiTag, Action: See,
		Summary: "Read how desks stand above each other", Detail: "The levels, the lowest first; the desks, the highest first: these are the units that write and receive.",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.Answer[layoutJSON], error) {
		l, err := p.Layout(ctx, actor)
		show := func(l Level) levelJSON { return levelJSON{l.Place, l.NameFR, l.NameEN, l.Keeps} }
		return api.Of(layoutJSON{api.Each(l.Levels, show), api.Each(l.Desks, deskOfJSON)}), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/admin/desk-levels/{level}", ID: "set-desk-level", Tag: apiTag, Action: Configure,
		Summary: "Add a level, or replace its names and how many it keeps",
	}, func(ctx context.Context, actor access.Actor, in *setLevelInput) (*api.Nothing, error) {
		return nil, p.SetLevel(ctx, actor, Level{Place: in.Level, NameFR: in.Body.NameFR, NameEN: in.Body.NameEN, Keeps: in.Body.Keeps})
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/admin/desk-levels/{level}", ID: "remove-desk-level", Tag: apiTag, Action: Configure,
		Summary: "Take away a level on which no desk stands",
	}, func(ctx context.Context, actor access.Actor, in *levelInput) (*api.Nothing, error) {
		_, err := p.DropLevel(ctx, actor, in.Level)
		return nil, err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/admin/desks/{unit}", ID: "set-desk", Tag: apiTag, Action: Configure,
		Summary: "Give a unit a desk, or move it", Detail: "A desk raises to one of a higher level. This changes who reads dispatches to come, not those of before.",
	}, func(ctx context.Context, actor access.Actor, in *setDeskInput) (*api.Nothing, error) {
		return nil, p.SetDesk(ctx, actor, in.Unit.ID, in.Body.Level, in.Body.Above)
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/admin/desks/{unit}", ID: "remove-desk", Tag: apiTag, Action: Configure,
		Summary: "Take the desk of a unit away", Detail: "Once nothing waits there and no desk raises to it. What it did stays, and is there again when it has a desk again.",
	}, func(ctx context.Context, actor access.Actor, in *unitInput) (*api.Nothing, error) {
		_, err := p.DropDesk(ctx, actor, in.Unit.ID)
		return nil, err
	})
}

type levelInput struct {
	Level int `path:"level" minimum:"1" maximum:"9" doc:"from 1, the lowest"`
}

type setLevelInput struct {
	Level int `path:"level" minimum:"1" maximum:"9" doc:"from 1, the lowest"`
	Body  struct {
		NameFR string `json:"name_fr" minLength:"1" maxLength:"60"`
		NameEN string `json:"name_en" minLength:"1" maxLength:"60"`
		Keeps  int    `json:"keeps" minimum:"0" maximum:"50" doc:"how many its selection of the day holds; 0: it has none"`
	}
}

type unitInput struct {
	Unit api.ID `path:"unit" doc:"id of the unit"`
}

type setDeskInput struct {
	Unit api.ID `path:"unit" doc:"id of the unit"`
	Body struct {
		Level int   `json:"level" minimum:"1" maximum:"9"`
		Above id.ID `json:"above,omitempty" doc:"the unit to which it raises; absent for none"`
	}
}

type levelJSON struct {
	Level  int    `json:"level" doc:"from 1, the lowest"`
	NameFR string `json:"name_fr"`
	NameEN string `json:"name_en"`
	Keeps  int    `json:"keeps" doc:"how many its selection of the day holds; 0: it has none"`
}

type layoutJSON struct {
	Levels []levelJSON `json:"levels"`
	Desks  []deskJSON  `json:"desks"`
}
