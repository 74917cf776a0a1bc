package administration

import (
	"context"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// JobsPage bounds the list of failed jobs: whoever has more looks at the log of
// the server.
const JobsPage = 200

// FailedJobs lists the jobs that wait to be tried again or were given up, the
// newest first.
func (s *Service) FailedJobs(ctx context.Context, actor access.Actor) ([]jobs.Failure, error) {
	if !actor.May(Govern, access.Label{}) {
		return nil, fault.Forbidden()
	}
	return s.Jobs.Failed(ctx, JobsPage)
}

// RetryJob has a failed job done at once; the fault is NotFound when it has not
// failed.
func (s *Service) RetryJob(ctx context.Context, actor access.Actor, job int64) error {
	return s.tend(ctx, actor, job, JobRetried, s.Jobs.Retry)
}

// DiscardJob gives a failed job up for good.
func (s *Service) DiscardJob(ctx context.Context, actor access.Actor, job int64) error {
	return s.tend(ctx, actor, job, JobDiscarded, s.Jobs.Discard)
}

func (s *Service) tend(ctx context.Context, actor access.Actor, job int64, verb activity.Verb, do func(context.Context, *store.Tx, int64) (jobs.Failure, error)) error {
	if !actor.May(Govern, access.Label{}) {
		return fault.Forbidden()
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		found, err := do(ctx, tx, job)
		if err != nil {
			return err
		}
		return s.Acts.Record(ctx, tx, actor, string(verb), "job "+strconv.FormatInt(job, 10), map[string]string{"kind": found.Kind})
	})
}
