package jobs_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/fault"
	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

type greet struct {
	Name string `json:"name"`
}

func (greet) Kind() string { return "test.greet" }

func newQueue(t testing.TB, db *store.DB) *jobs.Queue {
	t.Helper()
	q, err := jobs.New(db, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func enqueue(t testing.TB, db *store.DB, q *jobs.Queue, args jobs.Args, options ...jobs.Option) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error { return q.Enqueue(t.Context(), tx, args, options...) })
	if err != nil {
		t.Fatal(err)
	}
}

// greeter collects the names of the jobs done; fail may refuse one.
func greeter(q *jobs.Queue, fail func(name string) error) *[]string {
	done := &[]string{}
	jobs.Handle(q, func(_ context.Context, g greet) error {
		if err := fail(g.Name); err != nil {
			return err
		}
		*done = append(*done, g.Name)
		return nil
	})
	return done
}

func never(string) error { return nil }

func TestDrainDoesWhatIsDueInOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		q := newQueue(t, db)
		done := greeter(q, never)
		enqueue(t, db, q, greet{"a"})
		enqueue(t, db, q, greet{"later"}, jobs.At(time.Now().Add(time.Hour)))
		enqueue(t, db, q, greet{"overdue"}, jobs.At(time.Now().Add(-time.Hour)))
		enqueue(t, db, q, greet{"b"})
		if err := q.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"overdue", "a", "b"}, *done); diff != "" {
			t.Error(diff)
		}
		if err := q.Drain(t.Context()); err != nil || len(*done) != 3 {
			t.Errorf("second Drain: %v, %v", *done, err)
		}
	})
}

func TestAJobCommitsWithItsTransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		q := newQueue(t, db)
		done := greeter(q, never)
		refused := errors.New("refused")
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			if err := q.Enqueue(t.Context(), tx, greet{"never"}); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		if err := q.Drain(t.Context()); err != nil || len(*done) != 0 {
			t.Errorf("%v, %v", *done, err)
		}
	})
}

func TestOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		q := newQueue(t, db)
		done := greeter(q, never)
		enqueue(t, db, q, greet{"first"}, jobs.Once("k"))
		enqueue(t, db, q, greet{"again"}, jobs.Once("k"))
		enqueue(t, db, q, greet{"other key"}, jobs.Once("l"))
		enqueue(t, db, q, greet{"no key"})
		enqueue(t, db, q, greet{"no key"})
		if err := q.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		enqueue(t, db, q, greet{"after it was done"}, jobs.Once("k"))
		if err := q.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		slices.Sort(*done)
		if diff := cmp.Diff([]string{"first", "no key", "no key", "other key"}, *done); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFailuresAreKeptTriedAgainAndGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		q := newQueue(t, db)
		down := errors.New("the mail server is down")
		done := greeter(q, func(name string) error {
			switch name {
			case "unlucky", "hopeless":
				return down
			case "clumsy":
				panic("dropped it")
			}
			return nil
		})
		enqueue(t, db, q, greet{"unlucky"})
		enqueue(t, db, q, greet{"hopeless"}, jobs.Tries(1))
		enqueue(t, db, q, greet{"clumsy"})
		enqueue(t, db, q, greet{"fine"})
		if err := q.Drain(t.Context()); !errors.Is(err, down) || !strings.Contains(err.Error(), "dropped it") {
			t.Fatalf("Drain: %v", err)
		}
		if diff := cmp.Diff([]string{"fine"}, *done); diff != "" {
			t.Error(diff)
		}
		failed, err := q.Failed(t.Context(), 10)
		if err != nil || len(failed) != 3 {
			t.Fatalf("%+v, %v", failed, err)
		}
		clumsy, hopeless, unlucky := failed[0], failed[1], failed[2]
		if clumsy.Try != 1 || !strings.Contains(clumsy.Error, "panic: dropped it") {
			t.Errorf("clumsy: %+v", clumsy)
		}
		if !hopeless.Next.IsZero() || hopeless.Tries != 1 || !strings.Contains(hopeless.Error, "mail server") || time.Since(hopeless.Failed.Time) > time.Minute {
			t.Errorf("hopeless: %+v", hopeless)
		}
		retried := tend(t, db, q.Retry, unlucky.ID)
		if retried.Kind != "test.greet" || tend(t, db, q.Discard, hopeless.ID).ID != hopeless.ID {
			t.Errorf("%+v", retried)
		}
		for _, gone := range []int64{unlucky.ID, hopeless.ID, 999} {
			err := db.Write(t.Context(), func(tx *store.Tx) error {
				_, err := q.Retry(t.Context(), tx, gone)
				return err
			})
			if fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("job %d: %v", gone, err)
			}
		}
		if left, err := q.Failed(t.Context(), 10); err != nil || len(left) != 1 || left[0].ID != clumsy.ID {
			t.Errorf("%+v, %v", left, err)
		}
		if err := q.Drain(t.Context()); !errors.Is(err, down) {
			t.Errorf("not tried again: %v", err)
		}
		if unlucky.Next.IsZero() || unlucky.Kind != "test.greet" || string(unlucky.Args) != `{"name":"unlucky"}` {
			t.Errorf("unlucky: %+v", unlucky)
		}
	})
}

func tend(t *testing.T, db *store.DB, do func(context.Context, *store.Tx, int64) (jobs.Failure, error), job int64) (f jobs.Failure) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
		f, err = do(t.Context(), tx, job)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAKindWithoutHandlerIsRefused(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	q := newQueue(t, db)
	err := db.Write(t.Context(), func(tx *store.Tx) error { return q.Enqueue(t.Context(), tx, greet{"x"}) })
	if err == nil || !strings.Contains(err.Error(), "test.greet") {
		t.Errorf("%v", err)
	}
}

type chain struct{ Left int }

func (chain) Kind() string { return "test.chain" }

func TestJobsMayEnqueueJobs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		q := newQueue(t, db)
		var links []int
		jobs.Handle(q, func(ctx context.Context, c chain) error {
			links = append(links, c.Left)
			if c.Left == 0 {
				return nil
			}
			return db.Write(ctx, func(tx *store.Tx) error { return q.Enqueue(ctx, tx, chain{c.Left - 1}) })
		})
		enqueue(t, db, q, chain{3})
		if err := q.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]int{3, 2, 1, 0}, links); diff != "" {
			t.Error(diff)
		}
	})
}

func TestStartedQueueWorksAndStops(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		q := newQueue(t, db)
		done := make(chan string, 10)
		jobs.Handle(q, func(ctx context.Context, g greet) error {
			// A handler that writes: on SQLite it shares the one writer with
			// the queue itself.
			err := db.Write(ctx, func(tx *store.Tx) error {
				_, err := store.Exec(ctx, tx, store.Q("INSERT INTO settings (name, value) VALUES (%s, '')", g.Name))
				return err
			})
			done <- g.Name
			return err
		})
		enqueue(t, db, q, greet{"before"})
		if err := q.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := receive(t, done); got != "before" {
			t.Error(got)
		}
		enqueue(t, db, q, greet{"after"})
		if got := receive(t, done); got != "after" {
			t.Error(got)
		}
		if err := q.Stop(t.Context()); err != nil {
			t.Error(err)
		}
		if failed, err := q.Failed(t.Context(), 5); err != nil || len(failed) > 0 {
			t.Errorf("%+v, %v", failed, err)
		}
	})
}

func TestStopCancelsWhatDoesNotEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		q := newQueue(t, db)
		begun := make(chan string, 1)
		jobs.Handle(q, func(ctx context.Context, g greet) error {
			begun <- g.Name
			<-ctx.Done()
			return ctx.Err()
		})
		enqueue(t, db, q, greet{"endless"})
		if err := q.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		receive(t, begun)
		past, cancel := context.WithCancel(t.Context())
		cancel()
		if err := q.Stop(past); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatAKilledProcessLeftIsDoneAgain(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	q := newQueue(t, db)
	done := make(chan string, 1)
	jobs.Handle(q, func(_ context.Context, g greet) error {
		done <- g.Name
		return nil
	})
	enqueue(t, db, q, greet{"interrupted"})
	if _, err := db.SQL().ExecContext(t.Context(), "UPDATE river_job SET state = 'running'"); err != nil {
		t.Fatal(err)
	}
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	receive(t, done)
	if err := q.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestStopWithoutStart(t *testing.T) {
	q := newQueue(t, storetest.Open(t, store.SQLite))
	if err := q.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if err := q.Start(t.Context()); err != nil { // nothing to handle
		t.Error(err)
	}
	if err := q.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestMigrateTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := jobs.Migrate(t.Context(), db); err != nil {
			t.Error(err)
		}
	})
}

// receive waits long enough for the slowest machine.
func receive[T any](t testing.TB, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(30 * time.Second):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}
