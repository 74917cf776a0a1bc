package realtime_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// run links a hub and returns once it hears the others: its first breath
// closes what had subscribed before.
func run(t *testing.T, hub *realtime.Hub) {
	t.Helper()
	before, _ := hub.Subscribe("before")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	untilClosed(t, before)
}

func twoNodes(t *testing.T) (a, b *realtime.Hub) {
	t.Helper()
	address := storetest.Address(t, store.Postgres)
	node := func() *realtime.Hub {
		db, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		hub := newHub(db)
		run(t, hub)
		return hub
	}
	return node(), node()
}

func TestSignalsCrossNodes(t *testing.T) {
	a, b := twoNodes(t)
	here, stopHere := a.Subscribe("item/1")
	defer stopHere()
	there, stopThere := b.Subscribe("item/1")
	defer stopThere()
	a.Publish(t.Context(), signal("item/2", 1), signal("item/1", 2))
	b.Publish(t.Context(), signal("item/1", 3))
	for name, c := range map[string]<-chan realtime.Signal{"here": here, "there": there} {
		got := map[realtime.Signal]bool{receive(t, c): true, receive(t, c): true}
		if diff := cmp.Diff(map[realtime.Signal]bool{signal("item/1", 2): true, signal("item/1", 3): true}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// Had a signal come back to its own node, it would be here before this one.
	a.Publish(t.Context(), signal("item/1", 4))
	if got := receive(t, here); got.ID != 4 {
		t.Errorf("got %v", got)
	}
}

func TestManySignalsCrossInOrder(t *testing.T) {
	a, b := twoNodes(t)
	c, stop := b.Subscribe("item/1")
	defer stop()
	const rounds, each = 40, 50 // a round fits in the buffer of a subscriber
	for r := range rounds {
		for n := range each {
			a.Publish(t.Context(), signal("item/1", 1+r*each+n))
		}
		for n := range each {
			if got := receive(t, c); int(got.ID) != 1+r*each+n {
				t.Fatalf("got %d, want %d", got.ID, 1+r*each+n)
			}
		}
	}
}

func TestTheLinkIsMadeAgain(t *testing.T) {
	db := storetest.Open(t, store.Postgres)
	hub := newHub(db)
	run(t, hub)
	for range 3 {
		c, _ := hub.Subscribe("item/1")
		killed, err := store.All[bool](t.Context(), db, store.Q("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%%'"))
		if err != nil || len(killed) != 1 {
			t.Fatalf("killed %v, %v", killed, err)
		}
		untilClosed(t, c) // it may have missed something: it is told so
	}
	other := newHub(db)
	run(t, other)
	c, stop := hub.Subscribe("item/1")
	defer stop()
	other.Publish(t.Context(), signal("item/1", 9))
	if got := receive(t, c); got.ID != 9 {
		t.Errorf("got %v", got)
	}
}

// What cannot be kept for the other nodes makes their subscribers read anew.
func TestWhatIsLostIsSaid(t *testing.T) {
	address := storetest.Address(t, store.Postgres)
	open := func() *store.DB {
		db, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	listener := newHub(open())
	run(t, listener)
	c, _ := listener.Subscribe("somewhere else")
	silent := newHub(open()) // publishes before it runs
	for n := range 20_000 {
		silent.Publish(t.Context(), signal("item/1", n))
	}
	run(t, silent)
	untilClosed(t, c)
}

func TestWhatWasPublishedLeavesBeforeTheEnd(t *testing.T) {
	db := storetest.Open(t, store.Postgres)
	listener, leaving := newHub(db), newHub(db)
	run(t, listener)
	c, stop := listener.Subscribe("item/1")
	defer stop()
	done, cancel := context.WithCancel(t.Context())
	cancel()
	leaving.Publish(t.Context(), signal("item/1", 5))
	if err := leaving.Run(done); err != nil {
		t.Fatal(err)
	}
	if got := receive(t, c); got.ID != 5 {
		t.Errorf("got %v", got)
	}
}

func TestASignalThatDoesNotFitIsSaidToBeLost(t *testing.T) {
	a, b := twoNodes(t)
	c, _ := b.Subscribe("item/1")
	a.Publish(t.Context(), signal(strings.Repeat("x", 10_000), 1))
	untilClosed(t, c)
	again, stop := b.Subscribe("item/1")
	defer stop()
	a.Publish(t.Context(), signal("item/1", 2))
	if got := receive(t, again); got.ID != 2 {
		t.Errorf("got %v", got)
	}
}
