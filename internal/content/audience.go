package content

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/id"
)

// Readers is who will read something: how many people of the house, how many
// guests, and by which communities.
type Readers struct {
	Everyone bool // every agent of the house, not members alone
	Agents   int
	Guests   int
	Places   []Place // its community, then those into which it is relayed
	Audience access.Audience
}

// WhoReads tells who will read something published in a community for an
// audience and relayed into others. The actor must know of the communities.
func (s *Service) WhoReads(ctx context.Context, actor access.Actor, community id.ID, audience access.Audience, relays []id.ID) (Readers, error) {
	place, err := placeByID(ctx, s.DB, actor, community)
	if err != nil {
		return Readers{}, err
	}
	r := Readers{Audience: audience, Places: []Place{place}, Everyone: audience == access.Everyone && place.Openness == access.Open}
	if audience != access.Everyone || place.Openness == access.Private {
		relays = nil // nothing of it goes further
	}
	for _, c := range relays {
		p, err := placeByID(ctx, s.DB, actor, c)
		if err != nil {
			continue // a place that this person may not know of is not named
		}
		r.Places = append(r.Places, p)
	}
	n, err := countReaders(ctx, s.DB, place, audience, relays)
	r.Agents, r.Guests = n.Agents, n.Guests
	return r, err
}

// ItemReaders is WhoReads of an item that actor reads.
func (s *Service) ItemReaders(ctx context.Context, actor access.Actor, item id.ID) (Item, Readers, error) {
	label, err := access.Load(ctx, s.DB, actor, access.ReadItem, item)
	if err != nil {
		return Item{}, Readers{}, err
	}
	return s.itemReaders(ctx, actor, item, label.Relays)
}

// RelayReaders is ItemReaders of an item once actor has relayed it into one
// more community: before they do.
func (s *Service) RelayReaders(ctx context.Context, actor access.Actor, item, into id.ID) (Readers, error) {
	label, err := access.Load(ctx, s.DB, actor, Relay, item)
	if err != nil {
		return Readers{}, err
	}
	if _, err := access.Load(ctx, s.DB, actor, Receive, into); err != nil {
		return Readers{}, err
	}
	_, r, err := s.itemReaders(ctx, actor, item, append(slices.Clone(label.Relays), into))
	return r, err
}

func (s *Service) itemReaders(ctx context.Context, actor access.Actor, item id.ID, relays []id.ID) (Item, Readers, error) {
	it, err := itemByID(ctx, s.DB, item)
	if err != nil {
		return it, Readers{}, err
	}
	// Whoever reads by a relay may not know its origin otherwise.
	knows := access.SystemActor("the readers of an item that is read")
	r, err := s.WhoReads(ctx, knows, it.Community, it.Audience, relays)
	if err == nil && len(r.Places) > 0 && r.Places[0].Openness == access.Sealed {
		// Who reads it is said by the item, not by its place.
		n, err := countNamed(ctx, s.DB, item)
		if err != nil {
			return it, r, err
		}
		r.Agents, r.Guests = n.Agents, n.Guests
	}
	for i := range r.Places {
		r.Places[i].Manages = actor.Role(r.Places[i].ID) >= access.ManagerRole
	}
	return it, r, err
}

// Places lists the communities where actor may do something (Publish,
// Announce, Receive), by name.
func (s *Service) Places(ctx context.Context, actor access.Actor, action access.Action) ([]Place, error) {
	return placesFor(ctx, s.DB, actor, action)
}

// Place names a community that actor may know of.
func (s *Service) Place(ctx context.Context, actor access.Actor, community id.ID) (Place, error) {
	return placeByID(ctx, s.DB, actor, community)
}
