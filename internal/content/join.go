package content

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Joined is an item whose thread is read under another.
type Joined struct {
	ID      id.ID
	Title   string
	Said    int // what came from it
	Created clock.Time
	May     bool // who reads may part them
}

// Join says that an item is one with another of its kind: what was said under
// the first is read under the second from now on, with its authors, reactions,
// files and history, and the first stays as a closed place that leads there.
// Both must have the same readers: nobody reads what they could not, nobody
// loses what they could. Its faults of kind Invalid say why not.
func (s *Service) Join(ctx context.Context, actor access.Actor, from, into id.ID) error {
	by, err := someone(actor)
	if err != nil {
		return err
	}
	if from == into {
		return fault.New(fault.Invalid, "content.join.same")
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, label, err := s.holdBoth(ctx, tx, actor, Join, from, into)
		if err != nil {
			return err
		}
		target, there, err := s.hold(ctx, tx, actor, access.ReadItem, into)
		if err != nil {
			return err
		}
		if err := s.joinable(ctx, tx, it, target, label, there); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := insertJoin(ctx, tx, it, into, by, now); err != nil {
			return err
		}
		if err := moveThread(ctx, tx, from, into); err != nil {
			return err
		}
		if err := followJoin(ctx, tx, from, into, now); err != nil {
			return err
		}
		if err := countThreads(ctx, tx, from, into); err != nil {
			return err
		}
		if err := s.kinds[it.Kind].Joined(ctx, tx, from, into, false); err != nil {
			return err
		}
		return s.tellBoth(ctx, tx, actor, ItemJoined, it, ItemEnlarged, target)
	})
}

// holdBoth locks two items in the order of their ids, then loads and judges
// the first.
func (s *Service) holdBoth(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, item, other id.ID) (Item, access.Label, error) {
	for _, i := range []id.ID{min(item, other), max(item, other)} {
		if err := lockItem(ctx, tx, i); err != nil {
			return Item{}, access.Label{}, err
		}
	}
	return s.hold(ctx, tx, actor, action, item)
}

// joinable refuses what cannot be one, or is read by others.
func (s *Service) joinable(ctx context.Context, tx *store.Tx, it, target Item, from, into access.Label) error {
	refuse := func(key string) error { return fault.New(fault.Invalid, key) }
	switch {
	case it.Kind != target.Kind || s.kinds[it.Kind].Joined == nil:
		return refuse("content.join.kind")
	case it.Joined != 0:
		return refuse("content.join.already")
	case target.Joined != 0:
		return refuse("content.join.stub")
	case target.State != access.Published || into.Archived:
		return refuse("content.join.gone")
	}
	return sameReaders(ctx, tx, from, into)
}

// sameReaders demands that two items are read by the same people, now and as
// people come and go.
func sameReaders(ctx context.Context, tx *store.Tx, from, into access.Label) error {
	wider, narrower := fault.New(fault.Invalid, "content.join.wider"), fault.New(fault.Invalid, "content.join.narrower")
	opened := func(l access.Label) bool { return l.Openness == access.Open && l.Audience == access.Everyone }
	if from.Community == into.Community {
		switch {
		case into.Audience < from.Audience:
			return wider
		case into.Audience > from.Audience:
			return narrower
		case opened(from) || from.Audience != access.Everyone: // relays add nobody
			return nil
		case slices.ContainsFunc(into.Relays, func(c id.ID) bool { return !slices.Contains(from.Relays, c) }):
			return wider
		case slices.ContainsFunc(from.Relays, func(c id.ID) bool { return !slices.Contains(into.Relays, c) }):
			return narrower
		}
		return nil
	}
	if !opened(from) {
		return wider
	}
	if !opened(into) {
		return narrower
	}
	// Every agent reads both; guests read where they were invited.
	for _, c := range []struct {
		here, there id.ID
		why         *fault.Error
	}{{into.Community, from.Community, wider}, {from.Community, into.Community, narrower}} {
		more, err := guestsBeyond(ctx, tx, c.here, c.there)
		if err != nil {
			return err
		}
		if more {
			return c.why
		}
	}
	return nil
}

// Part gives an item its thread back, with what was replied in it since, and
// leaves both as they would be had they never been joined.
func (s *Service) Part(ctx context.Context, actor access.Actor, from id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.hold(ctx, tx, actor, Part, from)
		if err != nil || it.Joined == 0 {
			return err
		}
		it, label, err := s.holdBoth(ctx, tx, actor, Part, from, it.Joined)
		if err != nil || it.Joined == 0 {
			return err
		}
		return s.part(ctx, tx, actor, it, label)
	})
}

func (s *Service) part(ctx context.Context, tx *store.Tx, actor access.Actor, it Item, label access.Label) error {
	target, there, err := s.hold(ctx, tx, access.SystemActor("what an item is parted from"), access.ReadItem, it.Joined)
	if err != nil {
		return err
	}
	if target.Joined != 0 {
		return fault.New(fault.Invalid, "content.join.chain")
	}
	// What was replied since goes with what it replies to, unless the readers
	// of both are others by now.
	replies := true
	if err := sameReaders(ctx, tx, label, there); fault.KindOf(err) == fault.Invalid {
		replies = false
	} else if err != nil {
		return err
	}
	if err := returnThread(ctx, tx, it.ID, target.ID, replies); err != nil {
		return err
	}
	if err := unfollowJoin(ctx, tx, it.ID, target.ID); err != nil {
		return err
	}
	if err := deleteJoin(ctx, tx, it.ID); err != nil {
		return err
	}
	if err := countThreads(ctx, tx, it.ID, target.ID); err != nil {
		return err
	}
	if err := s.kinds[it.Kind].Joined(ctx, tx, it.ID, target.ID, true); err != nil {
		return err
	}
	return s.tellBoth(ctx, tx, actor, ItemParted, it, ItemReduced, target)
}

// partAll gives back to each item what is read under one that goes for good.
func (s *Service) partAll(ctx context.Context, tx *store.Tx, it Item) error {
	list, err := joinedInto(ctx, tx, it.ID)
	if err != nil {
		return err
	}
	system := access.SystemActor("an item goes for good")
	for _, from := range list {
		joined, label, err := s.hold(ctx, tx, system, access.ReadItem, from)
		if err != nil {
			return err
		}
		if err := s.part(ctx, tx, system, joined, label); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellBoth(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, it Item, other activity.Verb, target Item) error {
	f := factOf(it)
	f.With = target.ID
	if err := s.tell(ctx, tx, actor, verb, it, f); err != nil {
		return err
	}
	f = factOf(target)
	f.With = it.ID
	return s.tell(ctx, tx, actor, other, target, f)
}

// JoinedInto lists the items whose threads are read under one, as far as actor
// reads them, the first joined first.
func (s *Service) JoinedInto(ctx context.Context, actor access.Actor, item id.ID) ([]Joined, error) {
	return joinedWith(ctx, s.DB, actor, item)
}
