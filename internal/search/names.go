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
	var people, places, items []id.ID
	err := s.Feed.index(ctx, func(x *index.Index, _ place) (err error) {
		held := tokens(Held(actor))
		if people, err = x.Named(ctx, typed, index.Filter{Sorts: []Sort{Person}}, held, judged); err != nil {
			return err
		}
		if places, err = x.Named(ctx, typed, index.Filter{Sorts: []Sort{Community}}, held, judged); err != nil {
			return err
		}
		found, err := x.Suggest(ctx, typed, index.Filter{}, held, judged)
		if err != nil {
			return err
		}
		out.Texts = found.Completions[:min(len(found.Completions), limit)]
		for _, h := range found.Hits {
			if h.Sort == Item || h.Sort == Shelved {
				items = append(items, h.Key)
			}
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	if out.People, err = s.again(ctx, actor, people, peopleNamed); err != nil {
		return out, err
	}
	if out.Communities, err = s.again(ctx, actor, places, placesNamed); err != nil {
		return out, err
	}
	if out.Items, err = s.again(ctx, actor, items, itemsNamed); err != nil {
		return out, err
	}
	out.People, out.Communities = byName(out.People, typed, limit), byName(out.Communities, typed, limit)
	out.Items = out.Items[:min(len(out.Items), limit)]
	out.Tags, err = s.TagsLike(ctx, actor, typed, limit)
	return out, err
}

// judged is how many names are read again for one answer.
const judged = 60

// Titled finds items of some kinds by the words of their titles, the last of which
// is being typed: those that actor may read, the best first.
func (s *Service) Titled(ctx context.Context, actor access.Actor, typed string, kinds []string, limit int) ([]Name, error) {
	if actor.Person() == 0 || text.Fold(typed) == "" {
		return nil, nil
	}
	var items []id.ID
	err := s.Feed.index(ctx, func(x *index.Index, _ place) error {
		found, err := x.Suggest(ctx, typed, index.Filter{Sorts: []Sort{Item}, Kinds: kinds}, tokens(Held(actor)), judged)
		for _, h := range found.Hits {
			items = append(items, h.Key)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	list, err := s.again(ctx, actor, items, itemsNamed)
	return list[:min(len(list), limit)], err
}

// again reads names anew as actor may, in their order.
func (s *Service) again(ctx context.Context, actor access.Actor, list []id.ID, read byID) ([]Name, error) {
	names, err := read(ctx, s.DB, actor, list)
	if err != nil {
		return nil, err
	}
	var out []Name
	for _, one := range list {
		if n, is := names[one]; is {
			out = append(out, n)
		}
	}
	return out, nil
}

// byName puts first what begins as it was typed, then goes by name.
func byName(list []Name, typed string, limit int) []Name {
	folded := text.Fold(typed)
	slices.SortStableFunc(list, func(a, b Name) int {
		x, y := text.Fold(a.Title), text.Fold(b.Title)
		switch begins, other := strings.HasPrefix(x, folded), strings.HasPrefix(y, folded); {
		case begins && !other:
			return -1
		case other && !begins:
			return 1
		}
		return strings.Compare(x, y)
	})
	return list[:min(len(list), limit)]
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
