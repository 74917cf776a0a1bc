package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Relay makes an item be read in another community too: one thread, and never
// wider than its origin allows. Guests of where it goes do not read it.
func (s *Service) Relay(ctx context.Context, actor access.Actor, item, into id.ID, note string) error {
	by, err := someone(actor)
	if err != nil {
		return err
	}
	note, ok := text.Line(note, MaxNote)
	if !ok {
		f := fault.New(fault.Invalid, fault.Invalid.Key())
		f.Fields = []fault.Field{{Name: "note", Key: "fault.field.too_long", Args: []any{"count", MaxNote}}}
		return f
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.hold(ctx, tx, actor, Relay, item)
		if err != nil {
			return err
		}
		target, err := access.Load(ctx, tx, actor, Receive, into)
		if err != nil {
			return err
		}
		switch {
		case into == it.Community:
			return fault.New(fault.Invalid, "content.relay.same")
		case target.Validation && !actor.May(Announce, target):
			return fault.New(fault.KindForbidden, "content.relay.validated")
		}
		now := s.Clock.Now()
		added, err := insertRelay(ctx, tx, item, Relayed{Community: into, By: by, Note: note, Created: now})
		if err != nil || !added {
			return err
		}
		if err := countCommunity(ctx, tx, into, 0, now); err != nil {
			return err
		}
		f := factOf(it)
		f.To, f.Reason = into, note
		return s.tell(ctx, tx, actor, ItemRelayed, it, f)
	})
}

// Unrelay ends a relay: by who made it, or by a manager of either community.
func (s *Service) Unrelay(ctx context.Context, actor access.Actor, item, from id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, label, err := s.hold(ctx, tx, actor, Unrelay, item)
		if err != nil {
			return err
		}
		relays, err := relaysOf(ctx, tx, access.SystemActor("judged here"), item)
		if err != nil {
			return err
		}
		for _, r := range relays {
			if r.Community != from {
				continue
			}
			if !mayUnrelay(actor, label, r) {
				return fault.Forbidden()
			}
			return s.endRelays(ctx, tx, actor, it, []Relayed{r})
		}
		return nil
	})
}

func mayUnrelay(actor access.Actor, label access.Label, r Relayed) bool {
	return actor.May(Unrelay, label) && (actor.Person() != 0 && actor.Person() == r.By ||
		actor.Role(r.Community) >= access.ManagerRole || actor.May(Curate, label))
}

func (s *Service) endRelays(ctx context.Context, tx *store.Tx, actor access.Actor, it Item, relays []Relayed) error {
	var gone []id.ID
	for _, r := range relays {
		gone = append(gone, r.Community)
		f := factOf(it)
		f.From = r.Community
		if err := s.tell(ctx, tx, actor, ItemUnrelayed, it, f); err != nil {
			return err
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return dropRelays(ctx, tx, it.ID, gone)
}

// Move takes an item to another community, with its thread. It never opens to
// more people what somebody else said to fewer; relays that the new origin
// would not allow end.
func (s *Service) Move(ctx context.Context, actor access.Actor, item, to id.ID) (Item, error) {
	var it Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) error {
		var label access.Label
		var err error
		if it, label, err = s.hold(ctx, tx, actor, Move, item); err != nil || it.Community == to {
			return err
		}
		kind, err := s.kind(it.Kind)
		if err != nil {
			return err
		}
		target, err := access.Load(ctx, tx, actor, kind.Make, to)
		if err != nil {
			return err
		}
		if err := s.checkMove(ctx, tx, actor, it, label, target); err != nil {
			return err
		}
		relays, err := relaysOf(ctx, tx, access.SystemActor("a move ends relays"), item)
		if err != nil {
			return err
		}
		ending := relays[:0]
		for _, r := range relays {
			if r.Community == to || target.Openness != access.Open {
				ending = append(ending, r)
			}
		}
		if err := s.endRelays(ctx, tx, actor, it, ending); err != nil {
			return err
		}
		if err := countCommunity(ctx, tx, min(it.Community, to), s.counts(it)*sign(it.Community < to), it.Activity); err != nil {
			return err
		}
		if err := countCommunity(ctx, tx, max(it.Community, to), -s.counts(it)*sign(it.Community < to), it.Activity); err != nil {
			return err
		}
		if err := moveItem(ctx, tx, item, to); err != nil {
			return err
		}
		if kind.Moved != nil {
			if err := kind.Moved(ctx, tx, it, to); err != nil {
				return err
			}
		}
		f := factOf(it)
		f.From, f.To = it.Community, to
		it.Community = to
		return s.tell(ctx, tx, actor, ItemMoved, it, f)
	})
}

// sign is what the smaller id of two communities gets when an item leaves it
// (-1) or comes to it (1): both rows are locked in the order of ids.
func sign(leaves bool) int {
	if leaves {
		return -1
	}
	return 1
}

func (s *Service) checkMove(ctx context.Context, tx *store.Tx, actor access.Actor, it Item, from, to access.Label) error {
	if to.Validation && !actor.May(Announce, to) {
		return fault.New(fault.KindForbidden, "content.relay.validated")
	}
	if from.Openness == access.Open && it.Audience == access.Everyone {
		return nil
	}
	// Members of one closed community are not those of another.
	spoken, err := others(ctx, tx, it)
	if err != nil {
		return err
	}
	if spoken || it.Author != actor.Person() {
		return fault.New(fault.KindForbidden, "content.move.wider")
	}
	return nil
}
