// Package realtime tells those who are looking that something changed, at once
// and on every node. A signal says which thing changed, by its id, and never
// what it holds: who receives one asks for the thing again, with their own
// rights.
//
// What would surprise: a channel that closes is part of the contract. It means
// that a signal may have been missed: the subscriber was too slow, or the link
// between the nodes was down. One subscribes again and reads anew.
package realtime

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"

	"parvis/internal/id"
	"parvis/internal/store"
)

// Signal says that something of this kind happened to the thing with this id.
// The topic is what one subscribes to, as "item/4mq8v2x1c" or "person/7z".
type Signal struct {
	Topic string
	Kind  string
	ID    id.ID
}

const (
	// buffer is how many signals may wait for one subscriber.
	buffer = 64
	// outbox is how many may wait to leave for the other nodes.
	outbox = 10_000
)

// Hub carries signals from those who publish to those who subscribed, on this
// node and, through PostgreSQL, on the others. It may be shared between
// goroutines.
type Hub struct {
	db   *store.DB
	log  *slog.Logger
	node string // tells our own notifications from those of others

	mu     sync.Mutex
	topics map[string]map[*subscription]struct{}
	ended  bool
	watch  []func(signals []Signal)

	out     sync.Mutex
	pending []Signal
	lost    bool // more was published than could be kept
	leave   chan struct{}
}

type subscription struct {
	topics []string
	signal chan Signal
	closed bool
}

// NewHub makes a hub. It carries signals within this process at once; between
// nodes while Run runs.
func NewHub(db *store.DB, log *slog.Logger) *Hub {
	return &Hub{db: db, log: log, node: rand.Text(), topics: map[string]map[*subscription]struct{}{}, leave: make(chan struct{}, 1)}
}

// Publish hands signals to their subscribers here and leaves them for the
// other nodes. It never waits. What a transaction changed is published after
// its commit (store.Tx.After), else a subscriber would read what was there
// before.
func (h *Hub) Publish(_ context.Context, signals ...Signal) {
	h.deliver(signals)
	if h.db.Engine() == store.Postgres {
		h.post(signals)
	}
}

// Subscribe gives the signals of these topics, in the order of publication on
// each node, until stop is called. The channel closes after stop, and whenever
// a signal may have been missed. stop may be called more than once.
func (h *Hub) Subscribe(topics ...string) (signals <-chan Signal, stop func()) {
	s := &subscription{topics: topics, signal: make(chan Signal, buffer)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended {
		s.closed = true
		close(s.signal)
		return s.signal, func() {}
	}
	for _, topic := range topics {
		if h.topics[topic] == nil {
			h.topics[topic] = map[*subscription]struct{}{}
		}
		h.topics[topic][s] = struct{}{}
	}
	return s.signal, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.drop(s)
	}
}

// Watch hands all signals to f as they come, on this node and from the others;
// nil when some may have been missed. It is declared before anything is
// published, and f must be quick: who publishes waits for it.
func (h *Hub) Watch(f func(signals []Signal)) { h.watch = append(h.watch, f) }

// Run links this node with the others until ctx ends; when the link breaks it
// is made again. With SQLite there is no other node.
func (h *Hub) Run(ctx context.Context) error {
	if h.db.Engine() != store.Postgres {
		<-ctx.Done()
		return nil
	}
	var both sync.WaitGroup
	both.Go(func() { h.send(ctx) })
	both.Go(func() { h.receive(ctx) })
	both.Wait()
	return nil
}

func (h *Hub) deliver(signals []Signal) {
	if len(signals) == 0 {
		return
	}
	for _, f := range h.watch {
		f(signals)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, signal := range signals {
		for s := range h.topics[signal.Topic] {
			select {
			case s.signal <- signal:
			default: // too slow: waiting for it would hold up everybody
				h.drop(s)
			}
		}
	}
}

// drop removes a subscription; h.mu is held.
func (h *Hub) drop(s *subscription) {
	if s.closed {
		return
	}
	s.closed = true
	close(s.signal)
	for _, topic := range s.topics {
		delete(h.topics[topic], s)
		if len(h.topics[topic]) == 0 {
			delete(h.topics, topic)
		}
	}
}

// dropAll closes every subscription, when what they missed cannot be known.
func (h *Hub) dropAll() {
	for _, f := range h.watch {
		f(nil)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, subscriptions := range h.topics {
		for s := range subscriptions {
			h.drop(s)
		}
	}
}

// End closes every subscription, those to come included: the server is
// stopping, and browsers will subscribe to the next one.
func (h *Hub) End() {
	h.mu.Lock()
	h.ended = true
	h.mu.Unlock()
	h.dropAll()
}

// post leaves signals for the sender.
func (h *Hub) post(signals []Signal) {
	h.out.Lock()
	defer h.out.Unlock()
	if len(h.pending)+len(signals) > outbox {
		h.lost = true
		return
	}
	h.pending = append(h.pending, signals...)
	select {
	case h.leave <- struct{}{}:
	default:
	}
}

// collect takes what waits to leave.
func (h *Hub) collect() (signals []Signal, lost bool) {
	h.out.Lock()
	defer h.out.Unlock()
	signals, lost = h.pending, h.lost
	h.pending, h.lost = nil, false
	return signals, lost
}
