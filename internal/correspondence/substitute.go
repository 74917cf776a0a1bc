package correspondence

import (
	"context"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// MaxSubstitutes is how many one may have at hand, MaxAway for how long.
const (
	MaxSubstitutes = 20
	MaxAway        = 366 * 24 * time.Hour
)

// Substitute is somebody who gives visas and signs in the name of another for a
// time.
type Substitute struct {
	ID      id.ID
	Person  id.ID `db:"person_id"`     // in whose name
	By      id.ID `db:"substitute_id"` // who acts
	Since   clock.Time
	Until   clock.Time
	Removed clock.Time // ended before its time
	Stage   stage
}

// stage is how far the dispatches that wait for the person follow a
// substitution: it may begin later, and its end is noticed some minutes after.
type stage uint8

const (
	planned stage = iota
	running
	over
)

// Acts tells whether they act in that name at a moment.
func (s Substitute) Acts(at clock.Time) bool {
	return s.Removed.IsZero() && !s.Since.After(at.Time) && s.Until.After(at.Time)
}

// Substitutes are those of the actor, and those whom the actor replaces: what
// lasts or is to come, the first to begin first.
func (s *Service) Substitutes(ctx context.Context, actor access.Actor) (mine, others []Substitute, err error) {
	list, err := substitutesAround(ctx, s.DB, actor.Person(), s.Clock.Now())
	for _, one := range list {
		if one.Person == actor.Person() {
			mine = append(mine, one)
		} else {
			others = append(others, one)
		}
	}
	return mine, others, err
}

// Appoint has somebody act in the actor's name from a moment until another. What
// waits for the actor is theirs to read meanwhile, as far as they are cleared.
func (s *Service) Appoint(ctx context.Context, actor access.Actor, by id.ID, since, until clock.Time) (Substitute, error) {
	now := s.Clock.Now()
	if since.IsZero() {
		since = now
	}
	out := Substitute{ID: s.IDs.New(), Person: actor.Person(), By: by, Since: since, Until: until}
	return out, s.DB.Write(ctx, func(tx *store.Tx) error {
		var c fault.Check
		actors, err := s.actors(ctx, tx, []id.ID{by})
		if err != nil {
			return err
		}
		who, live := actors[by]
		c.Field("person", by != 0, "fault.field.required")
		c.Field("person", by != actor.Person(), "correspondence.substitute.oneself")
		c.Field("person", live && who.IsAgent(), "correspondence.substitute.unknown")
		c.Field("until", !until.IsZero(), "fault.field.required")
		c.Field("until", until.After(now.Time), "fault.field.future")
		c.Field("until", until.After(since.Time), "correspondence.substitute.order")
		c.Field("until", until.Sub(since.Time) <= MaxAway, "correspondence.substitute.long")
		around, err := substitutesAround(ctx, tx, actor.Person(), now)
		if err != nil {
			return err
		}
		mine := slices.DeleteFunc(around, func(o Substitute) bool { return o.Person != actor.Person() })
		c.Field("person", len(mine) < MaxSubstitutes, "fault.field.too_many", "count", MaxSubstitutes)
		c.Field("person", !slices.ContainsFunc(mine, func(o Substitute) bool {
			return o.By == by && o.Since.Before(until.Time) && since.Before(o.Until.Time)
		}), "correspondence.substitute.twice")
		if err := c.Err(); err != nil {
			return err
		}
		if err := insertSubstitute(ctx, tx, out); err != nil {
			return err
		}
		return s.follow(ctx, tx, actor, out)
	})
}

// Dismiss ends a substitution before its time: by who is replaced, or by who
// replaces them.
func (s *Service) Dismiss(ctx context.Context, actor access.Actor, which id.ID) error {
	return s.substitute(ctx, actor, which, s.Clock.Now())
}

// Reappoint undoes Dismiss, until the substitution would have ended.
func (s *Service) Reappoint(ctx context.Context, actor access.Actor, which id.ID) error {
	return s.substitute(ctx, actor, which, clock.Time{})
}

func (s *Service) substitute(ctx context.Context, actor access.Actor, which id.ID, removed clock.Time) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		one, err := substituteByID(ctx, tx, which)
		switch {
		case err != nil:
			return err
		case one.Person != actor.Person() && one.By != actor.Person():
			return fault.NotFound()
		case !one.Until.After(s.Clock.Now().Time):
			return fault.New(fault.Conflict, "correspondence.substitute.over")
		case removed.IsZero() == one.Removed.IsZero():
			return nil
		}
		one.Removed = removed
		return s.follow(ctx, tx, actor, one)
	})
}

// follow has the dispatches that wait for somebody read by who acts in their
// name now, and by nobody who does so no more.
func (s *Service) follow(ctx context.Context, tx *store.Tx, actor access.Actor, one Substitute) error {
	now := s.Clock.Now()
	was := one.Stage
	switch {
	case one.Acts(now):
		one.Stage = running
	case one.Removed.IsZero() && one.Since.After(now.Time):
		one.Stage = planned
	default:
		one.Stage = over
	}
	if err := keepSubstitute(ctx, tx, one); err != nil || one.Stage == was || was == planned && one.Stage == over {
		return err
	}
	items, err := waitingFor(ctx, tx, one.Person)
	if err != nil {
		return err
	}
	for _, item := range items {
		if err := s.lend(ctx, tx, actor, item, one.By); err != nil {
			return err
		}
	}
	return nil
}

// lend names on a dispatch those who stand in for who has it now.
func (s *Service) lend(ctx context.Context, tx *store.Tx, actor access.Actor, item, by id.ID) error {
	if _, _, err := s.Content.Load(ctx, tx, system, access.ReadItem, item); err != nil {
		return err
	}
	d, err := anyDispatch(ctx, tx, item)
	if err != nil {
		return err
	}
	hands, err := s.name(ctx, tx, d)
	if err != nil {
		return err
	}
	f := fact{Ended: []id.ID{by}}
	if slices.Contains(hands, by) {
		f = fact{Asked: []id.ID{by}}
	}
	visas, err := visasOf(ctx, tx, item)
	if err != nil {
		return err
	}
	stuck, err := s.stuck(ctx, tx, d, visas)
	if err != nil {
		return err
	}
	f.Stuck, f.Told = len(stuck) > 0, []id.ID{d.Author, d.Signatory}
	return s.say(ctx, tx, actor, d, Lent, f)
}

// hands are those who may make the gesture that a dispatch waits for: who gives
// a visa or signs, and who acts in their name and is cleared.
func (s *Service) hands(ctx context.Context, on store.Querier, d Dispatch) ([]id.ID, error) {
	if d.Step != InVisas && d.Step != ToSign {
		return nil, nil
	}
	out := slices.Clone(d.Holders())
	if len(out) == 0 {
		return nil, nil
	}
	list, err := actingFor(ctx, on, out, s.Clock.Now())
	if err != nil || len(list) == 0 {
		return out, err
	}
	actors, err := s.actors(ctx, on, list)
	for _, p := range list {
		who, live := actors[p]
		if live && who.IsAgent() && who.Clearance() >= d.Protection && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out, err
}

// actsFor tells whether actor gives a visa or signs for somebody: themselves, or
// in their name.
func (s *Service) actsFor(ctx context.Context, on store.Querier, actor access.Actor, person id.ID) (bool, error) {
	if person == 0 || person == actor.Person() {
		return person != 0, nil
	}
	away, err := replacedBy(ctx, on, actor.Person(), s.Clock.Now())
	return slices.Contains(away, person), err
}
