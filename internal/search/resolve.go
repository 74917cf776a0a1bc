package search

import (
	"context"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/search/index"
	"parvis/internal/text"
)

// Me is how one names oneself in a question.
const Me = "me"

// several is how many people or places one name may stand for.
const several = 8

func moment(t time.Time) clock.Time {
	if t.IsZero() {
		return clock.Time{}
	}
	return clock.At(t)
}

// author finds the people of a name: oneself, a handle, a whole name, or what
// people are called, in part.
func (s *Service) author(ctx context.Context, actor access.Actor, name string) ([]id.ID, Choice, error) {
	if folded := text.Fold(name); folded == Me || folded == "moi" {
		return []id.ID{actor.Person()}, Choice{Value: Me}, nil
	}
	found, err := peopleCalled(ctx, s.DB, actor, name, several)
	if err != nil {
		return nil, Choice{}, err
	}
	if len(found) == 0 {
		if found, err = s.likely(ctx, actor, Person, name, peopleNamed); err != nil {
			return nil, Choice{}, err
		}
	}
	return ids(found), choiceOf(found, name, func(n Name) string { return n.Hint }), nil
}

// place finds the communities of a name or id.
func (s *Service) place(ctx context.Context, actor access.Actor, name string) ([]id.ID, Choice, error) {
	var found []Name
	if community, err := id.Parse(name); err == nil {
		named, err := placesNamed(ctx, s.DB, actor, []id.ID{community})
		if err != nil {
			return nil, Choice{}, err
		}
		if n, is := named[community]; is {
			found = append(found, n)
		}
	}
	var err error
	if len(found) == 0 {
		if found, err = placesCalled(ctx, s.DB, actor, name, several); err != nil {
			return nil, Choice{}, err
		}
	}
	if len(found) == 0 {
		if found, err = s.likely(ctx, actor, Community, name, placesNamed); err != nil {
			return nil, Choice{}, err
		}
	}
	return ids(found), choiceOf(found, name, func(n Name) string { return n.ID.String() }), nil
}

// tag finds a tag that actor may know of.
func (s *Service) tag(ctx context.Context, actor access.Actor, name string) (content.Tag, bool, error) {
	slug := text.Slug(name)
	if slug == "" {
		return content.Tag{}, false, nil
	}
	t, err := s.Tags.TagBySlug(ctx, actor, slug)
	if fault.KindOf(err) == fault.KindNotFound {
		return t, false, nil
	}
	return t, err == nil, err
}

// byID reads names through what an actor may read.
type byID func(ctx context.Context, on querier, actor access.Actor, ids []id.ID) (map[id.ID]Name, error)

// likely finds what is called so in part, by the index.
func (s *Service) likely(ctx context.Context, actor access.Actor, sort Sort, name string, read byID) ([]Name, error) {
	var found index.Results
	err := s.Feed.index(ctx, func(x *index.Index, _ place) (err error) {
		found, err = x.Search(ctx, index.Query{Words: name, Filter: index.Filter{Sorts: []Sort{sort}}, Readers: tokens(Held(actor)), Limit: several})
		return err
	})
	if err != nil || found.Applied {
		return nil, err
	}
	return inOrder(ctx, s.DB, actor, found.Hits, read, name)
}

// inOrder reads again what the index found, in its order; of what does not bear
// the whole name nothing is kept.
func inOrder(ctx context.Context, on querier, actor access.Actor, hits []index.Hit, read byID, name string) ([]Name, error) {
	var list []id.ID
	for _, h := range hits {
		bears := holdsAll(h.Matches, name)
		for _, m := range h.Matches {
			bears = bears && m.In&(index.InTitle|index.InNames) != 0
		}
		if bears {
			list = append(list, h.Key)
		}
	}
	names, err := read(ctx, on, actor, list)
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

func ids(list []Name) []id.ID {
	out := make([]id.ID, len(list))
	for i, n := range list {
		out[i] = n.ID
	}
	return out
}

// choiceOf is how an address names what was found: by its own name when it is
// one, else as it was typed.
func choiceOf(found []Name, typed string, value func(Name) string) Choice {
	if len(found) == 1 {
		return Choice{Value: value(found[0]), Label: found[0].Title}
	}
	return Choice{Value: typed, Label: typed}
}
