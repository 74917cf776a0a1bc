package desk

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
)

func (p programs) notes(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/desks/{unit}/deliveries/{item}/notes", ID: "list-delivery-notes", Tag: apiTag, Action: See,
		Summary: "List what a unit of one's own says to itself of a dispatch", Detail: "The first written first, with the contributions that it asked for.",
	}, func(ctx context.Context, actor access.Actor, in *deliveryInput) (*api.List[noteJSON], error) {
		one, err := p.Look(ctx, actor, in.Unit.ID, in.Item.ID)
		return api.ListOf(api.Each(one.Notes, noteOfJSON)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/desks/{unit}/deliveries/{item}/notes", ID: "write-delivery-note", Tag: apiTag, Action: Work, Status: http.StatusCreated,
		Summary: "Write a note that only the unit reads, or ask somebody for a contribution", Detail: "Who is asked must read the dispatch: their answer is a note of the unit.",
	}, func(ctx context.Context, actor access.Actor, in *noteInput) (*api.Answer[api.MadeJSON], error) {
		if in.Body.Asked != 0 {
			made, err := p.Ask(ctx, actor, in.Unit.ID, in.Item.ID, in.Body.Asked, in.Body.Source)
			return api.Made(made), err
		}
		made, err := p.Say(ctx, actor, in.Unit.ID, in.Item.ID, in.Body.Source)
		return api.Made(made), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/desks/{unit}/deliveries/{item}/notes/{note}", ID: "take-back-delivery-note", Tag: apiTag, Action: Work,
		Summary: "Take back a note of one's own, or what one asked for and was not given",
	}, func(ctx context.Context, actor access.Actor, in *oneNoteInput) (*api.Nothing, error) {
		return nil, p.Unsay(ctx, actor, in.Unit.ID, in.Item.ID, in.Note.ID)
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/contributions", ID: "list-asked-contributions", Tag: apiTag, Action: SeeAsked,
		Summary: "List the contributions that units ask of one and that one did not give",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[askedJSON], error) {
		list, err := p.Asked(ctx, actor)
		return api.ListOf(api.Each(list, func(c Contribution) askedJSON {
			return askedJSON{c.ID, c.Item, c.Title, c.Unit, c.Author, c.Source, c.Created}
		})), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/me/contributions/{note}", ID: "give-contribution", Tag: apiTag, Action: Contribute,
		Summary: "Give a contribution that a unit asked for", Detail: "It becomes a note of that unit.",
	}, func(ctx context.Context, actor access.Actor, in *giveInput) (*api.Nothing, error) {
		return nil, p.Give(ctx, actor, in.Note.ID, in.Body.Source)
	})
}

type deliveryInput struct {
	Unit api.ID `path:"unit" doc:"id of the unit"`
	Item api.ID `path:"item" doc:"id of the dispatch"`
}

type noteInput struct {
	Unit api.ID `path:"unit" doc:"id of the unit"`
	Item api.ID `path:"item" doc:"id of the dispatch"`
	Body struct {
		Source string `json:"source" minLength:"1" maxLength:"5000"`
		Asked  id.ID  `json:"asked,omitempty" doc:"whose contribution it asks for"`
	}
}

type oneNoteInput struct {
	Unit api.ID `path:"unit" doc:"id of the unit"`
	Item api.ID `path:"item" doc:"id of the dispatch"`
	Note api.ID `path:"note" doc:"id of the note"`
}

type giveInput struct {
	Note api.ID `path:"note" doc:"id of what is asked"`
	Body struct {
		Source string `json:"source" minLength:"1" maxLength:"5000"`
	}
}

type noteJSON struct {
	ID       id.ID      `json:"id"`
	Author   id.ID      `json:"author"`
	Source   string     `json:"source"`
	Asked    id.ID      `json:"asked,omitempty" doc:"whose contribution it asks for"`
	Created  clock.Time `json:"created"`
	Answered clock.Time `json:"answered,omitzero" doc:"when they gave it"`
}

func noteOfJSON(n Note) noteJSON {
	return noteJSON{n.ID, n.Author, n.Source, n.Asked, n.Created, n.Answered}
}

type askedJSON struct {
	ID      id.ID      `json:"id"`
	Item    id.ID      `json:"item"`
	Title   string     `json:"title"`
	Unit    id.ID      `json:"unit" doc:"that asks"`
	Author  id.ID      `json:"author" doc:"who asks"`
	Source  string     `json:"source"`
	Created clock.Time `json:"created"`
}
