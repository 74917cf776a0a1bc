package community

import (
	"context"
	"fmt"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Settings is all that a manager may change of a community, but who may read
// it. It is replaced as a whole.
type Settings struct {
	Name       string
	Purpose    string
	Charter    string
	Welcome    string
	Tags       []string // at most MaxTags
	Parent     id.ID
	Validation bool // hierarchical ones only
}

// Edit changes the settings.
func (s *Service) Edit(ctx context.Context, actor access.Actor, community id.ID, set Settings) error {
	var check fault.Check
	set.Name = line(&check, "name", set.Name, MaxName)
	set.Purpose = line(&check, "purpose", set.Purpose, MaxPurpose)
	set.Charter = block(&check, "charter", set.Charter, MaxText)
	set.Welcome = block(&check, "welcome", set.Welcome, MaxText)
	set.Tags = distinct(&check, set.Tags)
	if err := check.Err(); err != nil {
		return err
	}
	return s.change(ctx, actor, Manage, community, func(tx *store.Tx, c *Community) (fact, error) {
		if set.Parent != c.Parent {
			if err := s.mayMove(ctx, tx, actor, community, set.Parent); err != nil {
				return fact{}, err
			}
		}
		c.Name, c.Purpose, c.Charter, c.Welcome, c.Parent = set.Name, set.Purpose, set.Charter, set.Welcome, set.Parent
		c.Validation = set.Validation && c.Kind == Hierarchical
		return fact{verb: EventEdited}, s.preset(ctx, tx, community, set.Tags)
	})
}

// distinct reads tags: one each, whatever their case and accents.
func distinct(check *fault.Check, typed []string) []string {
	seen := map[string]bool{}
	var tags []string
	for _, t := range typed {
		name, ok := text.Line(t, 40)
		check.Field("tags", ok, "community.field.tag")
		if fold := text.Fold(name); fold != "" && !seen[fold] {
			seen[fold] = true
			tags = append(tags, name)
		}
	}
	check.Field("tags", len(tags) <= MaxTags, "community.field.too_many", "max", MaxTags)
	return tags
}

// mayMove judges a new parent: one that actor manages and that does not stand
// below the community. Standing under none is always possible.
func (s *Service) mayMove(ctx context.Context, tx *store.Tx, actor access.Actor, community, parent id.ID) error {
	if parent == 0 {
		return nil
	}
	if _, err := access.Load(ctx, tx, actor, Manage, parent); err != nil {
		return err
	}
	loop, err := leads(ctx, tx, community, parent)
	if err != nil {
		return fmt.Errorf("look for a loop of communities: %w", err)
	}
	var check fault.Check
	check.Field("parent", !loop, "community.field.parent_loop")
	return check.Err()
}

// change loads a community to write, lets edit change it, and tells the fact.
func (s *Service) change(ctx context.Context, actor access.Actor, action access.Action, community id.ID, edit func(*store.Tx, *Community) (fact, error)) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, action, community); err != nil {
			return err
		}
		if err := lock(ctx, tx, community); err != nil {
			return fmt.Errorf("lock community: %w", err)
		}
		c, err := load(ctx, tx, community)
		if err != nil {
			return err
		}
		f, err := edit(tx, &c)
		if err != nil || f.verb == "" {
			return err
		}
		if err := update(ctx, tx, c); err != nil {
			return fmt.Errorf("write community: %w", err)
		}
		f.community = community
		if err := s.tell(ctx, tx, actor, f); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, f)
	})
}

// Open up or close: SetOpenness changes who may read and join. Those who asked
// keep waiting until a manager answers or they join.
func (s *Service) SetOpenness(ctx context.Context, actor access.Actor, community id.ID, to access.Openness) error {
	if to > access.Private {
		return fault.New(fault.Malformed, fault.Malformed.Key())
	}
	return s.change(ctx, actor, Widen, community, func(_ *store.Tx, c *Community) (fact, error) {
		if c.Openness == to {
			return fact{}, nil
		}
		from := c.Openness
		c.Openness = to
		return fact{verb: EventOpenness, data: map[string]access.Openness{"from": from, "to": to}}, nil
	})
}

// Archive keeps the place to be read: nothing new comes in.
func (s *Service) Archive(ctx context.Context, actor access.Actor, community id.ID) error {
	return s.change(ctx, actor, Shelve, community, func(_ *store.Tx, c *Community) (fact, error) {
		if c.State == Archived {
			return fact{}, nil
		}
		c.State = Archived
		return fact{verb: EventArchived}, nil
	})
}

// Reopen brings an archived place back. Whoever came to its unit meanwhile is
// enrolled.
func (s *Service) Reopen(ctx context.Context, actor access.Actor, community id.ID) error {
	err := s.change(ctx, actor, Shelve, community, func(_ *store.Tx, c *Community) (fact, error) {
		if c.State == Active {
			return fact{}, nil
		}
		c.State = Active
		return fact{verb: EventReopened}, nil
	})
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *store.Tx) error { return s.enrol(ctx, tx, community, nil) })
}
