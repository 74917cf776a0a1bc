package setting

import (
	"context"
	"errors"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

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

// Named are the units that a list names, by name.
func (s *Service) Named(ctx context.Context, actor access.Actor, list id.ID) (List, []string, error) {
	l, err := listOf(ctx, s.DB, list)
	if err == nil {
		err = keeps(actor, l.Owner)
	}
	if err != nil {
		return l, nil, orNotFound(err)
	}
	names, err := namesIn(ctx, s.DB, list)
	return l, names, err
}

// SetList adds a list when its ID is zero, or changes one. Its units are given
// as people name them: by whole name, acronym or code. It returns its ID.
func (s *Service) SetList(ctx context.Context, actor access.Actor, l List, under string, units []string) (id.ID, error) {
	var c fault.Check
	l.Name = line(&c, "name", l.Name, MaxName)
	under = strings.TrimSpace(under)
	c.Field("units", under == "" || len(units) == 0, "setting.list.both")
	c.Field("units", under != "" || len(units) > 0, "setting.list.empty")
	c.Field("units", len(units) <= MaxUnits, "fault.field.too_many", "count", MaxUnits)
	if err := keeps(actor, l.Owner); err != nil {
		return 0, err
	}
	if under != "" {
		found, err := s.mean(ctx, &c, "under", under)
		if err != nil {
			return 0, err
		}
		l.Under = found
	}
	var in []id.ID
	for _, name := range units[:min(len(units), MaxUnits)] {
		found, err := s.mean(ctx, &c, "units", name)
		if err != nil {
			return 0, err
		}
		if found != 0 && !slices.Contains(in, found) {
			in = append(in, found)
		}
	}
	if err := c.Err(); err != nil {
		return 0, err
	}
	made := l.ID == 0
	if made {
		l.ID = s.IDs.New()
	}
	return l.ID, s.DB.Write(ctx, func(tx *store.Tx) error {
		if !made {
			was, err := listOf(ctx, tx, l.ID)
			if err == nil {
				err = keeps(actor, was.Owner)
			}
			if err != nil {
				return orNotFound(err)
			}
		}
		if err := putList(ctx, tx, l, in); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, listSet, l)
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
