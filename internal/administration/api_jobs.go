package administration

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/jobs"
)

// apiJobs declares what concerns the jobs that failed.
func (s *Service) apiJobs(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/jobs", ID: "list-failed-jobs", Tag: apiTag, Action: Govern,
		Summary: "List the jobs that failed, the newest first", Detail: "Those that will be tried again and those given up within a week, two hundred at most.",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[jobJSON], error) {
		list, err := s.FailedJobs(ctx, actor)
		return api.ListOf(api.Each(list, func(f jobs.Failure) jobJSON {
			return jobJSON{f.ID, f.Kind, f.Error, f.Try, f.Tries, f.Failed, f.Next}
		})), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/admin/jobs/{job}/retry", ID: "retry-job", Tag: apiTag, Action: Govern,
		Summary: "Have a failed job done at once",
	}, func(ctx context.Context, actor access.Actor, in *oneJob) (*api.Nothing, error) {
		return nil, s.RetryJob(ctx, actor, in.Job)
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/admin/jobs/{job}", ID: "discard-job", Tag: apiTag, Action: Govern,
		Summary: "Give a failed job up for good",
	}, func(ctx context.Context, actor access.Actor, in *oneJob) (*api.Nothing, error) {
		return nil, s.DiscardJob(ctx, actor, in.Job)
	})
}

type oneJob struct {
	Job int64 `path:"job" minimum:"1" doc:"number of the job"`
}

type jobJSON struct {
	ID     int64      `json:"id"`
	Kind   string     `json:"kind"`
	Error  string     `json:"error" doc:"of the last try"`
	Try    int        `json:"try" doc:"how often it was tried"`
	Tries  int        `json:"tries" doc:"how often it may be"`
	Failed clock.Time `json:"failed"`
	Next   clock.Time `json:"next,omitzero" doc:"the next try; absent when it was given up"`
}
