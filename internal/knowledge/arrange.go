package knowledge

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Step is how something moves among its neighbours.
type Step int

// The steps.
const (
	Up   Step = -1
	Stay Step = 0
	Down Step = 1
)

// Move says where a section or a sheet goes: a step among its neighbours, or
// into another section (zero is the top, or not filed), last there unless At
// says before which place, from 1.
type Move struct {
	Step Step
	To   id.ID
	At   int
}

// AddSection makes a section, the last one of its parent.
func (s *Service) AddSection(ctx context.Context, actor access.Actor, form, community, parent id.ID, name string) (id.ID, error) {
	if form == 0 {
		form = s.IDs.New()
	}
	name, err := sectionName(name)
	if err != nil {
		return 0, err
	}
	return form, s.DB.Write(ctx, func(tx *store.Tx) error {
		tree, err := s.arrange(ctx, tx, actor, community)
		if err != nil {
			return err
		}
		switch above, known := tree.find(parent); {
		case slices.ContainsFunc(tree.all, func(x Section) bool { return x.ID == form }):
			return nil // the same form again
		case len(tree.all) >= MaxSections:
			return fault.New(fault.Invalid, "knowledge.section.many", "count", MaxSections)
		case parent != 0 && (!known || above.Removed):
			return invalid("parent", "fault.field.choice")
		case tree.depth(parent) >= MaxDepth:
			return invalid("parent", "knowledge.section.deep", "count", MaxDepth)
		}
		return insertSection(ctx, tx, Section{ID: form, Community: community, Parent: parent, Name: name}, len(tree.all))
	})
}

// RenameSection gives a section another name.
func (s *Service) RenameSection(ctx context.Context, actor access.Actor, community, section id.ID, name string) error {
	name, err := sectionName(name)
	if err != nil {
		return err
	}
	return s.onSection(ctx, actor, community, section, func(tx *store.Tx, _ shape) error { return nameSection(ctx, tx, section, name) })
}

// RemoveSection takes a section away: what it holds shows in the one above.
// RestoreSection brings it back as it was.
func (s *Service) RemoveSection(ctx context.Context, actor access.Actor, community, section id.ID) error {
	return s.onSection(ctx, actor, community, section, func(tx *store.Tx, _ shape) error { return removeSection(ctx, tx, section, true) })
}

// RestoreSection brings a section back with what it held.
func (s *Service) RestoreSection(ctx context.Context, actor access.Actor, community, section id.ID) error {
	return s.onSection(ctx, actor, community, section, func(tx *store.Tx, _ shape) error { return removeSection(ctx, tx, section, false) })
}

// MoveSection moves a section with all that it holds.
func (s *Service) MoveSection(ctx context.Context, actor access.Actor, community, section id.ID, m Move) error {
	return s.onSection(ctx, actor, community, section, func(tx *store.Tx, t shape) error {
		moved, _ := t.find(section)
		if m.Step != Stay {
			return orderSections(ctx, tx, moved.Parent, stepped(t.under(moved.Parent), section, m.Step))
		}
		above, known := t.find(m.To)
		switch {
		case m.To != 0 && (!known || above.Removed), t.within(m.To, section):
			return invalid("to", "fault.field.choice")
		case t.depth(m.To)+t.height(section) > MaxDepth:
			return invalid("to", "knowledge.section.deep", "count", MaxDepth)
		}
		return orderSections(ctx, tx, m.To, placed(t.under(m.To), section, m.At))
	})
}

// MoveSheet files a sheet, or moves it among those of its section. Who may edit
// it may.
func (s *Service) MoveSheet(ctx context.Context, actor access.Actor, item id.ID, m Move) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, sh, _, err := s.load(ctx, tx, actor, content.EditItem, item)
		if err != nil {
			return err
		}
		if m.Step != Stay {
			m.To = sh.Section
		}
		if err := s.knownSection(ctx, tx, it.Community, m.To); err != nil {
			return err
		}
		// Places are given among all, those that the actor does not read included.
		entries, err := entriesOf(ctx, tx, access.SystemActor("the order of a section"), it.Community, "", MaxSheets)
		if err != nil {
			return err
		}
		var here []id.ID
		for _, e := range entries {
			if e.Section == m.To {
				here = append(here, e.ID)
			}
		}
		if m.Step != Stay {
			here = stepped(here, item, m.Step)
		} else {
			here = placed(here, item, m.At)
		}
		if err := orderSheets(ctx, tx, m.To, here); err != nil {
			return err
		}
		return s.tell(ctx, tx, actor, SheetFiled, it, it.Author, fact{})
	})
}

// Settle keeps how long, in months, a verified sheet of a community is relied on.
func (s *Service) Settle(ctx context.Context, actor access.Actor, community id.ID, months int) error {
	if months < 1 || months > MaxMonths {
		return invalid("months", "knowledge.months.bad", "count", MaxMonths)
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, Arrange, community); err != nil {
			return err
		}
		return setMonths(ctx, tx, community, months)
	})
}

// Months is how long a verified sheet of a community is relied on.
func (s *Service) Months(ctx context.Context, community id.ID) (int, error) {
	return s.monthsOf(ctx, s.DB, community)
}

func (s *Service) monthsOf(ctx context.Context, on store.Querier, community id.ID) (int, error) {
	return monthsOf(ctx, on, community)
}

func (s *Service) onSection(ctx context.Context, actor access.Actor, community, section id.ID, change func(*store.Tx, shape) error) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		tree, err := s.arrange(ctx, tx, actor, community)
		if err != nil {
			return err
		}
		if _, known := tree.find(section); !known {
			return fault.NotFound()
		}
		return change(tx, tree)
	})
}

func (s *Service) arrange(ctx context.Context, tx *store.Tx, actor access.Actor, community id.ID) (shape, error) {
	if _, err := access.Load(ctx, tx, actor, Arrange, community); err != nil {
		return shape{}, err
	}
	all, err := sectionsOf(ctx, tx, community)
	return shape{all}, err
}

// knownSection refuses a section that is not of the community, or was removed.
func (s *Service) knownSection(ctx context.Context, on store.Querier, community, section id.ID) error {
	var c fault.Check
	if err := s.checkSection(ctx, on, &c, community, section); err != nil {
		return err
	}
	return c.Err()
}

func (s *Service) checkSection(ctx context.Context, on store.Querier, c *fault.Check, community, section id.ID) error {
	if section == 0 {
		return nil
	}
	all, err := sectionsOf(ctx, on, community)
	found, known := shape{all}.find(section)
	c.Field("section", err != nil || known && !found.Removed, "fault.field.choice")
	return err
}

func sectionName(raw string) (string, error) {
	name, ok := text.Line(raw, MaxName)
	switch {
	case name == "" && ok:
		return "", invalid("name", "knowledge.section.name_needed")
	case !ok:
		return "", invalid("name", "fault.field.too_long", "count", MaxName)
	}
	return name, nil
}

// invalid is the fault of one field.
func invalid(field, key string, args ...any) error {
	f := fault.New(fault.Invalid, fault.Invalid.Key())
	f.Fields = []fault.Field{{Name: field, Key: key, Args: args}}
	return f
}
