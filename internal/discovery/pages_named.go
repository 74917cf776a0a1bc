package discovery

import (
	"slices"

	"parvis/internal/search"
	"parvis/internal/web"
)

// named finds people, places and tags, which filters on what is written leave
// aside.
func (p *Pages) named(r *web.Request, s *searchScreen) error {
	if s.ask.Typed.Narrowed() || s.ask.Query.Words == "" && len(s.ask.Query.Phrases) == 0 {
		if s.view.name == "people" || s.view.name == "communities" || s.view.name == "tags" {
			s.found = search.Results{}
		}
		return nil
	}
	found, err := p.bearers(r, s)
	if err != nil {
		return err
	}
	for sort, view := range map[search.Sort]string{search.Person: "people", search.Community: "communities"} {
		s.counts[view] = found[sort].Total
		if s.view.name == view {
			s.found = found[sort]
		}
	}
	first := s.view.name == "" && s.offset == 0
	if first || s.view.name == "communities" {
		s.places = found[search.Community].Hits
	}
	if first || s.view.name == "people" {
		if s.people, err = p.people(r, found[search.Person].Hits); err != nil {
			return err
		}
	}
	tags, err := p.Engine.TagsLike(r.Context(), r.Actor, s.ask.Query.Words, someTags)
	s.counts["tags"] = len(tags)
	if first || s.view.name == "tags" {
		s.tags = tags
	}
	if s.view.name == "tags" {
		s.found = search.Results{Total: len(tags)}
	}
	return err
}

// bearers finds the people and the places that bear the words, both at once
// where that tells as much: one question to the engine rather than two.
func (p *Pages) bearers(r *web.Request, s *searchScreen) (map[search.Sort]search.Results, error) {
	out := map[search.Sort]search.Results{}
	q := s.ask.Query
	q.Newest, q.Facets, q.Offset, q.Limit = false, true, 0, 4*few
	alone := s.view.name == "people" || s.view.name == "communities"
	if !alone {
		q.Sorts = []search.Sort{search.Person, search.Community}
		both, err := p.Engine.Search(r.Context(), r.Actor, q)
		if err != nil {
			return nil, err
		}
		if both.Applied || both.Total == 0 {
			return out, nil
		}
		alone = !parted(both, q.Words, out)
	}
	if !alone {
		return out, nil
	}
	for sort, view := range map[search.Sort]string{search.Person: "people", search.Community: "communities"} {
		q.Sorts, q.Facets, q.Offset, q.Limit = []search.Sort{sort}, false, 0, few
		if s.view.name == view {
			q.Offset, q.Limit = s.offset, hits
		}
		found, err := p.Engine.Search(r.Context(), r.Actor, q)
		if err != nil {
			return nil, err
		}
		if s.view.name != view {
			found = whole(found, q.Words)
		}
		out[sort] = found
	}
	return out, nil
}

// parted parts what was found together. It tells false where one sort hides
// the other, or where not all was counted.
func parted(both search.Results, words string, out map[search.Sort]search.Results) bool {
	if both.Facets.Partial {
		return false
	}
	for _, c := range both.Facets.Sorts {
		one := search.Results{Total: c.Count}
		for _, h := range both.Hits {
			if h.Sort == c.Value && len(one.Hits) < few {
				one.Hits = append(one.Hits, h)
			}
		}
		if len(one.Hits) < min(c.Count, few) {
			return false
		}
		out[c.Value] = whole(one, words)
	}
	return true
}

// whole leaves out what holds a part of the words only, or holds them otherwise
// than in its name: it is worth a look on its own tab.
func whole(found search.Results, words string) search.Results {
	if found.Applied {
		return search.Results{}
	}
	near := len(found.Hits)
	found.Hits = slices.DeleteFunc(found.Hits, func(h search.Hit) bool { return !h.HoldsAll(words) || !h.Named() })
	if len(found.Hits) < near {
		found.Total = len(found.Hits)
	}
	return found
}
