package directory

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
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Config is what a Service is built from.
type Config struct {
	DB     *store.DB
	IDs    *id.Maker
	Clock  clock.Clock
	Log    *activity.Log
	Acts   *activity.Acts
	People *identity.Service
	Photos Photos
}

// Service is the directory. It is safe for concurrent use.
type Service struct {
	Config
}

// New makes the Service.
func New(c Config) *Service { return &Service{c} }

// Tree is the part of the organisation that is unfolded: the roots, and what
// stands directly below each unit from a root down to open. It is in the order
// of a walk through the tree.
func (s *Service) Tree(ctx context.Context, actor access.Actor, open id.ID) ([]Unit, error) {
	if err := browse(actor); err != nil {
		return nil, err
	}
	var way []id.ID
	if open != 0 {
		u, err := findUnit(ctx, s.DB, open)
		if err != nil {
			return nil, err
		}
		way = idsOf(u.Path)
	}
	level, err := treeLevel(ctx, s.DB, way)
	if err != nil {
		return nil, fmt.Errorf("tree of units: %w", err)
	}
	// A single root says nothing by itself: what stands below is shown.
	if len(way) == 0 && len(level) == 1 {
		if level, err = treeLevel(ctx, s.DB, []id.ID{level[0].ID}); err != nil {
			return nil, fmt.Errorf("tree of units: %w", err)
		}
	}
	return walk(level), nil
}

// walk puts each unit right after its parent, siblings as they come.
func walk(units []Unit) []Unit {
	below := map[id.ID][]Unit{}
	for _, u := range units {
		below[u.Parent] = append(below[u.Parent], u)
	}
	out := make([]Unit, 0, len(units))
	var visit func(parent id.ID)
	visit = func(parent id.ID) {
		for _, u := range below[parent] {
			out = append(out, u)
			visit(u.ID)
		}
	}
	visit(0)
	return out
}

// FindUnits lists live units by the start of words of their name, or by their
// acronym, at most 40, the highest first.
func (s *Service) FindUnits(ctx context.Context, actor access.Actor, typed string) ([]Unit, error) {
	if err := browse(actor); err != nil {
		return nil, err
	}
	found, err := searchUnits(ctx, s.DB, typed)
	if err != nil {
		return nil, fmt.Errorf("search units: %w", err)
	}
	return found, nil
}

// Office is the page of a unit. People is asked apart: it has pages.
func (s *Service) Office(ctx context.Context, actor access.Actor, unit id.ID) (Office, error) {
	if err := browse(actor); err != nil {
		return Office{}, err
	}
	u, err := findUnit(ctx, s.DB, unit)
	if err != nil {
		return Office{}, err
	}
	o := Office{Unit: u}
	around, err := around(ctx, s.DB, u)
	if err != nil {
		return Office{}, fmt.Errorf("units around: %w", err)
	}
	for _, other := range around {
		if other.Parent == u.ID {
			o.Below = append(o.Below, other)
		} else {
			o.Above = append(o.Above, other)
		}
	}
	if o.Heads, err = headsOf(ctx, s.DB, actor, unit); err != nil {
		return Office{}, fmt.Errorf("heads of unit: %w", err)
	}
	if o.Places, err = placesOf(ctx, s.DB, actor, unit); err != nil {
		return Office{}, fmt.Errorf("communities of unit: %w", err)
	}
	return o, nil
}

// Find lists people by name, with the last of the page when there is another
// one. Guests find nobody: the fault is NotFound.
func (s *Service) Find(ctx context.Context, actor access.Actor, f Filter) ([]Entry, id.ID, error) {
	if err := browse(actor); err != nil {
		return nil, 0, err
	}
	if f.Limit <= 0 || f.Limit > 100 {
		f.Limit = 40
	}
	limit := f.Limit
	f.Limit++
	f.Now = s.Clock.Now()
	var path string
	if f.Unit != 0 {
		u, err := findUnit(ctx, s.DB, f.Unit)
		if err != nil {
			return nil, 0, err
		}
		path = u.Path
	}
	people, err := findPeople(ctx, s.DB, actor, f, path)
	if err != nil {
		return nil, 0, fmt.Errorf("find people: %w", err)
	}
	if len(people) <= limit {
		return people, 0, nil
	}
	return people[:limit], people[limit-1].ID, nil
}

// browse hides the directory from whoever is not of the house.
func browse(actor access.Actor) error {
	if !actor.May(Browse, access.Label{}) {
		return fault.NotFound()
	}
	return nil
}

// Profile is the page of a person. The fault is NotFound for a guest who looks
// for somebody else.
func (s *Service) Profile(ctx context.Context, actor access.Actor, handle string) (Profile, error) {
	person, err := personBy(ctx, s.DB, actor, handle)
	if err != nil {
		return Profile{}, err
	}
	p := Profile{Mine: person == actor.Person()}
	if p.Person, err = identity.Find(ctx, s.DB, person); err != nil {
		return Profile{}, err
	}
	if p.Functions, err = functionsOf(ctx, s.DB, person); err != nil {
		return Profile{}, fmt.Errorf("functions of person: %w", err)
	}
	if p.Units, err = s.paths(ctx, p.Functions); err != nil {
		return Profile{}, err
	}
	if p.Person.Sponsor != 0 {
		faces, err := identity.Faces(ctx, s.DB, []id.ID{p.Person.Sponsor})
		if err != nil {
			return Profile{}, fmt.Errorf("sponsor of guest: %w", err)
		}
		p.Sponsor = faces[p.Person.Sponsor]
	}
	if p.Common, err = commonPlaces(ctx, s.DB, actor, person); err != nil {
		return Profile{}, fmt.Errorf("communities in common: %w", err)
	}
	return p, nil
}

// paths reads the units that functions name and those above, in one query.
func (s *Service) paths(ctx context.Context, functions []Function) (map[id.ID]Unit, error) {
	var ids []id.ID
	for _, f := range functions {
		ids = append(ids, idsOf(f.Path)...)
	}
	out := map[id.ID]Unit{}
	if len(ids) == 0 {
		return out, nil
	}
	found, err := unitsByID(ctx, s.DB, ids)
	if err != nil {
		return nil, fmt.Errorf("units of functions: %w", err)
	}
	for _, u := range found {
		out[u.ID] = u
	}
	return out, nil
}

// idsOf reads the ids of a path, from the root down.
func idsOf(path string) []id.ID {
	var out []id.ID
	for _, part := range strings.Split(strings.Trim(path, "/"), "/") {
		if u, err := id.Parse(part); err == nil {
			out = append(out, u)
		}
	}
	return out
}

// Unit is one unit, for people of the house.
func (s *Service) Unit(ctx context.Context, actor access.Actor, unit id.ID) (Unit, error) {
	if err := browse(actor); err != nil {
		return Unit{}, err
	}
	return findUnit(ctx, s.DB, unit)
}

// Units finds live units by their ids, for people of the house; guests get
// none.
func (s *Service) Units(ctx context.Context, actor access.Actor, ids []id.ID) ([]Unit, error) {
	if browse(actor) != nil || len(ids) == 0 {
		return nil, nil
	}
	found, err := unitsByID(ctx, s.DB, ids)
	if err != nil {
		return nil, fmt.Errorf("find units: %w", err)
	}
	return slices.DeleteFunc(found, func(u Unit) bool { return u.Retired }), nil
}
