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
	case Search:
		var own []named
		if own, err = searches(ctx, on, actor, []id.ID{t.ID}); err == nil && len(own) == 0 {
			return fault.NotFound()
		}
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
	return followed(ctx, s.db, person, Place{}, limit)
}

// Own lists what the actor follows by name, the newest first below a place,
// and tells whether there is more.
func (s *Service) Own(ctx context.Context, actor access.Actor, before Place, limit int) (list []Following, more bool, err error) {
	if actor.Person() == 0 {
		return nil, false, fault.Forbidden()
	}
	if list, err = followed(ctx, s.db, actor.Person(), before, limit+1); err != nil {
		return nil, false, err
	}
	more = len(list) > limit
	list = list[:min(len(list), limit)]
	wanted := map[TargetKind][]id.ID{}
	for _, f := range list {
		wanted[f.Kind] = append(wanted[f.Kind], f.ID)
	}
	names, err := s.names(ctx, actor, wanted)
	for i, f := range list {
		list[i].Name = names[f.Target]
	}
	return list, more, err
}

// names are those of targets as actor may read them, in one query for each
// sort of thing.
func (s *Service) names(ctx context.Context, actor access.Actor, wanted map[TargetKind][]id.ID) (map[Target]string, error) {
	out := map[Target]string{}
	for kind, read := range map[TargetKind]func([]id.ID) ([]named, error){
		Item:      func(ids []id.ID) ([]named, error) { return titles(ctx, s.db, actor, ids) },
		Community: func(ids []id.ID) ([]named, error) { return communities(ctx, s.db, actor, ids) },
		Person:    func(ids []id.ID) ([]named, error) { return persons(ctx, s.db, actor, ids) },
		Unit:      func(ids []id.ID) ([]named, error) { return units(ctx, s.db, ids) },
		Tag:       func(ids []id.ID) ([]named, error) { return tags(ctx, s.db, ids) },
		Search:    func(ids []id.ID) ([]named, error) { return searches(ctx, s.db, actor, ids) },
	} {
		if len(wanted[kind]) == 0 {
			continue
		}
		found, err := read(wanted[kind])
		if err != nil {
			return nil, err
		}
		for _, n := range found {
			out[Target{kind, n.ID}] = n.Name
		}
	}
	return out, nil
}
