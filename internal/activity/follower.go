package activity

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"parvis/internal/store"
)

const (
	batchSize = 200 // as in the query of after
	// poll finds what other processes appended, when nothing woke us.
	poll = time.Second
	// gather is the least time between two batches that are not full: under
	// load a follower then takes a few large transactions, not many small
	// ones, from the only writer that SQLite has.
	gather = 25 * time.Millisecond
	// settling is how long to wait for a transaction older than the next
	// event to end.
	settling   = 5 * time.Millisecond
	retryFirst = 500 * time.Millisecond
	retryLast  = time.Minute
)

// follower is one reader of the log. Its place is a row of cursors; at is
// where that row stood when last seen, so never ahead of it.
type follower struct {
	name   string
	handle func(ctx context.Context, tx *store.Tx, batch []Event) error
	wake   chan struct{}

	mu     sync.Mutex // one batch at a time in this process
	placed bool
	at     position
	size   int
}

// Follow declares a follower before Run. Its name is its row in cursors: a new
// name starts from the beginning of the log. handle receives each event once
// per database, in order, at most 200 at a time, in the transaction that moves
// the cursor: what it writes through tx and the move commit together. It may
// be run again when that transaction fails, so anything else it does must bear
// being repeated, and it must not open a transaction of its own (on SQLite it
// would wait for itself). Work that is slow or leaves the database belongs in
// a job.
func (l *Log) Follow(name string, handle func(ctx context.Context, tx *store.Tx, batch []Event) error) {
	select {
	case <-l.begun:
		panic("activity: " + name + " follows after Run")
	default:
	}
	for _, f := range l.followers {
		if f.name == name {
			panic("activity: two followers are named " + name)
		}
	}
	l.followers = append(l.followers, &follower{name: name, handle: handle, wake: make(chan struct{}, 1), size: batchSize})
}

// Wake makes the followers look at the log now. Commits in this process do it;
// a signal from another node may.
func (l *Log) Wake() {
	for _, f := range l.followers {
		wake(f.wake)
	}
	for _, w := range l.watchers {
		wake(w)
	}
}

func wake(who chan<- struct{}) {
	select {
	case who <- struct{}{}:
	default: // it is about to look anyway
	}
}

// Run runs every follower until ctx ends. An error of a follower is logged and
// the same events are tried again, later and later, up to a minute apart:
// nothing is skipped. The others go on.
func (l *Log) Run(ctx context.Context) error {
	l.running.Do(func() { close(l.begun) })
	var group errgroup.Group
	for _, f := range l.followers {
		group.Go(func() error {
			l.run(ctx, f)
			return nil
		})
	}
	<-ctx.Done()
	return group.Wait()
}

func (l *Log) run(ctx context.Context, f *follower) {
	retry := retryFirst
	for ctx.Err() == nil {
		done, err := l.step(ctx, f)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			l.log.ErrorContext(ctx, "follower failed, will try again", slog.String("follower", f.name), slog.Duration("in", retry), slog.Any("error", err))
			sleep(ctx, retry, nil)
			retry = min(2*retry, retryLast)
			continue
		case done.full:
		case done.handled > 0:
			sleep(ctx, gather, nil)
		case done.unsettled:
			sleep(ctx, settling, nil)
		default:
			sleep(ctx, poll, f.wake)
		}
		retry = retryFirst
	}
}

// sleep ends after d, with ctx, or when woken.
func sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
	case <-ctx.Done():
	}
}

// CatchUp makes the followers handle everything that is pending, what they
// append themselves included, and returns the first error. It serves tests and
// the command line.
func (l *Log) CatchUp(ctx context.Context) error {
	for quiet := 0; quiet < len(l.followers); {
		for _, f := range l.followers {
			done, err := l.step(ctx, f)
			if err != nil {
				return err
			}
			if done.handled > 0 || done.unsettled {
				quiet = 0
			} else {
				quiet++
			}
			if done.unsettled {
				sleep(ctx, settling, nil)
			}
		}
	}
	return nil
}

// progress is what one step did.
type progress struct {
	handled   int
	full      bool // there is probably more
	unsettled bool // an older transaction has not ended yet
}

// step handles one batch, if there is one.
func (l *Log) step(ctx context.Context, f *follower) (progress, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := l.adopt(ctx); err != nil {
		return progress{}, fmt.Errorf("follower %s: %w", f.name, err)
	}
	if !f.placed {
		at, err := l.place(ctx, f.name)
		if err != nil {
			return progress{}, fmt.Errorf("follower %s: %w", f.name, err)
		}
		f.at, f.placed = at, true
	}
	// Asking first costs one read; taking the cursor in vain would cost a
	// write.
	visible, settled, err := l.ahead(ctx, f.at)
	if err != nil {
		return progress{}, fmt.Errorf("follower %s: %w", f.name, err)
	}
	if !settled {
		return progress{unsettled: visible}, nil
	}
	return l.batch(ctx, f)
}

func (l *Log) batch(ctx context.Context, f *follower) (progress, error) {
	var at position
	var rows []eventRow
	err := l.db.Write(ctx, func(tx *store.Tx) error {
		var err error
		// Taken first, the row keeps other nodes from reading the same batch.
		if at, err = take(ctx, tx, f.name); err != nil {
			return err
		}
		if rows, err = l.after(ctx, tx, at, f.size); err != nil || len(rows) == 0 {
			return err
		}
		if err := f.safely(ctx, tx, events(rows)); err != nil {
			return fmt.Errorf("from event %s (%s), %d in the batch: %w", rows[0].ID, rows[0].Verb, len(rows), err)
		}
		at = rows[len(rows)-1].position()
		return move(ctx, tx, f.name, at)
	})
	if err != nil {
		// A smaller batch lets the events before the faulty one pass and
		// makes the log name that one.
		f.size = 1
		f.placed = f.placed && !errors.Is(err, errNoCursor)
		return progress{}, fmt.Errorf("follower %s: %w", f.name, err)
	}
	full := len(rows) == f.size
	f.at, f.size = at, min(2*f.size, batchSize)
	// Another node took what was ahead: whether something is left behind it,
	// settled or not, the next look tells.
	return progress{handled: len(rows), full: full, unsettled: len(rows) == 0}, nil
}

// safely turns a panic of the handler into an error, so that one follower's
// mistake does not stop the site.
func (f *follower) safely(ctx context.Context, tx *store.Tx, batch []Event) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return f.handle(ctx, tx, batch)
}

// Lag tells how many events each follower has yet to handle, counted up to
// 100,000.
func (l *Log) Lag(ctx context.Context) (map[string]int64, error) {
	out := make(map[string]int64, len(l.followers))
	for _, f := range l.followers {
		n, err := lag(ctx, l.db, f.name)
		if err != nil {
			return nil, fmt.Errorf("lag of %s: %w", f.name, err)
		}
		out[f.name] = n
	}
	return out, nil
}
