package community

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// MaxInvitations is how many people may be invited in one gesture.
const MaxInvitations = 50

// Invite invites people to a community, with a word to them. Who is already
// in, or invited, is left as they are; who asked is let in when actor may
// decide. It returns how many invitations went out.
func (s *Service) Invite(ctx context.Context, actor access.Actor, community id.ID, people []id.ID, message string) (int, error) {
	var check fault.Check
	message = block(&check, "message", message, MaxMessage)
	check.Field("people", len(people) > 0, "community.field.people")
	check.Field("people", len(people) <= MaxInvitations, "community.field.too_many", "max", MaxInvitations)
	if err := check.Err(); err != nil {
		return 0, err
	}
	sent := 0
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		label, err := access.Load(ctx, tx, actor, Invite, community)
		if err != nil {
			return err
		}
		if err := lock(ctx, tx, community); err != nil {
			return fmt.Errorf("lock community: %w", err)
		}
		found, err := invitable(ctx, tx, community, people)
		if err != nil {
			return fmt.Errorf("find invited people: %w", err)
		}
		invited, asking := sortOut(actor, label, found)
		sent = len(invited) + len(asking)
		if len(invited) > 0 {
			m := membership{Message: message, Inviter: actor.Person(), Since: s.clock.Now()}
			if err := invite(ctx, tx, community, invited, m); err != nil {
				return fmt.Errorf("write invitations: %w", err)
			}
		}
		for _, person := range slices.Sorted(maps.Keys(invited)) {
			if err := s.tell(ctx, tx, actor, fact{verb: EventInvited, community: community, person: person, data: said{message}}); err != nil {
				return err
			}
		}
		for _, person := range asking {
			if err := s.letIn(ctx, tx, actor, community, person, access.MemberRole, fact{verb: EventAccepted}); err != nil {
				return err
			}
		}
		return nil
	})
	return sent, err
}

// sortOut tells who is to be invited, in which role, from who asked and is
// simply let in.
func sortOut(actor access.Actor, label access.Label, found []stranger) (invited map[id.ID]access.Role, asking []id.ID) {
	invited = map[id.ID]access.Role{}
	manages := actor.May(Decide, label)
	for _, p := range found {
		guest := p.Kind == identity.Guest
		switch {
		case p.State == In || p.State == Invited:
		case guest && !actor.May(InviteGuests, label):
		case p.State == Excluded && !manages:
		case p.State == Asked && manages:
			asking = append(asking, p.ID)
		case p.State == Asked:
		case guest:
			invited[p.ID] = access.GuestRole
		default:
			invited[p.ID] = access.MemberRole
		}
	}
	return invited, asking
}

// letIn makes somebody a member at once.
func (s *Service) letIn(ctx context.Context, tx *store.Tx, actor access.Actor, community, person id.ID, role access.Role, f fact) error {
	err := s.turn(ctx, tx, actor, community, person, func(was membership) (membership, error) {
		return membership{Role: role, State: In, Inviter: actor.Person(), Since: s.clock.Now()}, nil
	})
	if err != nil {
		return err
	}
	f.community, f.person = community, person
	return s.tell(ctx, tx, actor, f)
}

// Host brings a guest into communities that actor manages, in the transaction
// that makes their account: following the link that they are sent is their
// consent. The fault is Forbidden where actor is not a manager.
func (s *Service) Host(ctx context.Context, tx *store.Tx, actor access.Actor, guest id.ID, communities []id.ID) error {
	for _, c := range slices.Sorted(slices.Values(communities)) {
		if _, err := access.Load(ctx, tx, actor, InviteGuests, c); err != nil {
			return err
		}
		if err := s.letIn(ctx, tx, actor, c, guest, access.GuestRole, fact{verb: EventInvited}); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, actor, fact{verb: EventJoined, community: c, person: guest}); err != nil {
			return err
		}
	}
	return nil
}
