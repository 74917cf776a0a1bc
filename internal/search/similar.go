package search

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/search/index"
)

// Similar finds what is like a text, such as a question being written, among
// items of some kinds; of all kinds when none is given.
func (s *Service) Similar(ctx context.Context, actor access.Actor, written string, kinds []string, limit int) ([]Hit, error) {
	if actor.Person() == 0 || limit < 1 {
		return nil, nil
	}
	var found []index.Hit
	err := s.Feed.index(ctx, func(x *index.Index, _ place) (err error) {
		found, err = x.Similar(ctx, written, index.Filter{Sorts: []Sort{Item, Shelved}, Kinds: kinds}, tokens(Held(actor)), limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.show(ctx, actor, found, written)
}

// Contributor is somebody who wrote about something, with what they wrote
// that the asker may read: why they are named.
type Contributor struct {
	identity.Face
	Docs []Hit
}

// Contributors finds who wrote what matches a text best, what bears one of the
// tags first and what is in the community before the rest, the asker left out.
func (s *Service) Contributors(ctx context.Context, actor access.Actor, written string, tags []id.ID, community id.ID, limit int) ([]Contributor, error) {
	if actor.Person() == 0 || limit < 1 {
		return nil, nil
	}
	filters := []index.Filter{}
	if len(tags) > 0 {
		filters = append(filters, index.Filter{Tags: tags})
	}
	if community != 0 {
		filters = append(filters, index.Filter{Communities: []id.ID{community}})
	}
	filters = append(filters, index.Filter{})
	var found []index.Contributor
	known := map[id.ID]bool{actor.Person(): true}
	err := s.Feed.index(ctx, func(x *index.Index, _ place) error {
		for _, f := range filters {
			f.Sorts = Written()
			list, err := x.Contributors(ctx, index.Query{Words: written, Filter: f, Readers: tokens(Held(actor))}, limit+1)
			if err != nil {
				return err
			}
			for _, c := range list {
				if !known[c.Person] && len(found) < limit {
					known[c.Person] = true
					found = append(found, c)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.meet(ctx, actor, found, written)
}

// meet shows contributors whom actor may know, and of what they wrote what
// actor may read.
func (s *Service) meet(ctx context.Context, actor access.Actor, found []index.Contributor, written string) ([]Contributor, error) {
	var people, docs []id.ID
	for _, c := range found {
		people, docs = append(people, c.Person), append(docs, c.Docs...)
	}
	readable, err := peopleNamed(ctx, s.DB, actor, people)
	if err != nil {
		return nil, err
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	if err != nil {
		return nil, err
	}
	shown, err := s.showKeys(ctx, actor, docs, written)
	if err != nil {
		return nil, err
	}
	var out []Contributor
	for _, c := range found {
		if _, is := readable[c.Person]; !is {
			continue
		}
		one := Contributor{Face: faces[c.Person]}
		for _, d := range c.Docs {
			if h, is := shown[d]; is {
				one.Docs = append(one.Docs, h)
			}
		}
		if len(one.Docs) > 0 {
			out = append(out, one)
		}
	}
	return out, nil
}

// showKeys shows documents of which only the keys are known.
func (s *Service) showKeys(ctx context.Context, actor access.Actor, docs []id.ID, written string) (map[id.ID]Hit, error) {
	var hits []index.Hit
	for _, d := range docs {
		for _, sort := range Written() {
			hits = append(hits, index.Hit{Key: d, Sort: sort})
		}
	}
	list, err := s.show(ctx, actor, hits, written)
	out := make(map[id.ID]Hit, len(list))
	for _, h := range list {
		if _, twice := out[h.ID]; !twice {
			out[h.ID] = h
		}
	}
	return out, err
}
