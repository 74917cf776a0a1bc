package notification

import (
	"context"
	"slices"

	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/realtime"
	"parvis/internal/store"
)

// Teller turns one fact into notices.
type Teller func(ctx context.Context, tx *store.Tx, e activity.Event, b *Batch) error

// Told is what some people are told.
type Told struct {
	Stream   Stream
	Subject  Target
	Reason   Reason
	ReasonID id.ID
	Text     string // of the fact, in a few words; "" for what the subject says
}

// Batch gathers what the facts of one transaction say to whom.
type Batch struct {
	notices []notice
	told    map[recipient]int // index of the strongest notice about the fact at hand
	done    []resolved
	follows []autoFollow
	leaves  []autoUnfollow
	people  map[id.ID]bool // who has something new
	room    int            // how many followers this transaction may still tell
}

func newBatch(room int) *Batch {
	return &Batch{told: map[recipient]int{}, people: map[id.ID]bool{}, room: room}
}

type recipient struct {
	person  id.ID
	subject Target
}

type notice struct {
	person id.ID
	Told
	actor, comment id.ID
	at             clock.Time
}

type resolved struct {
	subject Target
	reason  Reason
	people  []id.ID // nil: for everybody
}

type autoFollow struct {
	target Target
	level  Level
	people []id.ID
}

type autoUnfollow struct {
	target Target
	people []id.ID
	at     clock.Time
}

// Tell addresses people about a fact. One who did it is not told; one who is
// told twice of the same fact keeps the strongest stream.
func (b *Batch) Tell(e activity.Event, t Told, people ...id.ID) {
	for _, p := range people {
		if p == 0 || p == e.Actor {
			continue
		}
		n := notice{person: p, Told: t, actor: e.Actor, comment: e.Comment, at: e.Created}
		key := recipient{p, t.Subject}
		if at, ok := b.told[key]; ok {
			if t.Stream < b.notices[at].Stream {
				b.notices[at] = n
			}
			continue
		}
		b.told[key] = len(b.notices)
		b.notices = append(b.notices, n)
	}
}

// Done says that what a subject asked for a reason has been answered, for
// these people or, without any, for everybody.
func (b *Batch) Done(subject Target, reason Reason, people ...id.ID) {
	b.done = append(b.done, resolved{subject, reason, people})
}

// Follow subscribes people to what they took part in, except those who made a
// choice about it before.
func (b *Batch) Follow(t Target, level Level, people ...id.ID) {
	b.follows = append(b.follows, autoFollow{t, level, people})
}

// Unfollow takes from people, when e happened, what they followed by being
// there. What they muted stays so, and a choice made since stands.
func (b *Batch) Unfollow(e activity.Event, t Target, people ...id.ID) {
	b.leaves = append(b.leaves, autoUnfollow{t, people, e.Created})
}

// Handle is the follower of the log: it tells each fact of the batch.
func (s *Service) Handle(ctx context.Context, tx *store.Tx, events []activity.Event) error {
	b := newBatch(room)
	for _, e := range events {
		b.told = map[recipient]int{}
		for _, tell := range s.tellers[e.Verb] {
			if err := tell(ctx, tx, e, b); err != nil {
				return err
			}
		}
		// A fact may answer what an earlier one of the batch asked, so the
		// order of facts is the order of writing.
		if err := s.flush(ctx, tx, b); err != nil {
			return err
		}
	}
	s.signalAfter(ctx, tx, b)
	if b.room <= 0 {
		tx.After(s.more)
	}
	return nil
}

// more wakes who tells the followers for whom there was no room.
func (s *Service) more() {
	select {
	case s.left <- struct{}{}:
	default: // it is about to look anyway
	}
}

// signalAfter wakes the pages of who has something new, once it is durable.
func (s *Service) signalAfter(ctx context.Context, tx *store.Tx, b *Batch) {
	if len(b.people) > 0 {
		tx.After(func() { s.signal(context.WithoutCancel(ctx), b.people) })
	}
}

// flush writes what the batch holds and empties it, its people aside.
func (s *Service) flush(ctx context.Context, tx *store.Tx, b *Batch) error {
	for _, f := range b.follows {
		for people := range slices.Chunk(f.people, 500) {
			if err := followOnce(ctx, tx, autoFollow{f.target, f.level, people}, s.clock.Now()); err != nil {
				return err
			}
		}
	}
	for _, l := range b.leaves {
		if err := unfollow(ctx, tx, l); err != nil {
			return err
		}
	}
	for _, r := range b.done {
		people, err := markDone(ctx, tx, r, s.clock.Now())
		if err != nil {
			return err
		}
		for _, p := range people {
			b.people[p] = true
		}
	}
	for chunk := range slices.Chunk(b.notices, 500) {
		if err := putNotices(ctx, tx, chunk); err != nil {
			return err
		}
		for _, n := range chunk {
			b.people[n.person] = true
		}
	}
	b.notices, b.done, b.follows, b.leaves = b.notices[:0], nil, nil, nil
	return nil
}

// noticed is the kind of the signals that say that somebody's lines changed.
const noticed = "notice"

// Rights is the kind of the signals that say that what somebody may read is not
// what it was: whatever goes on with the rights that they had ends, and comes
// back with those that they have.
const Rights = "rights"

// Topic is where the signals of one person go.
func Topic(person id.ID) string { return "person:" + person.String() }

// RightsMoved says so to all that goes on for somebody, once tx is durable.
func (s *Service) RightsMoved(ctx context.Context, tx *store.Tx, person id.ID) {
	ctx = context.WithoutCancel(ctx)
	tx.After(func() { s.hub.Publish(ctx, realtime.Signal{Topic: Topic(person), Kind: Rights, ID: person}) })
}

// signal says to the open pages of these people that something changed. It
// carries no content: each page asks again, with its own rights.
func (s *Service) signal(ctx context.Context, people map[id.ID]bool) {
	signals := make([]realtime.Signal, 0, len(people))
	for p := range people {
		signals = append(signals, realtime.Signal{Topic: Topic(p), Kind: noticed, ID: p})
	}
	s.hub.Publish(ctx, signals...)
}
