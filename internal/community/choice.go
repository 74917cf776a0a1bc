package community

import (
	"context"
	"fmt"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
)

// Candidate is somebody who may be invited.
type Candidate struct {
	ID     id.ID
	Name   string
	Handle string
	Photo  string
	Guest  bool
	Title  string
	Unit   string
}

// Candidates finds people by name who are not in a community nor invited yet,
// at most 20; nobody when nothing is typed.
func (s *Service) Candidates(ctx context.Context, actor access.Actor, community id.ID, typed string) ([]Candidate, error) {
	label, err := access.Load(ctx, s.db, actor, Invite, community)
	if err != nil {
		return nil, err
	}
	found, err := candidates(ctx, s.db, actor, community, typed, actor.May(InviteGuests, label), s.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("find people to invite: %w", err)
	}
	return found, nil
}

// Member is one member of a community, for those who may see who is in it.
func (s *Service) Member(ctx context.Context, actor access.Actor, community, person id.ID) (Member, error) {
	if _, err := access.Load(ctx, s.db, actor, SeeMembers, community); err != nil {
		return Member{}, err
	}
	found, err := oneMember(ctx, s.db, community, person)
	if err != nil {
		return Member{}, fmt.Errorf("find member: %w", err)
	}
	if len(found) == 0 {
		return Member{}, fault.NotFound()
	}
	return found[0], nil
}

// Managed lists the live communities that actor manages, by name: those under
// which another may stand.
func (s *Service) Managed(ctx context.Context, actor access.Actor) ([]Line, error) {
	lines, err := list(ctx, s.db, actor, Filter{Managed: true, State: Active, Sort: ByName, Limit: 200})
	if err != nil {
		return nil, fmt.Errorf("list managed communities: %w", err)
	}
	return lines, nil
}

// Own lists the live communities where actor is a member, at most 100, the
// last active first.
func (s *Service) Own(ctx context.Context, actor access.Actor) ([]Ref, error) {
	if len(actor.Communities()) == 0 {
		return nil, nil
	}
	found, err := ownOf(ctx, s.db, actor.Communities())
	if err != nil {
		return nil, fmt.Errorf("list own communities: %w", err)
	}
	return found, nil
}

// StartableUnits lists the units for which actor may open a community: all for
// an administrator, those that they head and what stands below otherwise. At
// most 500, the highest first.
func (s *Service) StartableUnits(ctx context.Context, actor access.Actor) ([]Ref, error) {
	units, err := startable(ctx, s.db, actor)
	if err != nil {
		return nil, fmt.Errorf("list units to open for: %w", err)
	}
	return units, nil
}

// Named gives the names of communities that actor may know of; the others are
// absent.
func (s *Service) Named(ctx context.Context, actor access.Actor, communities []id.ID) ([]Ref, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	found, err := namesOf(ctx, s.db, actor, communities)
	if err != nil {
		return nil, fmt.Errorf("names of communities: %w", err)
	}
	return found, nil
}

// Called finds the communities that actor may know of by an id, or by a name.
func (s *Service) Called(ctx context.Context, actor access.Actor, called string) ([]id.ID, error) {
	byID, err := id.Parse(called)
	if err != nil {
		byID = 0
	}
	found, err := calledOf(ctx, s.db, actor, byID, text.Fold(called))
	if err != nil {
		return nil, fmt.Errorf("a community by its name: %w", err)
	}
	return found, nil
}
