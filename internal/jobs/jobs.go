// Package jobs does work later: mail, digests, clean-up, calls to other
// systems. A job is enqueued in the transaction that needs it, so it exists if
// and only if the change does; it is tried again when it fails, and what
// failed is shown to the operator. River keeps the jobs, in the site's own
// database on both engines.
//
// What would surprise: a job runs at least once, not exactly once. A process
// that is killed may have done the work without having noted it, so handlers
// are written to be repeated.
package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"parvis/internal/store"
)

const (
	// timeout is how long one try may last; a job that needs longer is cut
	// into several.
	timeout = 10 * time.Minute
	// orphaned is when a job that still counts as running is given up for
	// dead: its process was killed.
	orphaned = timeout + 5*time.Minute
	// poll is how often an idle process looks for jobs.
	poll = time.Second
	// workers is how many jobs run at once in this process.
	workers = 8
	// slowWorkers is how many of those that take seconds do, see Slow.
	slowWorkers = 2
	slowQueue   = "slow"
)

// Queue holds the handlers of jobs and runs them.
type Queue struct {
	db       *store.DB
	log      *slog.Logger
	driver   riverdriver.Driver[*sql.Tx]
	client   *river.Client[*sql.Tx]
	workers  *river.Workers
	handlers map[string]handler
	periodic []period
	locks    sync.Map // of *sync.Mutex, by name
}

// handler does the work of one kind; args are the JSON of its Args.
type handler func(ctx context.Context, args json.RawMessage) error

// Args are what a job needs to know, kept as JSON between the enqueuing and
// the work: ids, rather than copies of what they name. Kind names the handler,
// as "mail.send"; it may not depend on the value.
type Args interface{ Kind() string }

// New makes the queue of a migrated database. Nothing runs before Start or
// Drain.
func New(db *store.DB, log *slog.Logger) (*Queue, error) {
	q := &Queue{db: db, log: log, driver: driverOf(db), workers: river.NewWorkers(), handlers: map[string]handler{}}
	client, err := river.NewClient(q.driver, &river.Config{
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}, slowQueue: {MaxWorkers: slowWorkers}},
		Workers:              q.workers,
		FetchPollInterval:    poll,
		JobTimeout:           timeout,
		RescueStuckJobsAfter: orphaned,
		Logger:               slog.New(quiet{log.Handler()}),
		ErrorHandler:         reporter{log},
	})
	if err != nil {
		return nil, fmt.Errorf("job queue: %w", err)
	}
	q.client = client
	return q, nil
}

func driverOf(db *store.DB) riverdriver.Driver[*sql.Tx] {
	if db.Engine() == store.Postgres {
		return riverdatabasesql.New(db.SQL())
	}
	return riversqlite.New(db.SQL())
}

// Migrate brings the queue's own tables to the version that this program
// knows.
func Migrate(ctx context.Context, db *store.DB) error {
	migrator, err := rivermigrate.New(driverOf(db), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	return nil
}

// Handle declares, before Start, who does the jobs of kind T. An error makes
// the job be tried again later, further and further apart. One try may last
// ten minutes. Two handlers of one kind are a mistake that panics.
func Handle[T Args](q *Queue, work func(ctx context.Context, args T) error) {
	var none T
	q.handle(none.Kind(), func(ctx context.Context, text json.RawMessage) error {
		var args T
		if err := json.Unmarshal(text, &args); err != nil {
			return fmt.Errorf("read args: %w", err)
		}
		return work(ctx, args)
	})
}

func (q *Queue) handle(kind string, h handler) {
	river.AddWorkerArgs(q.workers, parcel{kind: kind}, &worker{q: q})
	q.handlers[kind] = h
}

// parcel is a job as River keeps it.
type parcel struct {
	kind string
	Key  string          `json:"key,omitempty" river:"unique"`
	Args json.RawMessage `json:"args"`
}

// Kind implements river.JobArgs.
func (p parcel) Kind() string { return p.kind }

type worker struct {
	river.WorkerDefaults[parcel]
	q *Queue
}

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, job *river.Job[parcel]) error {
	return w.q.handlers[job.Kind](ctx, job.Args.Args)
}

// Option says when or how a job is to be done.
type Option func(*insertion)

type insertion struct {
	key  string
	opts river.InsertOpts
}

// At makes the job wait until t. It may begin some seconds later.
func At(t time.Time) Option {
	return func(i *insertion) { i.opts.ScheduledAt = t }
}

// Once drops the job when one of the same kind and key waits, runs, or was
// done within the last day. The key must hold whatever makes the work
// different (a revision, a date): a job that is running may have read what was
// there before.
func Once(key string) Option {
	return func(i *insertion) {
		i.key = key
		i.opts.UniqueOpts = river.UniqueOpts{ByArgs: true}
	}
}

// Tries bounds how often the job is tried before it is given up; the default,
// 25, spreads over three weeks.
func Tries(n int) Option {
	return func(i *insertion) { i.opts.MaxAttempts = n }
}

// Slow puts the job among those that take seconds of a processor, a few at a
// time: however many wait, mail and moments are not held up.
func Slow() Option {
	return func(i *insertion) { i.opts.Queue = slowQueue }
}

// Enqueue writes the job in the transaction: it is done after the commit, or
// never when there is none. A kind without a handler is an error.
func (q *Queue) Enqueue(ctx context.Context, tx *store.Tx, args Args, options ...Option) error {
	text, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return q.enqueue(ctx, tx, args.Kind(), text, options...)
}

func (q *Queue) enqueue(ctx context.Context, tx *store.Tx, kind string, args json.RawMessage, options ...Option) error {
	var i insertion
	for _, option := range options {
		option(&i)
	}
	if _, err := q.client.InsertTx(ctx, tx.SQL(), parcel{kind: kind, Key: i.key, Args: args}, &i.opts); err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	return nil
}

// Start begins to work jobs in the background. The end of ctx does not stop
// it: Stop does.
func (q *Queue) Start(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	if err := q.adopt(ctx); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	for _, p := range q.periodic {
		if err := q.plan(ctx, p, time.Time{}); err != nil {
			return fmt.Errorf("start jobs: %w", err)
		}
	}
	if len(q.handlers) == 0 {
		return nil // River refuses to start for nothing
	}
	if err := q.client.Start(ctx); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	return nil
}

// Stop takes no more jobs and waits for those that run. When ctx ends first
// their contexts are cancelled; they will be tried again.
func (q *Queue) Stop(ctx context.Context) error {
	err := q.client.Stop(ctx)
	if ctx.Err() == nil {
		return err
	}
	// The handlers still have to notice: they are given a moment.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := q.client.StopAndCancel(last); err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}
