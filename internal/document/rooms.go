package document

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/ydoc"
)

const (
	// linger is how long a document stays open after the last browser left it:
	// most come back, from another page or a lift.
	linger = 20 * time.Second
	// restAfter is how long a document is kept in memory while those who are on
	// it only look at it.
	restAfter = 15 * time.Second
	// packAfter is how many updates may come after the state before it is made
	// anew.
	packAfter = 500
)

// rooms are the documents that are open on this node.
type rooms struct {
	db      *store.DB
	hub     *realtime.Hub
	clock   clock.Clock
	out     *slog.Logger
	journal *journal
	ledger  Ledger
	settle  func(ctx context.Context, r *room)

	mu    sync.Mutex
	open  map[id.ID]*room
	ended bool           // nothing is done by itself any more
	under sync.WaitGroup // what is being done by itself
	// behind are those to which another node wrote.
	behind map[*room]bool
	// talked are those of which something was said.
	talked map[*room]bool
	wake   chan struct{}
}

// enter opens a document for a socket.
func (h *rooms) enter(ctx context.Context, item id.ID, s *socket) (*room, error) {
	for {
		r := h.room(item)
		err := r.enter(ctx, s)
		if err != errClosed {
			return r, err
		}
	}
}

// room is the room of a document, made when there is none.
func (h *rooms) room(item id.ID) *room {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.open[item]
	if r == nil {
		r = &room{item: item, rooms: h, journal: h.journal, sockets: map[*socket]struct{}{}, present: map[uint64]presence{}, clients: map[uint64]id.ID{}, left: map[uint64]uint64{}}
		r.idler = h.after(linger, func() { h.close(r) })
		h.open[item] = r
	}
	return r
}

// after does something later, unless the program stops meanwhile.
func (h *rooms) after(wait time.Duration, do func()) *time.Timer {
	return time.AfterFunc(wait, func() {
		h.mu.Lock()
		ended := h.ended
		if !ended {
			h.under.Add(1)
		}
		h.mu.Unlock()
		if !ended {
			defer h.under.Done()
			do()
		}
	})
}

// all lists the open rooms.
func (h *rooms) all() []*room {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]*room, 0, len(h.open))
	for _, r := range h.open {
		out = append(out, r)
	}
	return out
}

// close lets go of a document that nobody is on any more. A room is held before
// the list of rooms, here as where it tells the hub what was written.
func (h *rooms) close(r *room) {
	h.settle(context.Background(), r)
	r.mu.Lock()
	defer r.mu.Unlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(r.sockets) > 0 || r.closed {
		return
	}
	r.closed = true
	delete(h.open, r.item)
}

// read makes a document from the log. from is the last update in its state,
// recent are those after it.
func (h *rooms) read(ctx context.Context, item id.ID) (doc *ydoc.Doc, from int64, recent []update, err error) {
	at, err := stateOf(ctx, h.db, item)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return nil, 0, nil, err
	}
	if recent, err = updatesAfter(ctx, h.db, item, at.Number); err != nil {
		return nil, 0, nil, err
	}
	doc = newDoc()
	if len(at.Body) > 0 {
		if _, err := doc.Apply(at.Body); err != nil {
			return nil, 0, nil, err
		}
	}
	for _, u := range recent {
		if _, err := doc.Apply(u.Body); err != nil {
			return nil, 0, nil, err
		}
	}
	return doc, at.Number, recent, nil
}

// wrote tells the other nodes how far the log of a document goes.
func (h *rooms) wrote(r *room, number int64) {
	r.reached.Store(number)
	h.hub.Publish(context.Background(), realtime.Signal{Topic: Topic(r.item), Kind: written, ID: id.ID(number)})
}

// The kinds of the signals of documents. The ID of those that were written to is
// the number of the last update.
const (
	written = "written"
	talked  = "talked"
)

// Talked tells the browsers on a document, on every node, that what is said
// about it changed without an event to tell.
func (s *Service) Talked(ctx context.Context, item id.ID) {
	s.Hub.Publish(ctx, realtime.Signal{Topic: Topic(item), Kind: talked})
}

// heard takes the signals of the hub: nil when some may have been missed. It
// only notes which documents were written to elsewhere, and of which something
// was said; see followAll.
func (h *rooms) heard(signals []realtime.Signal) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if signals == nil {
		for _, r := range h.open {
			h.behind[r], h.talked[r] = true, true
		}
	}
	for _, s := range signals {
		name, ours := strings.CutPrefix(s.Topic, topic)
		if !ours {
			continue
		}
		item, err := id.Parse(name)
		if err != nil {
			continue
		}
		switch r := h.open[item]; {
		case r == nil:
		case s.Kind == talked:
			h.talked[r] = true
		case s.Kind == written && int64(s.ID) > r.reached.Load():
			h.behind[r] = true // what this node wrote is known already
		}
	}
	if len(h.behind)+len(h.talked) > 0 {
		select {
		case h.wake <- struct{}{}:
		default:
		}
	}
}

// followAll reads what other nodes wrote, until ctx ends.
func (h *rooms) followAll(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.wake:
		}
		h.mu.Lock()
		behind, talked := h.behind, h.talked
		h.behind, h.talked = map[*room]bool{}, map[*room]bool{}
		h.mu.Unlock()
		for r := range behind {
			r.follow(ctx)
		}
		for r := range talked {
			r.said()
		}
	}
}

// restAll lets go of the documents that nobody writes, until ctx ends.
func (h *rooms) restAll(ctx context.Context) {
	look := time.NewTicker(restAfter / 3)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-look.C:
			h.rest(now.Add(-restAfter))
		}
	}
}

// rest lets go of the documents of which nothing was asked since a moment.
func (h *rooms) rest(since time.Time) {
	for _, r := range h.all() {
		r.rest(since)
	}
}

// end lets every browser go, and waits for what the rooms are doing by
// themselves: the program stops, and the database is closed next.
func (h *rooms) end() {
	h.mu.Lock()
	h.ended = true
	h.mu.Unlock()
	h.under.Wait()
	for _, r := range h.all() {
		r.mu.Lock()
		r.endAll(closeLeaving)
		r.mu.Unlock()
	}
}
