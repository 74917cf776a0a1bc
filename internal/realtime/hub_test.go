package realtime_test

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/id"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func newHub(db *store.DB) *realtime.Hub {
	return realtime.NewHub(db, slog.New(slog.NewTextHandler(io.Discard, nil)))
}

func signal(topic string, n int) realtime.Signal {
	return realtime.Signal{Topic: topic, Kind: "changed", ID: id.ID(n)}
}

// receive waits long enough for the slowest machine; the channel must not be
// closed.
func receive(t *testing.T, c <-chan realtime.Signal) realtime.Signal {
	t.Helper()
	select {
	case s, open := <-c:
		if !open {
			t.Fatal("the channel closed")
		}
		return s
	case <-time.After(30 * time.Second):
		t.Fatal("nothing came")
	}
	panic("unreachable")
}

// untilClosed reads what is left and returns it.
func untilClosed(t *testing.T, c <-chan realtime.Signal) []realtime.Signal {
	t.Helper()
	var left []realtime.Signal
	for {
		select {
		case s, open := <-c:
			if !open {
				return left
			}
			left = append(left, s)
		case <-time.After(30 * time.Second):
			t.Fatal("the channel did not close")
		}
	}
}

func TestSignalsReachTheirSubscribers(t *testing.T) {
	hub := newHub(storetest.Open(t, store.SQLite))
	both, stopBoth := hub.Subscribe("item/1", "person/7")
	one, stopOne := hub.Subscribe("item/1")
	defer stopOne()
	hub.Publish(t.Context(), signal("item/1", 1), signal("item/2", 2), signal("person/7", 3))
	for _, want := range []realtime.Signal{signal("item/1", 1), signal("person/7", 3)} {
		if diff := cmp.Diff(want, receive(t, both)); diff != "" {
			t.Error(diff)
		}
	}
	if diff := cmp.Diff(signal("item/1", 1), receive(t, one)); diff != "" {
		t.Error(diff)
	}
	stopBoth()
	stopBoth()
	if left := untilClosed(t, both); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	hub.Publish(t.Context(), signal("item/1", 4))
	if got := receive(t, one); got.ID != 4 {
		t.Errorf("got %v", got)
	}
}

func TestASlowSubscriberLosesItsChannelAndHoldsNobodyUp(t *testing.T) {
	hub := newHub(storetest.Open(t, store.SQLite))
	slow, stopSlow := hub.Subscribe("item/1")
	quick, stopQuick := hub.Subscribe("item/1")
	defer stopQuick()
	const many = 1000
	for n := 1; n <= many; n++ {
		hub.Publish(t.Context(), signal("item/1", n))
		if got := receive(t, quick); got.ID != id.ID(n) {
			t.Fatalf("got %v, want %d", got, n)
		}
	}
	if kept := len(untilClosed(t, slow)); kept == 0 || kept == many {
		t.Errorf("%d signals were kept for the slow one", kept)
	}
	stopSlow()
	again, stop := hub.Subscribe("item/1")
	defer stop()
	hub.Publish(t.Context(), signal("item/1", 7))
	if got := receive(t, again); got.ID != 7 {
		t.Errorf("got %v", got)
	}
}

func TestPublishersAndSubscribersTogether(t *testing.T) {
	hub := newHub(storetest.Open(t, store.SQLite))
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for n := range 500 {
				hub.Publish(t.Context(), signal(fmt.Sprintf("item/%d", n%5), w))
			}
		})
		wg.Go(func() {
			for n := range 500 {
				c, stop := hub.Subscribe(fmt.Sprintf("item/%d", n%5), "person/1")
				select {
				case <-c:
				default:
				}
				stop()
			}
		})
	}
	wg.Wait()
}

func TestTopicsAreAnyText(t *testing.T) {
	a, b := twoNodes(t)
	for _, topic := range []string{"", `quote " and \ and é`, strings.Repeat("long", 1000)} {
		c, stop := b.Subscribe(topic)
		a.Publish(t.Context(), signal(topic, 1))
		if got := receive(t, c); got.Topic != topic {
			t.Errorf("got %q, want %q", got.Topic, topic)
		}
		stop()
	}
}
