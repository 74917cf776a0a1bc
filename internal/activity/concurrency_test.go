package activity_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

var errChanged = errors.New("changed my mind")

// writer is a transaction that appends events and then stays open until it is
// told how to end.
type writer struct {
	appended chan struct{}
	end      chan error // nil commits
	ended    chan error
	events   []id.ID
}

func begin(ctx context.Context, db *store.DB, log *activity.Log, count int) *writer {
	w := &writer{appended: make(chan struct{}), end: make(chan error), ended: make(chan error, 1)}
	go func() {
		w.ended <- db.Write(ctx, func(tx *store.Tx) error {
			for range count {
				e, err := log.Append(ctx, tx, jade, activity.Event{Verb: "a"})
				if err != nil {
					return err
				}
				w.events = append(w.events, e.ID)
			}
			close(w.appended)
			return <-w.end
		})
	}()
	<-w.appended
	return w
}

// Two nodes follow one log while transactions that overlap end in any order,
// some by rolling back, and while handlers fail now and then. Every event that
// was committed is handled once: note refuses a second time, and a refusal
// would keep CatchUp from ever succeeding.
func TestNoEventIsLostNorHandledTwice(t *testing.T) {
	address := storetest.Address(t, store.Postgres)
	nodes := make([]*store.DB, 2)
	for i := range nodes {
		db, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		nodes[i] = db
	}
	ids := maker(t)
	rapid.Check(t, func(rt *rapid.T) {
		alter(t, nodes[0], "DELETE FROM events; DELETE FROM cursors; DELETE FROM settings")
		fails := rapid.IntRange(0, 3).Draw(rt, "failures")
		var mu sync.Mutex
		handle := func(ctx context.Context, tx *store.Tx, batch []activity.Event) error {
			for _, e := range batch {
				if err := note(ctx, tx, e.ID.String()); err != nil {
					return err
				}
			}
			mu.Lock()
			defer mu.Unlock()
			if fails > 0 {
				fails--
				return errors.New("not now")
			}
			return nil
		}
		logs := make([]*activity.Log, len(nodes))
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		for i, db := range nodes {
			logs[i] = activity.NewLog(db, ids, clock.NewFake(noon), quiet)
			logs[i].Follow("reader", handle)
			running.Go(func() { logs[i].Run(ctx) })
		}
		want := overlap(rt, t, nodes, logs)
		var err error
		for range 4 { // as many failures as there may be
			if err = logs[0].CatchUp(t.Context()); err == nil {
				break
			}
		}
		stop()
		running.Wait()
		if err != nil {
			rt.Fatal(err)
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, notes(t, nodes[0])); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// overlap runs transactions that begin and end in a drawn order and returns
// the events that were committed.
func overlap(rt *rapid.T, t *testing.T, nodes []*store.DB, logs []*activity.Log) []string {
	committed := []string{}
	var open []*writer
	for left := rapid.IntRange(1, 12).Draw(rt, "transactions"); left > 0 || len(open) > 0; {
		if left > 0 && (len(open) == 0 || len(open) < 5 && rapid.Bool().Draw(rt, "begin")) {
			node := left % len(nodes)
			open = append(open, begin(t.Context(), nodes[node], logs[node], rapid.IntRange(1, 3).Draw(rt, "events")))
			left--
			continue
		}
		i := rapid.IntRange(0, len(open)-1).Draw(rt, "which ends")
		w := open[i]
		open = slices.Delete(open, i, i+1)
		if rapid.IntRange(0, 4).Draw(rt, "rolls back") == 4 {
			w.end <- errChanged
			if err := <-w.ended; !errors.Is(err, errChanged) {
				rt.Fatal(err)
			}
			continue
		}
		w.end <- nil
		if err := <-w.ended; err != nil {
			rt.Fatal(err)
		}
		for _, e := range w.events {
			committed = append(committed, e.String())
		}
	}
	return committed
}
