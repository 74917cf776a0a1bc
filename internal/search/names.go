package search

import (
	"context"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/search/index"
	"parvis/internal/text"
)

// Name is one thing found by its name.
type Name struct {
	ID    id.ID
	Title string
	Hint  string // handle, purpose, or the community of an item
	Kind  string // of an item
}

// Named is what bears a name, by sort, the best first.
type Named struct {
	People      []Name
	Communities []Name
	Items       []Name
	Tags        []content.Tag
	Texts       []string // what a question being typed may become
}

// Names finds people, communities, items and tags by the beginnings of their
// words, also misspelt.
func (s *Service) Names(ctx context.Context, actor access.Actor, typed string, limit int) (Named, error) {
	var out Named
	if actor.Person() == 0 || text.Fold(typed) == "" {
		return out, nil
	}
	by := map[Sort][]index.Hit{}
	err := s.Feed.index(ctx, func(x *index.Index, _ place) error {
		held := tokens(Held(actor))
		for _, sort := range []Sort{Person, Community, Item} {
			found, err := x.Suggest(ctx, typed, index.Filter{Sorts: []Sort{sort}}, held, limit)
			if err != nil {
				return err
			}
			by[sort] = found.Hits
			if sort == Item {
				out.Texts = found.Completions
			}
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	if out.People, err = again(ctx, s, actor, by[Person], peopleNamed, limit); err != nil {
		return out, err
	}
	if out.Communities, err = again(ctx, s, actor, by[Community], placesNamed, limit); err != nil {
		return out, err
	}
	if out.Items, err = again(ctx, s, actor, by[Item], itemsNamed, limit); err != nil {
		return out, err
	}
	out.Tags, err = s.TagsLike(ctx, actor, typed, limit)
	return out, err
}

// again reads hits anew as actor may, in their order.
func again(ctx context.Context, s *Service, actor access.Actor, hits []index.Hit, read byID, limit int) ([]Name, error) {
	list := make([]id.ID, len(hits))
	for i, h := range hits {
		list[i] = h.Key
	}
	names, err := read(ctx, s.DB, actor, list)
	if err != nil {
		return nil, err
	}
	var out []Name
	for _, one := range list {
		if n, is := names[one]; is && len(out) < limit {
			out = append(out, n)
		}
	}
	return out, nil
}

// candidates is how many tags are judged for one answer.
const candidates = 40

// TagsLike finds tags that actor may know of, of whose name a word begins so.
func (s *Service) TagsLike(ctx context.Context, actor access.Actor, typed string, limit int) ([]content.Tag, error) {
	folded := strings.TrimSpace(text.Fold(strings.TrimPrefix(typed, "#")))
	if folded == "" {
		return nil, nil
	}
	list, err := tagsLike(ctx, s.DB, folded, candidates)
	if err != nil {
		return nil, err
	}
	known, err := s.Tags.Tags(ctx, actor, list)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(known, func(a, b content.Tag) int { return slices.Index(list, a.ID) - slices.Index(list, b.ID) })
	return known[:min(len(known), limit)], nil
}
