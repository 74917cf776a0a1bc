package desk

import (
	"context"
	"errors"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Acts of administrators, in the signed log. Subjects are "level 2" and
// "unit 4mq8v2x1c".
const (
	levelSet     = "desk.level_set"
	levelDropped = "desk.level_dropped"
	deskSet      = "desk.set"
	deskDropped  = "desk.dropped"
)

// Bounds of the layout.
const (
	MaxLevels = 9
	MaxName   = 60 // of a level, in characters
)

// Layout is how desks stand above each other.
type Layout struct {
	Levels []Level // the lowest first
	Desks  []Desk  // the highest first
}

// Layout shows it to all agents: it is to these units that they write and pass
// dispatches.
func (s *Service) Layout(ctx context.Context, actor access.Actor) (Layout, error) {
	if !actor.May(See, access.Label{}) && !actor.May(Configure, access.Label{}) {
		return Layout{}, fault.Forbidden()
	}
	var out Layout
	var err error
	if out.Levels, err = levels(ctx, s.DB); err != nil {
		return out, err
	}
	out.Desks, err = allDesks(ctx, s.DB)
	return out, err
}

// SetLevel makes a level, or changes its names and how many it keeps a day.
func (s *Service) SetLevel(ctx context.Context, actor access.Actor, l Level) error {
	var check fault.Check
	l.NameFR, l.NameEN = line(&check, "name_fr", l.NameFR, MaxName), line(&check, "name_en", l.NameEN, MaxName)
	check.Field("name_fr", l.NameFR != "", "fault.field.required")
	check.Field("name_en", l.NameEN != "", "fault.field.required")
	check.Field("place", l.Place >= 1 && l.Place <= MaxLevels, "desk.level.place", "max", MaxLevels)
	check.Field("keeps", l.Keeps >= 0 && l.Keeps <= MaxKeeps, "desk.level.keeps", "max", MaxKeeps)
	return s.configure(ctx, actor, &check, levelSet, "level "+strconv.Itoa(l.Place), l, func(tx *store.Tx) error { return putLevel(ctx, tx, l) })
}

// DropLevel takes away a level on which no desk stands. It returns what it was,
// to undo.
func (s *Service) DropLevel(ctx context.Context, actor access.Actor, place int) (was Level, err error) {
	err = s.configure(ctx, actor, &fault.Check{}, levelDropped, "level "+strconv.Itoa(place), nil, func(tx *store.Tx) error {
		var err error
		if was, err = levelOf(ctx, tx, place); err != nil {
			return orNotFound(err)
		}
		used, err := levelUsed(ctx, tx, place)
		if err != nil {
			return err
		}
		if used {
			return fault.New(fault.Conflict, "desk.level.used")
		}
		return dropLevel(ctx, tx, place)
	})
	return was, err
}

func orNotFound(err error) error {
	if errors.Is(err, store.ErrNone) {
		return fault.NotFound()
	}
	return err
}

// SetDesk gives a unit a desk, or moves it: to another level, below another
// desk.
func (s *Service) SetDesk(ctx context.Context, actor access.Actor, unit id.ID, level int, above id.ID) error {
	var check fault.Check
	check.Field("unit", unit != 0, "desk.unit.unknown")
	data := map[string]any{"level": level, "above": above}
	return s.configure(ctx, actor, &check, deskSet, "unit "+unit.String(), data, func(tx *store.Tx) error {
		known, err := stands(ctx, tx, unit, level)
		if err != nil {
			return err
		}
		check.Field("unit", known.Unit, "desk.unit.unknown")
		check.Field("level", known.Level, "fault.field.choice")
		// A desk raises to a higher level: nothing goes around in a circle.
		check.Field("level", known.Below < level, "desk.unit.below")
		if above != 0 {
			up, err := deskOf(ctx, tx, above)
			if err != nil && !errors.Is(err, store.ErrNone) {
				return err
			}
			check.Field("above", err == nil, "fault.field.choice")
			check.Field("above", err != nil || up.Level.Place > level, "desk.unit.above")
		}
		if err := check.Err(); err != nil {
			return err
		}
		return putDesk(ctx, tx, unit, level, above, s.Clock.Now())
	})
}

// DropDesk takes the desk of a unit away, once nothing waits there and no desk
// raises to it. What it did stays. It returns what it was, to undo.
func (s *Service) DropDesk(ctx context.Context, actor access.Actor, unit id.ID) (was Desk, err error) {
	err = s.configure(ctx, actor, &fault.Check{}, deskDropped, "unit "+unit.String(), nil, func(tx *store.Tx) error {
		var err error
		if was, err = deskOf(ctx, tx, unit); err != nil {
			return orNotFound(err)
		}
		used, err := deskUsed(ctx, tx, unit)
		if err != nil {
			return err
		}
		if used {
			return fault.New(fault.Conflict, "desk.unit.used")
		}
		return dropDesk(ctx, tx, unit)
	})
	return was, err
}

// configure runs a change of the layout and records it.
func (s *Service) configure(ctx context.Context, actor access.Actor, check *fault.Check, verb, subject string, data any, do func(tx *store.Tx) error) error {
	if !actor.May(Configure, access.Label{}) {
		return fault.Forbidden()
	}
	if err := check.Err(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return s.Acts.Record(ctx, tx, actor, verb, subject, data)
	})
}
