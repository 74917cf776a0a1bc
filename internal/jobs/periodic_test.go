package jobs_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// waiting counts the planned times of all periodic work.
func waiting(t *testing.T, db *store.DB) int {
	t.Helper()
	n, err := store.One[int](t.Context(), db, store.Q("SELECT COUNT(*) FROM river_job WHERE kind LIKE 'every/%%' AND state = 'scheduled'"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// timePasses makes everything that is planned due.
func timePasses(t *testing.T, db *store.DB) {
	t.Helper()
	if _, err := db.SQL().ExecContext(t.Context(), "UPDATE river_job SET scheduled_at = '2020-01-01 00:00:00' WHERE state = 'scheduled'"); err != nil {
		t.Fatal(err)
	}
}

func startAndStop(t *testing.T, q *jobs.Queue) {
	t.Helper()
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := q.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestPeriodicWorkIsPlannedOnceForAllNodes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		runs := 0
		var fail error
		node := func() *jobs.Queue {
			q := newQueue(t, db)
			q.Every("yearly", 365*24*time.Hour, func(context.Context) error {
				runs++
				return fail
			})
			return q
		}
		first, second := node(), node()
		startAndStop(t, first)
		startAndStop(t, second)
		startAndStop(t, first)
		if n := waiting(t, db); n != 1 {
			t.Fatalf("%d times are planned, want 1", n)
		}
		if err := first.Drain(t.Context()); err != nil || runs != 0 {
			t.Fatalf("ran %d times before its time, %v", runs, err)
		}
		timePasses(t, db)
		fail = errors.New("not today")
		for _, q := range []*jobs.Queue{first, second} {
			if err := q.Drain(t.Context()); q == first && !errors.Is(err, fail) {
				t.Fatalf("Drain: %v", err)
			}
		}
		if runs != 1 {
			t.Errorf("ran %d times, want 1", runs)
		}
	})
}

func TestPeriodicWorkGoesOnAfterAFailure(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		q := newQueue(t, db)
		q.Every("often", time.Second, func(context.Context) error { return errors.New("not today") })
		startAndStop(t, q)
		timePasses(t, db)
		if err := q.Drain(t.Context()); err == nil {
			t.Fatal("the failure was lost")
		}
		if n := waiting(t, db); n < 1 {
			t.Error("the series is broken")
		}
	})
}

func TestPeriodicWorkNeverOverlaps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		begun, end := make(chan string, 10), make(chan struct{})
		node := func(name string) *jobs.Queue {
			q := newQueue(t, db)
			q.Every("slow", time.Millisecond, func(context.Context) error {
				begun <- name
				<-end
				return nil
			})
			return q
		}
		first := node("first")
		second := first
		if db.Engine() == store.Postgres {
			second = node("second")
		}
		startAndStop(t, first)
		timePasses(t, db)
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := first.Drain(t.Context()); err != nil {
				t.Error(err)
			}
		})
		if got := receive(t, begun); got != "first" {
			t.Fatal(got)
		}
		timePasses(t, db) // the next one, planned by the one that runs
		if err := second.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		select {
		case name := <-begun:
			t.Errorf("%s began before the first had ended", name)
		default:
		}
		close(end)
		wg.Wait()
	})
}
