package correspondence

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
)

func (p programs) substitutes(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/substitutes", ID: "list-substitutes", Tag: apiTag, Action: Replace,
		Summary: "List who gives visas and signs in one's name, and in whose name one does", Detail: "What lasts or is to come.",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[substituteJSON], error) {
		mine, others, err := p.Substitutes(ctx, actor)
		return api.ListOf(api.Each(append(mine, others...), substituteOfJSON)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/me/substitutes", ID: "appoint-substitute", Tag: apiTag, Action: Replace, Status: http.StatusCreated,
		Summary: "Have somebody give visas and sign in one's name", Detail: "They read what waits for one meanwhile, within their clearance; what they do in one's name is written.",
	}, func(ctx context.Context, actor access.Actor, in *appointInput) (*api.Answer[substituteJSON], error) {
		one, err := p.Appoint(ctx, actor, in.Body.Substitute, in.Body.Since, in.Body.Until)
		if err != nil {
			return nil, err
		}
		return &api.Answer[substituteJSON]{Body: substituteOfJSON(one)}, nil
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/me/substitutes/{substitute}", ID: "dismiss-substitute", Tag: apiTag, Action: Replace,
		Summary: "End a substitution before its time", Detail: "By who is replaced, or by who replaces them.",
	}, func(ctx context.Context, actor access.Actor, in *substituteInput) (*api.Nothing, error) {
		return nil, p.Dismiss(ctx, actor, in.Substitute.ID)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/me/substitutes/{substitute}/restore", ID: "restore-substitute", Tag: apiTag, Action: Replace,
		Summary: "Undo the end of a substitution, until it would have ended",
	}, func(ctx context.Context, actor access.Actor, in *substituteInput) (*api.Nothing, error) {
		return nil, p.Reappoint(ctx, actor, in.Substitute.ID)
	})
}

type substituteInput struct {
	Substitute api.ID `path:"substitute" doc:"id of the substitution"`
}

type appointInput struct {
	Body struct {
		Substitute id.ID      `json:"substitute" doc:"the agent who acts"`
		Since      clock.Time `json:"since,omitzero" doc:"absent: from now on"`
		Until      clock.Time `json:"until"`
	}
}

type substituteJSON struct {
	ID         id.ID      `json:"id"`
	Person     id.ID      `json:"person" doc:"in whose name"`
	Substitute id.ID      `json:"substitute" doc:"who acts"`
	Since      clock.Time `json:"since"`
	Until      clock.Time `json:"until"`
}

func substituteOfJSON(s Substitute) substituteJSON {
	return substituteJSON{s.ID, s.Person, s.By, s.Since, s.Until}
}
