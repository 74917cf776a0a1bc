package community

import (
	"context"
	"fmt"
	"slices"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// turn changes where one person stands: decide is given what was and returns
// what will be, the same for no change. Counters follow in the transaction.
func (s *Service) turn(ctx context.Context, tx *store.Tx, actor access.Actor, community, person id.ID, decide func(was membership) (membership, error)) error {
	if err := lock(ctx, tx, community); err != nil {
		return fmt.Errorf("lock community: %w", err)
	}
	was, err := membershipOf(ctx, tx, community, person)
	if err != nil {
		return fmt.Errorf("membership: %w", err)
	}
	now, err := decide(was)
	if err != nil || now == was {
		return err
	}
	if err := put(ctx, tx, community, person, now); err != nil {
		return fmt.Errorf("write membership: %w", err)
	}
	members := count(now.State == In) - count(was.State == In)
	managers := count(now.role() == access.ManagerRole) - count(was.role() == access.ManagerRole)
	if members == 0 && managers == 0 {
		return nil
	}
	left, err := recount(ctx, tx, community, members, managers)
	if err != nil {
		return fmt.Errorf("count members: %w", err)
	}
	return s.nudge(ctx, tx, actor, community, left, managers)
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// nudge tells when the number of managers crosses what a place needs. It never
// blocks: the change is made.
func (s *Service) nudge(ctx context.Context, tx *store.Tx, actor access.Actor, community id.ID, managers, change int) error {
	var verb activity.Verb
	switch {
	case change < 0 && managers == 0:
		verb = EventNoManager
	case change < 0 && managers == FewManagers-1, change > 0 && managers < FewManagers:
		verb = EventFewManagers
	case change > 0 && managers == FewManagers:
		verb = EventEnoughManagers
	default:
		return nil
	}
	return s.tell(ctx, tx, actor, fact{verb: verb, community: community, data: map[string]int{"managers": managers}})
}

// gesture loads the community through actor, then runs turn and tells verb
// when it changed something.
func (s *Service) gesture(ctx context.Context, actor access.Actor, action access.Action, community, person id.ID, f fact, decide func(access.Label, membership) (membership, error)) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		label, err := access.Load(ctx, tx, actor, action, community)
		if err != nil {
			return err
		}
		changed := false
		err = s.turn(ctx, tx, actor, community, person, func(was membership) (membership, error) {
			now, err := decide(label, was)
			changed = err == nil && now != was
			return now, err
		})
		if err != nil || !changed {
			return err
		}
		f.community, f.person = community, person
		if err := s.tell(ctx, tx, actor, f); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, f)
	})
}

// record keeps in the administrative log what an administrator does in a place
// that they do not manage.
func (s *Service) record(ctx context.Context, tx *store.Tx, actor access.Actor, f fact) error {
	if !actor.IsAdmin() || actor.Role(f.community) == access.ManagerRole || !administrative(f.verb) {
		return nil
	}
	return s.acts.Record(ctx, tx, actor, string(f.verb), "community "+f.community.String(),
		map[string]any{"person": f.person, "detail": f.data})
}

func administrative(verb activity.Verb) bool {
	return slices.Contains([]activity.Verb{EventExcluded, EventRole, EventArchived, EventReopened}, verb)
}

// entered is a fresh membership of an agent who comes in.
func (s *Service) entered(was membership) membership {
	return membership{Role: access.MemberRole, State: In, Inviter: was.Inviter, Since: s.clock.Now()}
}

// Join brings actor into an open community. Joining twice changes nothing; the
// fault is Forbidden for who was excluded.
func (s *Service) Join(ctx context.Context, actor access.Actor, community id.ID) error {
	return s.gesture(ctx, actor, Join, community, actor.Person(), fact{verb: EventJoined}, func(_ access.Label, was membership) (membership, error) {
		switch was.State {
		case In:
			return was, nil
		case Excluded:
			return was, fault.New(fault.KindForbidden, "community.excluded")
		}
		return s.entered(was), nil
	})
}

// Ask asks the managers to come in, with a word to them. Asking again changes
// the message.
func (s *Service) Ask(ctx context.Context, actor access.Actor, community id.ID, message string) error {
	var check fault.Check
	message = block(&check, "message", message, MaxMessage)
	if err := check.Err(); err != nil {
		return err
	}
	return s.gesture(ctx, actor, Ask, community, actor.Person(), fact{verb: EventAsked, data: said{message}}, func(_ access.Label, was membership) (membership, error) {
		switch was.State {
		case In, Invited:
			return was, nil
		case Excluded:
			return was, fault.New(fault.KindForbidden, "community.excluded")
		case Asked:
			was.Message = message
			return was, nil
		}
		return membership{Role: access.MemberRole, State: Asked, Message: message, Since: s.clock.Now()}, nil
	})
}

// Withdraw takes back actor's own request.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, community id.ID) error {
	return s.gesture(ctx, actor, Ask, community, actor.Person(), fact{verb: EventLeft}, func(_ access.Label, was membership) (membership, error) {
		if was.State == Asked {
			was.State, was.Message = Left, ""
		}
		return was, nil
	})
}

// Accept lets somebody in who asked.
func (s *Service) Accept(ctx context.Context, actor access.Actor, community, person id.ID) error {
	return s.gesture(ctx, actor, Decide, community, person, fact{verb: EventAccepted}, func(_ access.Label, was membership) (membership, error) {
		if was.State != Asked {
			return was, noRequest(was)
		}
		return s.entered(was), nil
	})
}

// Refuse says no to somebody who asked, with a reason that they will read.
func (s *Service) Refuse(ctx context.Context, actor access.Actor, community, person id.ID, reason string) error {
	var check fault.Check
	reason = block(&check, "reason", reason, MaxMessage)
	if err := check.Err(); err != nil {
		return err
	}
	return s.gesture(ctx, actor, Decide, community, person, fact{verb: EventRefused, data: said{reason}}, func(_ access.Label, was membership) (membership, error) {
		if was.State != Asked {
			return was, noRequest(was)
		}
		return membership{Role: was.Role, State: Refused, Message: reason, Since: s.clock.Now()}, nil
	})
}

// noRequest is nil when another manager answered first: both wanted the same
// request gone.
func noRequest(was membership) error {
	if was.State == In || was.State == Refused {
		return nil
	}
	return fault.NotFound()
}

// AcceptInvitation brings the invited actor in.
func (s *Service) AcceptInvitation(ctx context.Context, actor access.Actor, community id.ID) error {
	return s.gesture(ctx, actor, Answer, community, actor.Person(), fact{verb: EventJoined}, func(_ access.Label, was membership) (membership, error) {
		if was.State != Invited {
			return was, nil
		}
		return membership{Role: was.Role, State: In, Inviter: was.Inviter, Since: s.clock.Now()}, nil
	})
}

// Decline puts actor's invitation away.
func (s *Service) Decline(ctx context.Context, actor access.Actor, community id.ID) error {
	return s.gesture(ctx, actor, Answer, community, actor.Person(), fact{verb: EventDeclined}, func(_ access.Label, was membership) (membership, error) {
		if was.State == Invited {
			was.State, was.Message = Left, ""
		}
		return was, nil
	})
}

// Leave takes actor out. When the last manager leaves, the event tells the
// administrators.
func (s *Service) Leave(ctx context.Context, actor access.Actor, community id.ID) error {
	return s.gesture(ctx, actor, Leave, community, actor.Person(), fact{verb: EventLeft}, func(_ access.Label, was membership) (membership, error) {
		if was.State != In {
			return was, nil
		}
		return membership{Role: was.Role, State: Left, Since: s.clock.Now()}, nil
	})
}

// Exclude takes a member out, with a reason that they will read. They come
// back by a manager's invitation only.
func (s *Service) Exclude(ctx context.Context, actor access.Actor, community, person id.ID, reason string) error {
	var check fault.Check
	reason = block(&check, "reason", reason, MaxMessage)
	check.Field("reason", reason != "", "community.field.reason")
	if err := check.Err(); err != nil {
		return err
	}
	if person == actor.Person() {
		return fault.New(fault.Conflict, "community.leave_instead")
	}
	return s.gesture(ctx, actor, Govern, community, person, fact{verb: EventExcluded, data: said{reason}}, func(_ access.Label, was membership) (membership, error) {
		if was.State != In && was.State != Asked && was.State != Invited {
			return was, fault.NotFound()
		}
		return membership{Role: was.Role, State: Excluded, Message: reason, Since: s.clock.Now()}, nil
	})
}

// SetRole makes a member a manager or a manager a member. Guests stay guests.
func (s *Service) SetRole(ctx context.Context, actor access.Actor, community, person id.ID, role access.Role) error {
	if role != access.MemberRole && role != access.ManagerRole {
		return fault.New(fault.Malformed, fault.Malformed.Key())
	}
	return s.gesture(ctx, actor, Govern, community, person, fact{verb: EventRole, data: map[string]access.Role{"role": role}}, func(_ access.Label, was membership) (membership, error) {
		switch {
		case was.State != In:
			return was, fault.NotFound()
		case was.Role == access.GuestRole:
			return was, fault.New(fault.Conflict, "community.guest_stays")
		case was.Role == role:
			return was, nil
		}
		// Chosen by somebody: no longer theirs by function alone.
		was.Role, was.Enrolled = role, false
		return was, nil
	})
}
