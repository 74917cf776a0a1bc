package document

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// errFrozen is the refusal of writing in a document that was approved.
var errFrozen = fault.New(fault.Conflict, "document.frozen")

// Freeze keeps a document, its title included, as it is after its update number,
// for a feature that approves versions and has judged who decides so. It tells
// whether it did: a document that was written to meanwhile goes on.
//
// Two locks hold it, on purpose: the label of the item, which every rule goes
// by, and the row from which updates get their number, so that one which is on
// its way when the document freezes is not kept.
func (s *Service) Freeze(ctx context.Context, tx *store.Tx, item id.ID, number int64) (bool, error) {
	done, err := freeze(ctx, tx, item, number)
	if err != nil || !done {
		return false, err
	}
	return true, s.Content.Freeze(ctx, tx, item, true)
}

// Thaw lets a document be written to again.
func (s *Service) Thaw(ctx context.Context, tx *store.Tx, item id.ID) error {
	if err := thaw(ctx, tx, item); err != nil {
		return err
	}
	return s.Content.Freeze(ctx, tx, item, false)
}

// mayWrite judges whether actor writes in a document; one that is frozen says so.
func (s *Service) mayWrite(ctx context.Context, on store.Querier, actor access.Actor, item id.ID) error {
	return s.judge(ctx, on, actor, Write, item)
}

// judge judges whether actor may change a document so.
func (s *Service) judge(ctx context.Context, on store.Querier, actor access.Actor, right access.Action, item id.ID) error {
	label, err := access.Load(ctx, on, actor, access.ReadItem, item)
	if err != nil {
		return err
	}
	if label.Frozen && actor.Could(right) {
		return errFrozen
	}
	return access.Judge(actor, right, label)
}

// refusal says why who is on a document as a reader writes in vain.
func (h *rooms) refusal(ctx context.Context, item id.ID) refusal {
	if at, err := standingOf(ctx, h.db, item); err == nil && at.Frozen {
		return refusedFrozen
	}
	return refusedRights
}

// freeze tells one who wrote on a document that nothing more is kept of it; r.mu
// is held.
func (r *room) freeze(s *socket) {
	s.frozen = true // until it is gone, what it still sends is not even looked at
	s.send(refusedFrame(refusedFrozen))
	s.end(closeRefused, refusedFrozen)
}
