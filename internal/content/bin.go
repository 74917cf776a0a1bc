package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Bin takes an item away from its readers. Its author and the managers still
// see it in the bin; the reason, one line, is for them.
func (s *Service) Bin(ctx context.Context, actor access.Actor, item id.ID, reason string) (Item, error) {
	var it Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		it, err = s.BinIn(ctx, tx, actor, item, reason)
		return err
	})
}

// BinIn is Bin in the caller's transaction.
func (s *Service) BinIn(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID, reason string) (Item, error) {
	reason, ok := text.Line(reason, MaxReason)
	if !ok {
		return Item{}, badReason()
	}
	it, _, err := s.hold(ctx, tx, actor, Bin, item)
	if err != nil {
		return it, err
	}
	if err := binItem(ctx, tx, it, actor.Person(), s.Clock.Now(), reason); err != nil {
		return it, err
	}
	if err := s.shift(ctx, tx, it, it.State, access.Binned); err != nil {
		return it, err
	}
	f := factOf(it)
	f.Reason = reason
	it.State = access.Binned
	return it, s.tell(ctx, tx, actor, ItemBinned, it, f)
}

// Restore gives an item back the state that it had. Its author may when the
// author binned it; the managers always may.
func (s *Service) Restore(ctx context.Context, actor access.Actor, item id.ID) (Item, error) {
	var it Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		it, err = s.RestoreIn(ctx, tx, actor, item)
		return err
	})
}

// RestoreIn is Restore in the caller's transaction.
func (s *Service) RestoreIn(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID) (Item, error) {
	it, label, err := s.hold(ctx, tx, actor, Restore, item)
	if err != nil {
		return it, err
	}
	if it.Binner != actor.Person() && !actor.May(Curate, label) {
		return it, fault.Forbidden()
	}
	to := it.BinnedFrom
	if to == 0 {
		to = access.Published
	}
	if err := setState(ctx, tx, item, to, it.Published, ""); err != nil {
		return it, err
	}
	if err := s.shift(ctx, tx, it, access.Binned, to); err != nil {
		return it, err
	}
	if back := s.kinds[it.Kind].Restored; back != nil {
		if err := back(ctx, tx, it); err != nil {
			return it, err
		}
	}
	it.State = to
	if err := s.tell(ctx, tx, actor, ItemRestored, it, factOf(it)); err != nil {
		return it, err
	}
	if to == access.Scheduled {
		return it, s.Queue.Enqueue(ctx, tx, dueJob{Item: it.ID}, dueAt(it))
	}
	return it, nil
}

func badReason() error {
	f := fault.New(fault.Invalid, fault.Invalid.Key())
	f.Fields = []fault.Field{{Name: "reason", Key: "fault.field.too_long", Args: []any{"count", MaxReason}}}
	return f
}
