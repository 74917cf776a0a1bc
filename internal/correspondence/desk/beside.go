package desk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/realtime"
	"parvis/internal/store"
)

// What the pages of one delivery say to each other, by signals: their ID is who
// has the page open. All other kinds are the verb of what was done.
const (
	arrives = "arrives" // and asks who is there
	stays   = "stays"
	departs = "departs"
)

// beat is how often an open page says that it still is; three without a word and
// it is gone.
const beat = 25 * time.Second

func topicOf(unit, item id.ID) string { return "delivery:" + unit.String() + ":" + item.String() }

// signal tells the open pages of a delivery what was done with it, once it is
// durable.
func (s *Service) signal(ctx context.Context, tx *store.Tx, item id.ID, verb activity.Verb, by id.ID, units ...id.ID) {
	var out []realtime.Signal
	for _, u := range units {
		if u != 0 && by != 0 {
			out = append(out, realtime.Signal{Topic: topicOf(u, item), Kind: string(verb), ID: by})
		}
	}
	ctx = context.WithoutCancel(ctx)
	tx.After(func() { s.Hub.Publish(ctx, out...) })
}

// Visit is one open page of a delivery. It is not safe for concurrent use.
type Visit struct {
	// Signals are those of the delivery and of the reader, whose rights may move;
	// it closes when one may have been missed.
	Signals <-chan realtime.Signal

	hub    *realtime.Hub
	topic  string
	self   id.ID
	others map[id.ID]clock.Time // when each was last heard
	leave  func()
}

// Visit opens a delivery of a unit of the actor, among those who have it open.
func (s *Service) Visit(ctx context.Context, actor access.Actor, unit, item id.ID) (*Visit, error) {
	if _, err := s.desk(ctx, actor, unit, false); err != nil {
		return nil, err
	}
	if _, err := rowOf(ctx, s.DB, actor, unit, item); err != nil {
		if errors.Is(err, store.ErrNone) {
			err = fault.NotFound()
		}
		return nil, err
	}
	v := &Visit{hub: s.Hub, topic: topicOf(unit, item), self: actor.Person(), others: map[id.ID]clock.Time{}}
	v.Signals, v.leave = s.Hub.Subscribe(v.topic, notification.Topic(v.self))
	v.say(ctx, arrives)
	return v, nil
}

func (v *Visit) say(ctx context.Context, what string) {
	v.hub.Publish(ctx, realtime.Signal{Topic: v.topic, Kind: what, ID: v.self})
}

// Hear takes a signal in: it tells whether others came or went, and which verb
// was done to the delivery by another person, "" for none.
func (v *Visit) Hear(ctx context.Context, s realtime.Signal, now clock.Time) (moved bool, done activity.Verb) {
	_, known := v.others[s.ID]
	switch {
	case s.ID == v.self && s.Kind == departs:
		v.say(ctx, stays) // from another page of the same person
	case s.ID == v.self:
	case s.Kind == departs:
		delete(v.others, s.ID)
		return known, ""
	case s.Kind == arrives || s.Kind == stays:
		v.others[s.ID] = now
		if s.Kind == arrives {
			v.say(ctx, stays)
		}
		return !known, ""
	default:
		return false, activity.Verb(s.Kind)
	}
	return false, ""
}

// Beat says that this page is still open, and forgets those that said nothing
// for long.
func (v *Visit) Beat(ctx context.Context, now clock.Time) {
	v.say(ctx, stays)
	maps.DeleteFunc(v.others, func(_ id.ID, heard clock.Time) bool { return now.Sub(heard.Time) > 3*beat })
}

// Others are those who have the page open as well.
func (v *Visit) Others() []id.ID { return slices.Sorted(maps.Keys(v.others)) }

// Pause ends the stream of a page that comes back at once: nobody sees it leave.
func (v *Visit) Pause() { v.leave() }

// Close says that the page is closed.
func (v *Visit) Close(ctx context.Context) {
	v.leave()
	v.say(context.WithoutCancel(ctx), departs)
}
