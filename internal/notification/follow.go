package notification

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// FollowThings: whoever is signed in follows what they may read.
var FollowThings = access.On(access.None, "follow", access.Write, access.SignedIn)

// Follow sets how much the actor wants of a target; it replaces the level set
// before. What the actor cannot read is not found.
func (s *Service) Follow(ctx context.Context, actor access.Actor, t Target, level Level) error {
	if level > All {
		return fault.New(fault.Invalid, "fault.field.choice")
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if err := s.exists(ctx, tx, actor, t); err != nil {
			return err
		}
		if err := setFollow(ctx, tx, actor.Person(), t, level, s.clock.Now()); err != nil {
			return err
		}
		if level == Nothing {
			// Muting is one gesture: what already waits about it goes too.
			return seenSubject(ctx, tx, actor.Person(), t, s.clock.Now())
		}
		return nil
	})
}

// Unfollow forgets the choice: what reaches the person then comes from their
// other follows.
func (s *Service) Unfollow(ctx context.Context, actor access.Actor, t Target) error {
	if actor.Person() == 0 {
		return fault.Forbidden()
	}
	return s.db.Write(ctx, func(tx *store.Tx) error { return dropFollow(ctx, tx, actor.Person(), t) })
}

// exists demands that the actor may read the target.
func (s *Service) exists(ctx context.Context, on store.Querier, actor access.Actor, t Target) error {
	if actor.Person() == 0 {
		return fault.Forbidden()
	}
	var err error
	switch t.Kind {
	case Item:
		_, err = access.Load(ctx, on, actor, access.ReadItem, t.ID)
	case Community:
		_, err = access.Load(ctx, on, actor, access.ReadCommunity, t.ID)
	case Person:
		_, err = access.Load(ctx, on, actor, access.ReadPerson, t.ID)
	case Unit, Tag:
		if t.Kind == Unit && !actor.IsAgent() {
			return fault.NotFound()
		}
		var found bool
		if found, err = known(ctx, on, t); err == nil && !found {
			return fault.NotFound()
		}
	default:
		return fault.NotFound()
	}
	return err
}

// Levels tells what a person chose for some targets; those without a choice
// are absent.
func (s *Service) Levels(ctx context.Context, person id.ID, targets ...Target) (map[Target]Level, error) {
	rows, err := levels(ctx, s.db, person, targets)
	if err != nil {
		return nil, err
	}
	out := make(map[Target]Level, len(rows))
	for _, f := range rows {
		out[f.Target] = f.Level
	}
	return out, nil
}

// Followed lists what a person follows, the newest first.
func (s *Service) Followed(ctx context.Context, person id.ID, limit int) ([]Following, error) {
	return followed(ctx, s.db, person, limit)
}
