package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Pin keeps an item at the top of its community; it changes nothing to who
// reads it.
func (s *Service) Pin(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.flag(ctx, actor, Pin, item, pinned, true, ItemPinned, func(it Item) bool { return it.Pinned })
}

// Unpin gives an item its ordinary place back.
func (s *Service) Unpin(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.flag(ctx, actor, Pin, item, pinned, false, ItemUnpinned, func(it Item) bool { return it.Pinned })
}

// Close ends the comments.
func (s *Service) Close(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.flag(ctx, actor, Close, item, closed, true, ItemClosed, func(it Item) bool { return it.Closed })
}

// Reopen takes comments again.
func (s *Service) Reopen(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.flag(ctx, actor, Close, item, closed, false, ItemReopened, func(it Item) bool { return it.Closed })
}

func (s *Service) flag(ctx context.Context, actor access.Actor, action access.Action, item id.ID, column *store.Query, on bool, verb activity.Verb, now func(Item) bool) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.hold(ctx, tx, actor, action, item)
		if err != nil || now(it) == on {
			return err
		}
		if verb == ItemReopened && it.Joined != 0 {
			return fault.New(fault.Invalid, "content.join.reopen")
		}
		if err := setFlag(ctx, tx, item, column, on); err != nil {
			return err
		}
		return s.tell(ctx, tx, actor, verb, it, factOf(it))
	})
}

// Archive sets an item aside: it is still read and found, and takes nothing
// more.
func (s *Service) Archive(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.turn(ctx, actor, item, access.Published, access.Archived, ItemArchived)
}

// Unarchive brings it back.
func (s *Service) Unarchive(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.turn(ctx, actor, item, access.Archived, access.Published, ItemUnarchived)
}

func (s *Service) turn(ctx context.Context, actor access.Actor, item id.ID, from, to access.State, verb activity.Verb) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.hold(ctx, tx, actor, Archive, item)
		if err != nil || it.State == to {
			return err
		}
		if it.State != from {
			return fault.Forbidden()
		}
		if err := setState(ctx, tx, item, to, it.Published, ""); err != nil {
			return err
		}
		if err := s.shift(ctx, tx, it, from, to); err != nil {
			return err
		}
		it.State = to
		return s.tell(ctx, tx, actor, verb, it, factOf(it))
	})
}

// shift keeps the counts when an item goes from a state to another: what is
// published counts, the rest does not.
func (s *Service) shift(ctx context.Context, tx *store.Tx, it Item, from, to access.State) error {
	switch {
	case from == access.Published && to != access.Published:
		return s.leave(ctx, tx, it)
	case from != access.Published && to == access.Published:
		return s.enter(ctx, tx, it, true)
	}
	return nil
}
