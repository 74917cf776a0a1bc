package app

import (
	"context"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/community"
	"parvis/internal/home"
	"parvis/internal/notification"
)

// Bridges hand one feature to another through the interface that the other
// declared. They hold no decision.

// places is what home needs of communities.
type places struct{ *community.Service }

// Duties implements home.Places.
func (p places) Duties(ctx context.Context, actor access.Actor) ([]home.Duty, error) {
	found, err := p.Service.Duties(ctx, actor)
	out := make([]home.Duty, len(found))
	for i, d := range found {
		out[i] = home.Duty{Kind: string(d.Kind), Community: d.Community, Name: d.Name, Count: d.Count}
	}
	return out, err
}

// Own implements home.Places.
func (p places) Own(ctx context.Context, actor access.Actor) ([]home.Place, error) {
	found, err := p.Service.Own(ctx, actor)
	out := make([]home.Place, len(found))
	for i, c := range found {
		out[i] = home.Place{ID: c.ID, Name: c.Name}
	}
	return out, err
}

// Suggest implements home.Places: the liveliest open communities where the
// actor is not yet.
func (p places) Suggest(ctx context.Context, actor access.Actor, limit int) ([]home.Suggestion, error) {
	lines, _, err := p.Browse(ctx, actor, community.Filter{
		Openness: []access.Openness{access.Open}, State: community.Active, Sort: community.ByActivity, Limit: limit + len(actor.Communities()),
	})
	if err != nil {
		return nil, err
	}
	var out []home.Suggestion
	for _, l := range lines {
		if actor.Role(l.ID) == 0 && len(out) < limit {
			out = append(out, home.Suggestion{ID: l.ID, Name: l.Name, Purpose: l.Purpose, Members: l.Members})
		}
	}
	return out, nil
}

// follow is the gesture of following something, with the level in force.
func (a *App) follow(ctx context.Context, actor access.Actor, t notification.Target, what string) (templ.Component, error) {
	levels, err := a.Notifications.Levels(ctx, actor.Person(), t)
	if err != nil {
		return nil, err
	}
	level, chosen := levels[t]
	return home.Follow(t, level, chosen, what), nil
}
