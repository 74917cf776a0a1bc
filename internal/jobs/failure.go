package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/store"
)

// Failure is a job that failed the last time it was tried.
type Failure struct {
	ID     int64
	Kind   string
	Args   json.RawMessage
	Try    int // how often it was tried
	Tries  int // how often it may be
	Error  string
	Failed clock.Time
	Next   clock.Time // the next try; zero when it was given up
}

// Failed lists the jobs that wait to be tried again or were given up within
// the last week, the newest first, at most limit (1 to 10,000).
func (q *Queue) Failed(ctx context.Context, limit int) ([]Failure, error) {
	list, err := q.client.JobList(ctx, river.NewJobListParams().
		States(rivertype.JobStateRetryable, rivertype.JobStateDiscarded).
		OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(limit))
	if err != nil {
		return nil, fmt.Errorf("list failed jobs: %w", err)
	}
	failures := make([]Failure, 0, len(list.Jobs))
	for _, job := range list.Jobs {
		failures = append(failures, failure(job))
	}
	return failures, nil
}

// Retry makes a failed job due at once, in the transaction. The fault is
// NotFound when no such job failed, which is so too once somebody else had it
// tried again.
func (q *Queue) Retry(ctx context.Context, tx *store.Tx, job int64) (Failure, error) {
	found, err := q.failed(ctx, tx, job)
	if err != nil {
		return Failure{}, err
	}
	if _, err := q.client.JobRetryTx(ctx, tx.SQL(), job); err != nil {
		return Failure{}, fmt.Errorf("retry job: %w", err)
	}
	return found, nil
}

// Discard removes a failed job for good, in the transaction. Its faults are
// those of Retry.
func (q *Queue) Discard(ctx context.Context, tx *store.Tx, job int64) (Failure, error) {
	found, err := q.failed(ctx, tx, job)
	if err != nil {
		return Failure{}, err
	}
	if _, err := q.client.JobDeleteTx(ctx, tx.SQL(), job); err != nil {
		return Failure{}, fmt.Errorf("discard job: %w", err)
	}
	return found, nil
}

func (q *Queue) failed(ctx context.Context, tx *store.Tx, job int64) (Failure, error) {
	row, err := q.client.JobGetTx(ctx, tx.SQL(), job)
	switch {
	case errors.Is(err, river.ErrNotFound):
		return Failure{}, fault.NotFound().Because(err)
	case err != nil:
		return Failure{}, fmt.Errorf("find job: %w", err)
	case row.State != rivertype.JobStateRetryable && row.State != rivertype.JobStateDiscarded:
		return Failure{}, fault.NotFound()
	}
	return failure(row), nil
}

func failure(job *rivertype.JobRow) Failure {
	f := Failure{ID: job.ID, Kind: job.Kind, Try: job.Attempt, Tries: job.MaxAttempts}
	var p parcel
	var args bytes.Buffer // PostgreSQL spaces JSON out
	if json.Unmarshal(job.EncodedArgs, &p) == nil && json.Compact(&args, p.Args) == nil {
		f.Args = args.Bytes()
	}
	if n := len(job.Errors); n > 0 {
		f.Error, f.Failed = job.Errors[n-1].Error, clock.At(job.Errors[n-1].At)
	}
	if job.State == rivertype.JobStateRetryable {
		f.Next = clock.At(job.ScheduledAt)
	}
	return f
}

// reporter tells the log of each failed try.
type reporter struct{ log *slog.Logger }

func (r reporter) report(ctx context.Context, job *rivertype.JobRow, attrs ...slog.Attr) {
	attrs = append(attrs, slog.Int64("job", job.ID), slog.String("kind", job.Kind), slog.Int("try", job.Attempt), slog.Int("of", job.MaxAttempts))
	r.log.LogAttrs(ctx, slog.LevelWarn, "job failed", attrs...)
}

// HandleError implements river.ErrorHandler.
func (r reporter) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	r.report(ctx, job, slog.Any("error", err))
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (r reporter) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	r.report(ctx, job, slog.Any("panic", value), slog.String("trace", trace))
	return nil
}

// quiet lets only warnings of River through: it tells a line of each of its
// loops, and the errors of jobs are told by the reporter.
type quiet struct{ slog.Handler }

// Enabled implements slog.Handler.
func (h quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

// WithAttrs implements slog.Handler.
func (h quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{h.Handler.WithAttrs(attrs)} }

// WithGroup implements slog.Handler.
func (h quiet) WithGroup(name string) slog.Handler { return quiet{h.Handler.WithGroup(name)} }
