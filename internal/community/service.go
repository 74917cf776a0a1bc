package community

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Service does what people do with communities. It is safe for concurrent use.
type Service struct {
	db    *store.DB
	ids   *id.Maker
	clock clock.Clock
	log   *activity.Log
	acts  *activity.Acts
}

// New makes the Service and makes it follow the functions of people, so it
// must be called before the log runs.
func New(db *store.DB, ids *id.Maker, clk clock.Clock, log *activity.Log, acts *activity.Acts) *Service {
	s := &Service{db: db, ids: ids, clock: clk, log: log, acts: acts}
	log.Follow("community.enrolment", s.followFunctions)
	return s
}

// Opening is all that is asked to open a community. What is not asked follows
// from the template and can be changed later.
type Opening struct {
	ID       id.ID // made when the form is shown, so that sending it twice opens one place
	Name     string
	Purpose  string // one sentence
	Template string // "" for the first
	Unit     id.ID  // makes it hierarchical
	Parent   id.ID
}

// Open makes a community with actor as its first manager. The fault is
// Conflict when this form was already sent.
func (s *Service) Open(ctx context.Context, actor access.Actor, o Opening) (Community, error) {
	if !actor.May(Start, access.Label{}) {
		return Community{}, fault.Forbidden()
	}
	c, t, err := s.plan(ctx, actor, o)
	if err != nil {
		return Community{}, err
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		if err := s.mayStand(ctx, tx, actor, c); err != nil {
			return err
		}
		if err := insert(ctx, tx, c); err != nil {
			return err
		}
		if err := s.preset(ctx, tx, c.ID, t.tags(ctx)); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, actor, fact{verb: EventOpened, community: c.ID, data: map[string]any{"kind": c.Kind, "unit": c.Unit}}); err != nil {
			return err
		}
		if actor.Person() != 0 {
			if err := s.found(ctx, tx, actor, c.ID); err != nil {
				return err
			}
		}
		return s.enrol(ctx, tx, c.ID, nil)
	})
	if store.IsConflict(err) {
		return Community{}, fault.New(fault.Conflict, "community.already_open").Because(err)
	}
	return c, err
}

// plan checks what was typed and fills the rest from the template.
func (s *Service) plan(ctx context.Context, actor access.Actor, o Opening) (Community, Template, error) {
	if o.Template == "" {
		o.Template = Templates()[0].Code
	}
	t, known := templateOf(o.Template)
	var check fault.Check
	name := line(&check, "name", o.Name, MaxName)
	purpose := line(&check, "purpose", o.Purpose, MaxPurpose)
	check.Field("template", known, "community.field.template")
	check.Field("unit", t.Kind != Hierarchical || o.Unit != 0, "community.field.unit")
	if err := check.Err(); err != nil {
		return Community{}, t, err
	}
	if o.ID == 0 {
		o.ID = s.ids.New()
	}
	now := s.clock.Now()
	c := Community{
		ID: o.ID, Name: name, Purpose: purpose, Welcome: t.welcome(ctx), Template: t.Code,
		Kind: Transverse, Openness: t.Openness, State: Active, Unit: o.Unit, Parent: o.Parent,
		Author: actor.Person(), Created: now, Activity: now,
	}
	if o.Unit != 0 {
		c.Kind = Hierarchical
	}
	return c, t, nil
}

// line reads a required line.
func line(check *fault.Check, name, typed string, max int) string {
	v, ok := text.Line(typed, max)
	check.Field(name, v != "" || !ok, "community.field."+name)
	check.Field(name, ok, "community.field.too_long", "max", max)
	return v
}

// block reads an optional text of several lines.
func block(check *fault.Check, name, typed string, max int) string {
	v, ok := text.Block(typed, max)
	check.Field(name, ok, "community.field.too_long", "max", max)
	return v
}

// mayStand judges the unit and the parent that a community names.
func (s *Service) mayStand(ctx context.Context, tx *store.Tx, actor access.Actor, c Community) error {
	if c.Unit != 0 {
		path, err := lineage(ctx, tx, c.Unit)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(units(path), func(u id.ID) bool { return actor.May(StartForUnit, access.Label{Unit: u}) }) {
			return fault.New(fault.KindForbidden, "community.not_your_unit")
		}
	}
	if c.Parent == 0 {
		return nil
	}
	// Standing under a community shows there: its managers decide.
	_, err := access.Load(ctx, tx, actor, Manage, c.Parent)
	return err
}

// units reads the ids of a path, /root/…/self/.
func units(path string) []id.ID {
	var out []id.ID
	for _, part := range strings.Split(strings.Trim(path, "/"), "/") {
		if u, err := id.Parse(part); err == nil {
			out = append(out, u)
		}
	}
	return out
}

// found makes the one who opens the first manager.
func (s *Service) found(ctx context.Context, tx *store.Tx, actor access.Actor, community id.ID) error {
	return s.turn(ctx, tx, actor, community, actor.Person(), func(membership) (membership, error) {
		return membership{Role: access.ManagerRole, State: In, Welcomed: true, Since: s.clock.Now()}, nil
	})
}

func (s *Service) preset(ctx context.Context, tx *store.Tx, community id.ID, names []string) error {
	tags := make([]newTag, len(names))
	for i, n := range names {
		tags[i] = newTag{ID: s.ids.New(), Name: n}
	}
	return label(ctx, tx, community, tags)
}

// Visit is a community as actor sees it, with what they may do. The fault is
// NotFound when they may not know of it.
func (s *Service) Visit(ctx context.Context, actor access.Actor, community id.ID) (Place, error) {
	row, err := readPlace(ctx, s.db, actor, community)
	if err != nil {
		return Place{}, err
	}
	p := Place{
		Community: row.Community, Role: row.Role, Standing: row.Standing, Message: row.Message, Welcomed: row.Welcomed,
		Follows: Ref{row.Community.Unit, row.UnitName}, Children: row.Children,
	}
	if row.Standing != In {
		p.Role = 0
	}
	if row.ParentName != "" {
		p.Under = Ref{row.Community.Parent, row.ParentName}
	}
	p.May = p.gestures(actor)
	if p.May.Decide {
		p.Waiting = row.Waiting
	}
	if p.Tags, err = tagsOf(ctx, s.db, community); err != nil {
		return Place{}, fmt.Errorf("tags of community: %w", err)
	}
	return p, nil
}

func (c Community) label() access.Label {
	return access.Label{Community: c.ID, Openness: c.Openness, Archived: c.State == Archived, Unit: c.Unit, Validation: c.Validation}
}

func (p Place) gestures(actor access.Actor) Gestures {
	l := p.label()
	may := func(a access.Action) bool { return actor.May(a, l) }
	outside := p.Standing != In && p.Standing != Excluded && p.Standing != Invited
	return Gestures{
		Join:       outside && may(Join),
		Ask:        outside && p.Standing != Asked && may(Ask),
		Answer:     p.Standing == Invited && may(Answer),
		Leave:      p.Standing == In && may(Leave),
		Invite:     may(Invite),
		Decide:     may(Decide),
		Host:       p.State == Active && may(InviteGuests),
		SeeMembers: may(SeeMembers),
		Manage:     may(Manage),
		Govern:     may(Govern),
		Widen:      may(Widen),
		Archive:    p.State == Active && may(Shelve),
		Reopen:     p.State == Archived && may(Shelve),
	}
}

// Browse lists the communities that actor may see, with the cursor of the next
// page, zero on the last.
func (s *Service) Browse(ctx context.Context, actor access.Actor, f Filter) ([]Line, Cursor, error) {
	f.Limit = clamp(f.Limit)
	limit := f.Limit
	f.Limit++
	lines, err := list(ctx, s.db, actor, f)
	if err != nil {
		return nil, Cursor{}, fmt.Errorf("list communities: %w", err)
	}
	if len(lines) <= limit {
		return lines, Cursor{}, nil
	}
	lines = lines[:limit]
	return lines, lines[limit-1].cursor(f.Sort), nil
}

// clamp bounds the length of a page of a list.
func clamp(limit int) int {
	if limit <= 0 {
		return 24
	}
	return min(limit, 100)
}
