package community

import (
	"context"
	"fmt"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Appoint makes somebody a manager by the hand of an administrator, who reads
// nothing of the place by it. A member becomes one as with SetRole. Where
// nobody manages any more, an agent who is not a member may be brought in:
// without that, a private place that its people have left could never be
// reached again. The faults are Conflict for a guest, for the administrator's
// own person, and for who is not a member where others manage.
func (s *Service) Appoint(ctx context.Context, actor access.Actor, community id.ID, person identity.Person) error {
	was, err := membershipOf(ctx, s.db, community, person.ID)
	if err != nil {
		return err
	}
	if was.State == In {
		return s.SetRole(ctx, actor, community, person.ID, access.ManagerRole)
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, Rescue, community); err != nil {
			return err
		}
		managers, err := recount(ctx, tx, community, 0, 0)
		switch {
		case err != nil:
			return fmt.Errorf("count managers: %w", err)
		case person.Kind != identity.Agent || !person.Live(s.clock.Now()):
			return fault.New(fault.Conflict, "community.appoint.agent")
		case person.ID == actor.Person():
			return fault.New(fault.Conflict, "community.appoint.yourself")
		case managers > 0:
			return fault.New(fault.Conflict, "community.appoint.stranger")
		}
		// They come in as any other, so that what follows from it does.
		if err := s.letIn(ctx, tx, actor, community, person.ID, access.ManagerRole, fact{verb: EventAccepted}); err != nil {
			return err
		}
		f := fact{verb: EventRole, community: community, person: person.ID, data: map[string]access.Role{"role": access.ManagerRole}}
		if err := s.tell(ctx, tx, actor, f); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, f)
	})
}
