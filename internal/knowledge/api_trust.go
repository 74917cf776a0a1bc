package knowledge

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// trust declares what keeps sheets true.
func (p programs) trust(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/sheet/verify", ID: "verify-sheet", Tag: tagSheets, Action: Verify,
		Summary: "Say that a sheet is right today", Detail: "It answers what was reported, and comes back to its owner after the delay.",
	}, func(ctx context.Context, actor access.Actor, in *verifyInput) (*api.Nothing, error) {
		return nil, p.Verify(ctx, actor, in.Item.ID, in.Body.Months)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/sheet/reports", ID: "report-sheet", Tag: tagSheets, Action: Complain,
		Summary: "Tell the owner of a sheet that it is outdated, or what was missing",
	}, func(ctx context.Context, actor access.Actor, in *reportInput) (*api.Nothing, error) {
		return nil, p.Report(ctx, actor, in.Item.ID, reportKinds().Value(in.Body.Kind), in.Body.Note)
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/sheet/reports", ID: "list-sheet-reports", Tag: tagSheets, Action: access.ReadItem,
		Summary: "List one's own reports of a sheet, and what is open for who answers for it, the last first",
	}, func(ctx context.Context, actor access.Actor, in *One) (*api.List[reportJSON], error) {
		list, err := p.Reports(ctx, actor, in.Item.ID)
		if err != nil {
			return nil, err
		}
		faces, err := identity.Faces(ctx, p.DB, api.Each(list, func(r Report) id.ID { return r.Person }))
		return api.ListOf(api.Each(list, func(r Report) reportJSON { return reportOf(r, faces) })), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/sheet/reports/{report}/answer", ID: "answer-report", Tag: tagSheets, Action: Verify,
		Summary: "Answer a report: it is mended, or is not so",
	}, func(ctx context.Context, actor access.Actor, in *answerInput) (*api.Nothing, error) {
		return nil, p.Answer(ctx, actor, in.Item.ID, in.Report.ID, outcomes().Value(in.Body.Outcome), in.Body.Reply)
	})
}

type verifyInput struct {
	One
	Body struct {
		Months int `json:"months,omitempty" minimum:"1" maximum:"60" doc:"until the next review; as before when absent"`
	}
}

type reportInput struct {
	One
	Body struct {
		Kind string `json:"kind" enum:"outdated,lacking"`
		Note string `json:"note,omitempty" maxLength:"500" doc:"what changed, or what was missing; needed for the latter"`
	}
}

type answerInput struct {
	One
	Report api.ID `path:"report" doc:"as in list-sheet-reports"`
	Body   struct {
		Outcome string `json:"outcome" enum:"fixed,dismissed"`
		Reply   string `json:"reply,omitempty" maxLength:"500" doc:"for its author; needed to dismiss"`
	}
}
