package administration

import (
	"context"
	"encoding/json"
	"strings"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// Logged is one administrative act with those that it names, as they are now;
// who or what is gone is zero.
type Logged struct {
	activity.Act
	By    identity.Face
	About identity.Face // the subject, when it is a person
	Whom  identity.Face // the person concerned, when the subject is a community
	Place Place         // the subject, when it is a community
}

// ActsPage is how many acts one page lists.
const ActsPage = 50

// Log lists the administrative acts, the newest first.
func (s *Service) Log(ctx context.Context, actor access.Actor, f activity.ActFilter) ([]Logged, error) {
	if !actor.May(Govern, access.Label{}) {
		return nil, fault.Forbidden()
	}
	acts, err := s.Acts.List(ctx, f, ActsPage)
	if err != nil {
		return nil, err
	}
	var people, places []id.ID
	for _, a := range acts {
		people = append(people, a.Actor, subject(a, "person"), whom(a))
		if c := subject(a, "community"); c != 0 {
			places = append(places, c)
		}
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	if err != nil {
		return nil, err
	}
	named, err := placesByID(ctx, s.DB, actor, places)
	if err != nil {
		return nil, err
	}
	out := make([]Logged, len(acts))
	for i, a := range acts {
		out[i] = Logged{
			Act: a, By: faces[a.Actor], About: faces[subject(a, "person")], Whom: faces[whom(a)], Place: named[subject(a, "community")],
		}
	}
	return out, nil
}

// subject is the id of what an act is about, when it is of that kind; else
// zero.
func subject(a activity.Act, kind string) id.ID {
	text, ok := strings.CutPrefix(a.Subject, kind+" ")
	if !ok {
		return 0
	}
	found, err := id.Parse(text)
	if err != nil {
		return 0
	}
	return found
}

// whom is the person whom an act concerns in a place.
func whom(a activity.Act) id.ID {
	var told struct{ Person id.ID }
	if json.Unmarshal(a.Data, &told) != nil {
		return 0
	}
	return told.Person
}

// Actors are those who did the acts of the log, the first being zero when some
// were done from the machine itself.
func (s *Service) Actors(ctx context.Context, actor access.Actor) ([]identity.Face, error) {
	if !actor.May(Govern, access.Label{}) {
		return nil, fault.Forbidden()
	}
	ids, err := s.Acts.Actors(ctx)
	if err != nil {
		return nil, err
	}
	faces, err := identity.Faces(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	out := make([]identity.Face, len(ids))
	for i, who := range ids {
		out[i] = faces[who]
		out[i].ID = who
	}
	return out, nil
}

// Verify checks the whole chain of acts and returns how many it holds.
func (s *Service) Verify(ctx context.Context, actor access.Actor) (int, error) {
	if !actor.May(Govern, access.Label{}) {
		return 0, fault.Forbidden()
	}
	return s.Acts.Verify(ctx)
}
