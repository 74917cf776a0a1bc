package realtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

const (
	retryFirst = 50 * time.Millisecond
	retryLast  = 5 * time.Second
	// silence is how long the link may be silent before it is tried: a
	// connection can die without a word.
	silence = 30 * time.Second
	// answer is how long the database has to answer.
	answer = 10 * time.Second
	// room is how many bytes of signals go into one notification: PostgreSQL
	// takes less than 8,000 in all.
	room = 7000
)

// parcel is what one notification carries.
type parcel struct {
	Node    string      `json:"n"`
	Signals [][3]string `json:"s,omitempty"` // topic, kind, id
	Lost    bool        `json:"lost,omitempty"`
}

// send passes on what is published until ctx ends, then what is left, if that
// takes less than a second.
func (h *Hub) send(ctx context.Context) {
	last, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, cancel) })()
	for {
		select {
		case <-ctx.Done():
			h.sendPending(last)
			return
		case <-h.leave:
			h.sendPending(last)
		}
	}
}

func (h *Hub) sendPending(ctx context.Context) {
	signals, lost := h.collect()
	for _, p := range pack(h.node, signals, lost) {
		text, err := json.Marshal(p)
		if err != nil {
			panic(err) // texts and a flag
		}
		h.persist(ctx, "notify the other nodes", func(ctx context.Context) error {
			ctx, cancel := context.WithTimeout(ctx, answer)
			defer cancel()
			return h.notify(ctx, string(text))
		})
	}
}

// pack divides signals into parcels that PostgreSQL takes. What was said twice
// is said once.
func pack(node string, signals []Signal, lost bool) []parcel {
	var parcels []parcel
	if lost {
		parcels = append(parcels, parcel{Node: node, Lost: true})
	}
	said := make(map[Signal]bool, len(signals))
	size := room
	for _, s := range signals {
		if said[s] {
			continue
		}
		said[s] = true
		triple := [3]string{s.Topic, s.Kind, s.ID.String()}
		text, err := json.Marshal(triple)
		if err != nil {
			panic(err)
		}
		if len(text) > room {
			parcels = append(parcels, parcel{Node: node, Lost: true})
			size = room
			continue
		}
		if size += len(text) + 1; size > room {
			parcels = append(parcels, parcel{Node: node})
			size = len(text) + 1
		}
		last := &parcels[len(parcels)-1]
		last.Signals = append(last.Signals, triple)
	}
	return parcels
}

// receive hands on what the other nodes say until ctx ends.
func (h *Hub) receive(ctx context.Context) {
	h.persist(ctx, "listen to the other nodes", func(ctx context.Context) error {
		err := h.listen(ctx, h.dropAll, h.take)
		if ctx.Err() != nil {
			return nil
		}
		return err
	})
}

// take hands on one notification.
func (h *Hub) take(text string) {
	var p parcel
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		h.log.Warn("a signal from another node is not readable", slog.Any("error", err))
		return
	}
	if p.Node == h.node {
		return
	}
	if p.Lost {
		h.dropAll()
	}
	signals := make([]Signal, 0, len(p.Signals))
	for _, triple := range p.Signals {
		s := Signal{Topic: triple[0], Kind: triple[1]}
		if err := s.ID.UnmarshalText([]byte(triple[2])); err != nil {
			h.log.Warn("a signal from another node is not readable", slog.Any("error", err))
			continue
		}
		signals = append(signals, s)
	}
	h.deliver(signals)
}

// errRestored restarts the patience of persist: the work went well for a while
// before it failed.
type errRestored struct{ error }

// persist repeats work until it succeeds or ctx ends.
func (h *Hub) persist(ctx context.Context, what string, work func(ctx context.Context) error) {
	pause := retryFirst
	for {
		err := work(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		if errors.As(err, new(errRestored)) {
			pause = retryFirst
		}
		h.log.WarnContext(ctx, fmt.Sprintf("could not %s, will try again", what), slog.Duration("in", pause), slog.Any("error", err))
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		pause = min(2*pause, retryLast)
	}
}
