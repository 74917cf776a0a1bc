package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"parvis/internal/activity"
	"parvis/internal/search/index"
	"parvis/internal/store"
)

const (
	batch = 200             // events at once, as many as the log gives
	look  = time.Second     // how often to see what other nodes wrote
	rest  = 5 * time.Second // after an error
	// settling is how long to wait for an older transaction to end.
	settling = 5 * time.Millisecond
)

// Names of the files in the folder of the index.
const (
	current = "index.db"
	fresh   = "fresh.db"   // being made by parvis reindex
	renewed = "renewed.db" // being made by whoever serves, see renew
	ready   = "ready.db"   // made: whoever serves takes it
)

// Feed keeps the index of this node: a file of its own, made from the database
// when it is missing or of another version, then fed from the log of events.
// It is safe for concurrent use.
type Feed struct {
	db   *store.DB
	log  *activity.Log
	out  *slog.Logger
	dir  string
	file string // the one it feeds, in the folder
	read *reader
	wake <-chan struct{}
	// meanings are the synonyms of the site.
	meanings func(ctx context.Context) ([][]string, error)

	stepping sync.Mutex // one step at a time

	mu  sync.RWMutex // readers hold it while they use x
	x   *index.Index
	now atomic.Pointer[place] // where x stands
	old atomic.Bool           // another version made x: a new one is due

	next *Feed // the one that makes it, guarded by stepping
}

// index gives the index to body, opening it when it is not. Nobody closes it
// meanwhile.
func (f *Feed) index(ctx context.Context, body func(x *index.Index, at place) error) error {
	f.mu.RLock()
	if f.x == nil {
		f.mu.RUnlock()
		if err := f.open(ctx); err != nil {
			return err
		}
		f.mu.RLock()
	}
	defer f.mu.RUnlock()
	if f.x == nil {
		return errors.New("the index is closed")
	}
	return body(f.x, *f.now.Load())
}

// open opens the file of the index: a new one in the place of one that cannot
// be used or that is of another database.
func (f *Feed) open(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.x != nil {
		return nil
	}
	if err := os.MkdirAll(f.dir, 0o750); err != nil {
		return fmt.Errorf("folder of the index: %w", err)
	}
	x, at, err := f.openAt(ctx, f.path(f.file))
	if err != nil {
		return err
	}
	groups, err := f.meanings(ctx)
	if err != nil {
		return errors.Join(err, x.Close())
	}
	x.SetSynonyms(groups)
	f.x = x
	f.now.Store(&at)
	f.old.Store(isOld(x, at))
	return nil
}

// isOld tells that another version of the program made an index.
func isOld(x *index.Index, at place) bool { return x.Old() || at.made != documents }

func (f *Feed) path(name string) string { return filepath.Join(f.dir, name) }

// openAt opens a file, or a new one in its place, and tells where it stands.
// The one that serves may be of an older version, once it holds everything.
func (f *Feed) openAt(ctx context.Context, path string) (*index.Index, place, error) {
	again := func(because string) error {
		f.out.WarnContext(ctx, "the index of search is made again", slog.String("file", path), slog.String("because", because))
		return index.Delete(path)
	}
	x, err := index.OpenOld(ctx, path)
	if errors.Is(err, index.ErrUnusable) {
		if err = again(err.Error()); err == nil {
			x, err = index.OpenOld(ctx, path)
		}
	}
	if err != nil {
		return nil, place{}, fmt.Errorf("open the index: %w", err)
	}
	at, err := f.placeOf(ctx, x)
	because := ""
	switch {
	case errors.Is(err, errElsewhere):
		because = "it is of another database"
	case err == nil && isOld(x, at) && (f.file != current || !at.following()):
		because = "another version began it"
	case err != nil:
		return nil, place{}, errors.Join(err, x.Close())
	default:
		return x, at, nil
	}
	if err := errors.Join(x.Close(), again(because)); err != nil {
		return nil, place{}, err
	}
	return f.openAt(ctx, path)
}

var errElsewhere = errors.New("search: the index knows an event that this database does not")

// placeOf is where an index stands. A new one begins with what the log holds
// now: everything is read after that.
func (f *Feed) placeOf(ctx context.Context, x *index.Index) (place, error) {
	said, err := x.Place(ctx)
	if err != nil {
		return place{}, err
	}
	at, known := parsePlace(said)
	if !known {
		at = place{made: documents}
		if at.event, err = f.log.Last(ctx, f.db); err != nil {
			return at, err
		}
		return at, f.apply(ctx, x, index.Batch{Place: at.String()})
	}
	if _, err := f.log.Since(ctx, f.db, at.event, 1); errors.Is(err, store.ErrNone) {
		return at, errElsewhere
	}
	return at, err
}

// Close closes the file.
func (f *Feed) Close() error {
	f.stepping.Lock()
	defer f.stepping.Unlock()
	var err error
	if f.next != nil {
		err = f.next.Close()
		f.next = nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.x == nil {
		return err
	}
	err = errors.Join(err, f.x.Close())
	f.x = nil
	return err
}

// Run feeds the index until ctx ends. What fails is tried again: nothing is
// skipped.
func (f *Feed) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		more, err := f.step(ctx)
		if err == nil && !more {
			more, err = f.renew(ctx)
		}
		pause := time.Duration(0)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			f.out.ErrorContext(ctx, "the index of search cannot be fed, will try again", slog.Any("error", err))
			pause = rest
		case !more:
			pause = look
		}
		if pause > 0 {
			f.wait(ctx, pause, err == nil)
		}
	}
	return nil
}

// wait ends after a time, or at the next commit.
func (f *Feed) wait(ctx context.Context, pause time.Duration, woken bool) {
	wake := f.wake
	if !woken {
		wake = nil
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
	case <-ctx.Done():
	}
}

// CatchUp writes everything that is known by now. It serves tests and the
// command line.
func (f *Feed) CatchUp(ctx context.Context) error {
	for {
		more, err := f.step(ctx)
		if err != nil {
			return err
		}
		if more {
			continue
		}
		// What an older transaction holds back comes soon.
		waiting, _, err := f.log.Behind(ctx, f.now.Load().event)
		if err != nil || waiting == 0 {
			return err
		}
		f.wait(ctx, settling, false)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// step writes one batch, and tells whether there is probably more.
func (f *Feed) step(ctx context.Context) (more bool, err error) {
	f.stepping.Lock()
	defer f.stepping.Unlock()
	defer func() {
		// What one text cannot bear must not stop the site.
		if r := recover(); r != nil {
			more, err = false, fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	if err := f.take(ctx); err != nil {
		return false, err
	}
	err = f.index(ctx, func(x *index.Index, at place) error {
		next, err := f.advance(ctx, x, at)
		more = next != at
		if err == nil {
			f.now.Store(&next)
		}
		return err
	})
	if errors.Is(err, store.ErrNone) {
		// The database is another one than a moment ago.
		err = f.reopen(ctx)
	}
	return more, err
}

// advance writes the next part of everything, or the next events.
func (f *Feed) advance(ctx context.Context, x *index.Index, at place) (place, error) {
	if !at.following() {
		return f.readOn(ctx, x, at)
	}
	events, err := f.log.Since(ctx, f.db, at.event, batch)
	if err != nil || len(events) == 0 {
		return at, err
	}
	d := newDirty()
	for _, e := range events {
		f.note(d, e)
	}
	at.event = events[len(events)-1].ID
	if err := f.clean(ctx, x, d, at.String()); err != nil {
		return at, err
	}
	if d.meanings {
		groups, err := f.meanings(ctx)
		if err != nil {
			return at, err
		}
		x.SetSynonyms(groups)
	}
	return at, nil
}
