package community

import (
	"context"
	"fmt"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Members lists those who belong to a community, managers first, with the last
// person of the page when there is another one. The fault is Forbidden for who
// may know of the community but not who is in it: a guest, always.
func (s *Service) Members(ctx context.Context, actor access.Actor, community id.ID, f MemberFilter) ([]Member, id.ID, error) {
	if _, err := access.Load(ctx, s.db, actor, SeeMembers, community); err != nil {
		return nil, 0, err
	}
	f.Limit = clamp(f.Limit)
	limit := f.Limit
	f.Limit++
	members, err := listMembers(ctx, s.db, community, f)
	if err != nil {
		return nil, 0, fmt.Errorf("list members: %w", err)
	}
	if len(members) <= limit {
		return members, 0, nil
	}
	return members[:limit], members[limit-1].ID, nil
}

// Managers are the people to turn to, for whoever may know of the community.
func (s *Service) Managers(ctx context.Context, actor access.Actor, community id.ID) ([]Member, error) {
	if _, err := access.Load(ctx, s.db, actor, access.ReadCommunity, community); err != nil {
		return nil, err
	}
	managers, err := listManagers(ctx, s.db, community)
	if err != nil {
		return nil, fmt.Errorf("list managers: %w", err)
	}
	return managers, nil
}

// requestsShown is how many requests one page lists.
const requestsShown = 100

// Requests lists those who ask to come in, the first to ask first.
func (s *Service) Requests(ctx context.Context, actor access.Actor, community, after id.ID) ([]Request, error) {
	if _, err := access.Load(ctx, s.db, actor, Decide, community); err != nil {
		return nil, err
	}
	requests, err := listRequests(ctx, s.db, community, after, requestsShown)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return requests, nil
}

// Welcome is what a newcomer is shown on their first visit.
type Welcome struct {
	Text  string // Markdown, by the managers
	Reads []Reading
}

// Greet is the welcome of a member who has not put it away; nil otherwise.
func (s *Service) Greet(ctx context.Context, actor access.Actor, p Place) (*Welcome, error) {
	if p.Standing != In || p.Welcomed {
		return nil, nil
	}
	reads, err := goodReads(ctx, s.db, actor, p.ID)
	if err != nil {
		return nil, fmt.Errorf("good reads: %w", err)
	}
	return &Welcome{Text: p.Community.Welcome, Reads: reads}, nil
}

// DismissWelcome puts the welcome away for good.
func (s *Service) DismissWelcome(ctx context.Context, actor access.Actor, community id.ID) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, access.ReadCommunity, community); err != nil {
			return err
		}
		return welcomed(ctx, tx, community, actor.Person())
	})
}

// Duty is something of a community that waits for the viewer: it belongs to
// their list of things to do.
type Duty struct {
	Kind      DutyKind
	Community id.ID
	Name      string
	Count     int // requests waiting, or managers there are
	Rank      int // 1 is the most pressing
}

// DutyKind is what waits.
type DutyKind string

// The kinds of duties.
const (
	AnswerDuty   DutyKind = "invitation" // answer one's own invitation
	RequestsDuty DutyKind = "requests"   // decide who comes in
	ManagersDuty DutyKind = "managers"   // find a second manager
)

// Duties lists what communities ask of actor, the most pressing first.
func (s *Service) Duties(ctx context.Context, actor access.Actor) ([]Duty, error) {
	found, err := duties(ctx, s.db, actor)
	if err != nil {
		return nil, fmt.Errorf("duties of communities: %w", err)
	}
	return found, nil
}
