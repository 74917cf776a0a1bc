package setting

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// unaddressed are names that the address of a dispatch reads otherwise.
var unaddressed = regexp.MustCompile(`;|^(?i:tous|toutes|all)\s*:`)

// Board is what somebody may do with lists.
type Board struct {
	Lists []List   // of all, and of the units of who looks
	Units []Office // those whose lists they keep
	All   bool     // they keep those of all
}

// Office is how a unit is named.
type Office struct {
	ID   id.ID
	Name string
}

// Board shows the lists of all and those of the units of the actor.
func (s *Service) Board(ctx context.Context, actor access.Actor) (Board, error) {
	if !actor.May(Keep, access.Label{}) {
		return Board{}, fault.Forbidden()
	}
	b := Board{All: actor.May(Configure, access.Label{})}
	var err error
	if b.Lists, err = listsFor(ctx, s.DB, actor.Units()); err != nil {
		return b, err
	}
	b.Units, err = writing(ctx, s.DB, actor.Units())
	return b, err
}

// keeps refuses who may not change the lists of a unit, or of all when it is
// zero. To others a list of a unit does not exist.
func keeps(actor access.Actor, owner id.ID) error {
	switch {
	case !actor.May(Keep, access.Label{}):
		return fault.Forbidden()
	case owner == 0 && !actor.May(Configure, access.Label{}):
		return fault.Forbidden()
	case owner != 0 && !slices.Contains(actor.Units(), owner):
		return fault.NotFound()
	}
	return nil
}

// sees refuses whoever may not write to the lists of a unit.
func sees(actor access.Actor, owner id.ID) error {
	if owner == 0 && actor.May(Keep, access.Label{}) {
		return nil
	}
	return keeps(actor, owner)
}

// Named are the units that a list names, by name, for whoever may write to it.
func (s *Service) Named(ctx context.Context, actor access.Actor, list id.ID) (List, []Office, error) {
	l, err := listOf(ctx, s.DB, list)
	if err == nil {
		err = sees(actor, l.Owner)
	}
	if err != nil {
		return l, nil, orNotFound(err)
	}
	named, err := namesIn(ctx, s.DB, list)
	return l, named, err
}

// SetList adds a list when its ID is zero, or changes one. Its units are given
// as people name them, by whole name, acronym or code, or by their id. It returns
// what it made: its ID, and its version, 1 for a new one.
func (s *Service) SetList(ctx context.Context, actor access.Actor, l List, under string, units []string) (List, error) {
	var c fault.Check
	l.Name = line(&c, "name", l.Name, MaxName)
	c.Field("name", !unaddressed.MatchString(l.Name), "setting.list.unaddressed")
	under = strings.TrimSpace(under)
	c.Field("units", under == "" || len(units) == 0, "setting.list.both")
	c.Field("units", under != "" || len(units) > 0, "setting.list.empty")
	c.Field("units", len(units) <= MaxUnits, "fault.field.too_many", "count", MaxUnits)
	if err := keeps(actor, l.Owner); err != nil {
		return l, err
	}
	same, err := meant(ctx, s.DB, l.Name)
	if err != nil {
		return l, err
	}
	c.Field("name", len(same) == 0, "setting.list.unit")
	if under != "" {
		found, err := s.mean(ctx, &c, "under", under)
		if err != nil {
			return l, err
		}
		l.Under = found
	}
	var in []id.ID
	for _, name := range units[:min(len(units), MaxUnits)] {
		found, err := s.mean(ctx, &c, "units", name)
		if err != nil {
			return l, err
		}
		if found != 0 && !slices.Contains(in, found) {
			in = append(in, found)
		}
	}
	if err := c.Err(); err != nil {
		return l, err
	}
	if l.ID == 0 {
		l.ID, l.Version = s.IDs.New(), 1
		return l, s.DB.Write(ctx, func(tx *store.Tx) error {
			if err := putList(ctx, tx, l, in, ""); err != nil {
				return err
			}
			return s.record(ctx, tx, actor, listSet, l)
		})
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		now, _, err := s.holdList(ctx, tx, actor, l.ID)
		if err != nil {
			return err
		}
		l.Version = now.Version + 1
		return s.replaceList(ctx, tx, actor, now, past{List: l, Units: in})
	})
	return l, err
}

// past is a list with the units that it names, as it is kept to come back.
type past struct {
	List  List
	Units []id.ID
}

// holdList is a list that actor keeps, held until the transaction ends, and what
// it was before its last change.
func (s *Service) holdList(ctx context.Context, tx *store.Tx, actor access.Actor, list id.ID) (List, string, error) {
	was, err := listWas(ctx, tx, list)
	if err != nil {
		return List{}, "", orNotFound(err)
	}
	l, err := listOf(ctx, tx, list)
	if err == nil {
		err = keeps(actor, l.Owner)
	}
	if err == nil && l.Retired {
		err = fault.NotFound()
	}
	return l, was, orNotFound(err)
}

// replaceList writes a list over what it was, and keeps that.
func (s *Service) replaceList(ctx context.Context, tx *store.Tx, actor access.Actor, now List, next past) error {
	units, err := unitsIn(ctx, tx, now.ID)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(past{List: now, Units: units})
	if err != nil {
		return err
	}
	if err := putList(ctx, tx, next.List, next.Units, string(raw)); err != nil {
		return err
	}
	return s.record(ctx, tx, actor, listSet, next.List)
}

// RevertList undoes the change that made a version of a list, unless it was
// changed again since. It returns the version that this made, to do it again.
func (s *Service) RevertList(ctx context.Context, actor access.Actor, list id.ID, version int) (int, error) {
	return version + 1, s.DB.Write(ctx, func(tx *store.Tx) error {
		now, was, err := s.holdList(ctx, tx, actor, list)
		switch {
		case err != nil:
			return err
		case was == "" || now.Version != version:
			return fault.New(fault.Conflict, "setting.changed")
		}
		var next past
		if err := json.Unmarshal([]byte(was), &next); err != nil {
			return err
		}
		// A list may have been of another unit, or of all.
		if err := keeps(actor, next.List.Owner); err != nil {
			return err
		}
		next.List.Version = version + 1
		return s.replaceList(ctx, tx, actor, now, next)
	})
}

// mean is the unit that a name means; who keeps a list names it otherwise.
func (s *Service) mean(ctx context.Context, c *fault.Check, field, name string) (id.ID, error) {
	found, err := meant(ctx, s.DB, name)
	c.Field(field, err != nil || len(found) > 0, "setting.unit.unknown", "name", name)
	c.Field(field, len(found) < 2, "setting.unit.several", "name", name)
	if err != nil || len(found) != 1 {
		return 0, err
	}
	return found[0], nil
}

// RetireList takes a list out of those that one may write to, or brings it back.
func (s *Service) RetireList(ctx context.Context, actor access.Actor, list id.ID, retired bool) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		l, err := listOf(ctx, tx, list)
		if err == nil {
			err = keeps(actor, l.Owner)
		}
		if err != nil {
			return orNotFound(err)
		}
		verb := listRestored
		if retired {
			verb = listRetired
		}
		if err := retireList(ctx, tx, list, retired); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, verb, l)
	})
}

// record writes down what is done with the lists of all: those of a unit are its
// own affair.
func (s *Service) record(ctx context.Context, tx *store.Tx, actor access.Actor, verb string, l List) error {
	if l.Owner != 0 {
		return nil
	}
	return s.Acts.Record(ctx, tx, actor, verb, "list "+l.ID.String(), nil)
}

func orNotFound(err error) error {
	if errors.Is(err, store.ErrNone) {
		return fault.NotFound()
	}
	return err
}
