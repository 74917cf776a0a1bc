package activity_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestFollowersKeepTheirOwnPlace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		var first, second []id.ID
		broken := errors.New("broken")
		var fail error
		log.Follow("first", func(_ context.Context, _ *store.Tx, batch []activity.Event) error {
			first = append(first, ids(batch)...)
			return nil
		})
		log.Follow("second", func(_ context.Context, _ *store.Tx, batch []activity.Event) error {
			if fail == nil {
				second = append(second, ids(batch)...)
			}
			return fail
		})
		all := ids(add(t, db, log, jade, activity.Event{Verb: "a"}, activity.Event{Verb: "b"}))
		fail = broken
		// CatchUp stops at the first error, which may come before the first
		// follower's turn while a transaction of another database of the server
		// is older than the events.
		var lag map[string]int64
		for lag == nil || lag["first"] > 0 {
			err := log.CatchUp(t.Context())
			if !errors.Is(err, broken) {
				t.Fatalf("CatchUp: %v", err)
			}
			if lag, err = log.Lag(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(map[string]int64{"first": 0, "second": 2}, lag); diff != "" {
			t.Fatal(diff)
		}
		fail = nil
		all = append(all, ids(add(t, db, log, jade, activity.Event{Verb: "c"}))...)
		if err := log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([][]id.ID{all, all}, [][]id.ID{first, second}); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAFailedBatchLeavesNoTrace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		poisoned := true
		log.Follow("writer", func(ctx context.Context, tx *store.Tx, batch []activity.Event) error {
			for _, e := range batch {
				if err := note(ctx, tx, e.ID.String()); err != nil {
					return err
				}
				if poisoned && e.Verb == "poison" {
					panic("no such thing")
				}
			}
			return nil
		})
		add(t, db, log, jade, activity.Event{Verb: "a"}, activity.Event{Verb: "b"}, activity.Event{Verb: "poison"}, activity.Event{Verb: "c"})
		for range 3 { // the second try isolates the event at fault
			if err := log.CatchUp(t.Context()); err == nil {
				t.Fatal("the panic was lost")
			}
		}
		if n := len(notes(t, db)); n != 2 {
			t.Errorf("%d events were handled before the faulty one, want 2", n)
		}
		poisoned = false
		if err := log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(notes(t, db)); n != 4 {
			t.Errorf("%d events were handled, want 4", n)
		}
	})
}

func TestWhatAFollowerAppendsIsFollowed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		var echoes int
		log.Follow("listener", func(_ context.Context, _ *store.Tx, batch []activity.Event) error {
			for _, e := range batch {
				if e.Verb == "echo" {
					echoes++
				}
			}
			return nil
		})
		log.Follow("echo", func(ctx context.Context, tx *store.Tx, batch []activity.Event) error {
			for _, e := range batch {
				if e.Verb == "call" {
					if _, err := log.Append(ctx, tx, jade, activity.Event{Verb: "echo"}); err != nil {
						return err
					}
				}
			}
			return nil
		})
		add(t, db, log, jade, activity.Event{Verb: "call"}, activity.Event{Verb: "call"})
		if err := log.CatchUp(t.Context()); err != nil || echoes != 2 {
			t.Fatalf("%d echoes, %v", echoes, err)
		}
	})
}

func TestRunIsWokenByCommits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		handled := make(chan id.ID, 100)
		log.Follow("live", func(_ context.Context, _ *store.Tx, batch []activity.Event) error {
			for _, e := range batch {
				handled <- e.ID
			}
			return nil
		})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- log.Run(ctx) }()
		for range 5 {
			e := add(t, db, log, jade, activity.Event{Verb: "a"})[0]
			if got := receive(t, handled); got != e.ID {
				t.Fatalf("handled %s, want %s", got, e.ID)
			}
		}
		stop()
		if err := receive(t, ended); err != nil {
			t.Fatal(err)
		}
	})
}

func TestRunTriesAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		handled := make(chan id.ID, 10)
		tries := 0
		log.Follow("stubborn", func(_ context.Context, _ *store.Tx, batch []activity.Event) error {
			if tries++; tries == 1 {
				return errors.New("not now")
			}
			for _, e := range batch {
				handled <- e.ID
			}
			return nil
		})
		all := add(t, db, log, jade, activity.Event{Verb: "a"}, activity.Event{Verb: "b"})
		go log.Run(t.Context())
		for _, e := range all {
			if got := receive(t, handled); got != e.ID {
				t.Fatalf("handled %s, want %s", got, e.ID)
			}
		}
	})
}

func TestDeclaringTooLateOrTwicePanics(t *testing.T) {
	nothing := func(context.Context, *store.Tx, []activity.Event) error { return nil }
	panics := func(name string, f func()) {
		t.Helper()
		defer func() {
			if recover() == nil {
				t.Errorf("%s: no panic", name)
			}
		}()
		f()
	}
	log := newLog(t, storetest.Open(t, store.SQLite))
	log.Follow("a", nothing)
	panics("same name", func() { log.Follow("a", nothing) })
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if err := log.Run(done); err != nil {
		t.Fatal(err)
	}
	panics("after Run", func() { log.Follow("b", nothing) })
}

// A dump restored on a new PostgreSQL server bears the transactions of the old
// one, which the new one has yet to count to.
func TestARestoredLogIsFollowedOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var seen []id.ID
		made := maker(t)
		start := func() *activity.Log {
			log := activity.NewLog(db, made, clock.NewFake(noon), quiet)
			log.Follow("reader", func(_ context.Context, _ *store.Tx, batch []activity.Event) error {
				seen = append(seen, ids(batch)...)
				return nil
			})
			return log
		}
		log := start()
		all := add(t, db, log, jade, activity.Event{Verb: "handled"})
		if err := log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		all = append(all, add(t, db, log, jade, activity.Event{Verb: "waiting"})...)
		alter(t, db, "UPDATE events SET txn = txn + 1000000000000; UPDATE cursors SET txn = txn + 1000000000000")
		for range 2 {
			log = start()
			all = append(all, add(t, db, log, jade, activity.Event{Verb: "new"})...)
			if err := log.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(ids(all), seen); diff != "" {
			t.Error(diff)
		}
	})
}

// note writes a line that can be written only once.
func note(ctx context.Context, tx *store.Tx, name string) error {
	_, err := store.Exec(ctx, tx, store.Q("INSERT INTO settings (name, value) VALUES (%s, '')", name))
	return err
}

func notes(t testing.TB, db *store.DB) []string {
	t.Helper()
	names, err := store.All[string](t.Context(), db, store.Q("SELECT name FROM settings ORDER BY name"))
	if err != nil {
		t.Fatal(err)
	}
	return names
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
