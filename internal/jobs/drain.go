package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// drainLimit stops a Drain whose jobs keep enqueuing others.
const drainLimit = 10_000

// Drain does, here and one after the other, every job that is due, those they
// enqueue included, and returns the errors of those that failed, joined. A
// failed job is noted as usual and not tried again by the same Drain. It
// serves tests and the command line; a started queue may run beside it.
func (q *Queue) Drain(ctx context.Context) error {
	start := time.Now().UTC()
	exec := q.driver.GetExecutor()
	// What waits for its time or for another try becomes available as of the
	// start, so that what fails now is not due again within this Drain.
	if _, err := exec.JobSchedule(ctx, &riverdriver.JobScheduleParams{Max: drainLimit, Now: &start}); err != nil {
		return fmt.Errorf("drain jobs: %w", err)
	}
	var failures []error
	for range drainLimit {
		// SQLite keeps whole milliseconds: what was enqueued in this one is due.
		now := time.Now().UTC().Add(time.Millisecond)
		var jobs []*rivertype.JobRow
		for _, queue := range []string{river.QueueDefault, slowQueue} {
			var err error
			if jobs, err = exec.JobGetAvailable(ctx, &riverdriver.JobGetAvailableParams{
				ClientID: q.client.ID(), MaxAttemptedBy: 100, MaxToLock: 1, Now: &now, Queue: queue,
			}); err != nil {
				return fmt.Errorf("drain jobs: %w", err)
			}
			if len(jobs) > 0 {
				break
			}
		}
		if len(jobs) == 0 {
			return errors.Join(failures...)
		}
		job := jobs[0]
		failed := q.try(ctx, job)
		if failed != nil {
			failures = append(failures, fmt.Errorf("job %d, %s: %w", job.ID, job.Kind, failed))
		}
		if err := q.note(ctx, exec, job, failed); err != nil {
			return fmt.Errorf("drain jobs: note %s: %w", job.Kind, err)
		}
	}
	return fmt.Errorf("drain jobs: stopped after %d, the jobs enqueue each other without end", drainLimit)
}

func (q *Queue) try(ctx context.Context, job *rivertype.JobRow) (err error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	work, ok := q.handlers[job.Kind]
	if !ok {
		return errors.New("no handler")
	}
	var p parcel
	if err := json.Unmarshal(job.EncodedArgs, &p); err != nil {
		return fmt.Errorf("read job: %w", err)
	}
	return work(ctx, p.Args)
}

// note writes how a try ended, as River's own executor does.
func (q *Queue) note(ctx context.Context, exec riverdriver.Executor, job *rivertype.JobRow, failed error) error {
	now := time.Now().UTC()
	state := riverdriver.JobSetStateCompleted(job.ID, now, nil)
	if failed != nil {
		text, err := json.Marshal(rivertype.AttemptError{At: now, Attempt: job.Attempt, Error: failed.Error()})
		if err != nil {
			return err
		}
		policy := river.DefaultClientRetryPolicy{}
		state = riverdriver.JobSetStateErrorRetryable(job.ID, policy.NextRetry(job), text, nil)
		if job.Attempt >= job.MaxAttempts {
			state = riverdriver.JobSetStateDiscarded(job.ID, now, text, nil)
		}
	}
	_, err := exec.JobSetStateIfRunningMany(ctx, &riverdriver.JobSetStateIfRunningManyParams{
		ID: []int64{state.ID}, Attempt: []*int{state.Attempt}, ErrData: [][]byte{state.ErrData},
		FinalizedAt: []*time.Time{state.FinalizedAt}, MetadataDoMerge: []bool{state.MetadataDoMerge},
		MetadataUpdates: [][]byte{state.MetadataUpdates}, ScheduledAt: []*time.Time{state.ScheduledAt},
		State: []rivertype.JobState{state.State},
	})
	return err
}
