package search

import (
	"context"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/search/index"
	"parvis/internal/search/query"
)

// Search finds what actor may read.
func (s *Service) Search(ctx context.Context, actor access.Actor, q Query) (Results, error) {
	var out Results
	if actor.Person() == 0 {
		return out, nil
	}
	found, making, err := s.find(ctx, actor, q)
	if err != nil {
		return out, err
	}
	out.Making = making
	out.Total, out.More, out.Corrected, out.Applied, out.Partial = found.Total, found.More, found.Corrected, found.Applied, found.Partial
	out.Expanded = found.Expanded
	if next := q.Offset + len(found.Hits); len(found.Hits) == q.Limit && q.Limit > 0 && next < found.Total && next < Deepest {
		out.Next = next
	}
	wanted := q.Words
	if found.Applied {
		wanted = found.Corrected
	}
	for _, p := range q.Phrases {
		wanted += " " + p
	}
	if out.Hits, err = s.show(ctx, actor, found.Hits, wanted); err != nil || !q.Facets {
		return out, err
	}
	out.Facets, err = s.facets(ctx, actor, found.Facets)
	return out, err
}

// Counts is how much Search would find, in all and of each sort, without
// reading any of it.
func (s *Service) Counts(ctx context.Context, actor access.Actor, q Query) (total int, by map[Sort]int, err error) {
	by = map[Sort]int{}
	if actor.Person() == 0 {
		return 0, by, nil
	}
	q.Facets, q.Limit = true, 0
	found, _, err := s.find(ctx, actor, q)
	for _, c := range found.Facets.Sorts {
		by[c.Value] = c.Count
	}
	return found.Total, by, err
}

// find asks the index, and tells whether it is being made.
func (s *Service) find(ctx context.Context, actor access.Actor, q Query) (found index.Results, making bool, err error) {
	err = s.Feed.index(ctx, func(x *index.Index, at place) (err error) {
		making = !at.following()
		found, err = x.Search(ctx, q.asked(actor))
		return err
	})
	return found, making, err
}

// facets names what the index counted, as actor may read it.
func (s *Service) facets(ctx context.Context, actor access.Actor, f index.Facets) (Facets, error) {
	out := Facets{Sorts: f.Sorts, Partial: f.Partial}
	for _, c := range f.Kinds {
		out.Kinds = append(out.Kinds, Choice{Value: c.Value, Count: c.Count})
	}
	for _, c := range f.Years {
		out.Years = append(out.Years, Choice{Value: strconv.Itoa(c.Value), Label: strconv.Itoa(c.Value), Count: c.Count})
	}
	places, err := placesNamed(ctx, s.DB, actor, values(f.Communities))
	if err != nil {
		return out, err
	}
	for _, c := range named(f.Communities) {
		if p, ok := places[c.Value]; ok {
			out.Communities = append(out.Communities, Choice{Value: c.Value.String(), Label: p.Title, Count: c.Count})
		}
	}
	people, err := peopleNamed(ctx, s.DB, actor, values(f.Authors))
	if err != nil {
		return out, err
	}
	for _, c := range named(f.Authors) {
		if p, ok := people[c.Value]; ok {
			out.Authors = append(out.Authors, Choice{Value: p.Hint, Label: p.Title, Count: c.Count})
		}
	}
	tags, err := s.Tags.Tags(ctx, actor, values(f.Tags))
	if err != nil {
		return out, err
	}
	for _, c := range named(f.Tags) {
		for _, t := range tags {
			if t.ID == c.Value {
				out.Tags = append(out.Tags, Choice{Value: t.Slug, Label: t.Name, Count: c.Count})
			}
		}
	}
	return out, nil
}

// choices is how many values of one facet are named.
const choices = 10

func named(list []index.Count[id.ID]) []index.Count[id.ID] { return list[:min(len(list), choices)] }

func values(list []index.Count[id.ID]) []id.ID {
	var out []id.ID
	for _, c := range named(list) {
		out = append(out, c.Value)
	}
	return out
}

// Ask is a question as it was typed and narrowed, with the names resolved for
// whoever asks.
type Ask struct {
	Query   Query
	Typed   query.Query
	From    []Choice
	In      []Choice
	Tags    []Choice
	Unknown []string // what an operator named and nobody bears: searched as words
}

// Resolve finds whom and what a question names, among what actor may know.
func (s *Service) Resolve(ctx context.Context, actor access.Actor, typed query.Query) (Ask, error) {
	a := Ask{}
	for _, name := range typed.From {
		people, choice, err := s.author(ctx, actor, name)
		if err != nil {
			return a, err
		}
		if len(people) == 0 {
			a.unknown(&typed, name)
			continue
		}
		a.Query.Authors, a.From = append(a.Query.Authors, people...), append(a.From, choice)
	}
	for _, name := range typed.In {
		places, choice, err := s.place(ctx, actor, name)
		if err != nil {
			return a, err
		}
		if len(places) == 0 {
			a.unknown(&typed, name)
			continue
		}
		a.Query.Communities, a.In = append(a.Query.Communities, places...), append(a.In, choice)
	}
	for _, name := range typed.Tags {
		tag, known, err := s.tag(ctx, actor, name)
		if err != nil {
			return a, err
		}
		if !known {
			a.unknown(&typed, name)
			continue
		}
		a.Query.Tags, a.Tags = append(a.Query.Tags, tag.ID), append(a.Tags, Choice{Value: tag.Slug, Label: tag.Name})
	}
	a.read(typed)
	return a, nil
}

func (a *Ask) unknown(typed *query.Query, name string) {
	a.Unknown = append(a.Unknown, name)
	typed.AddWords(name)
}

// read takes what needs nobody's name.
func (a *Ask) read(typed query.Query) {
	q := &a.Query
	for _, t := range typed.Terms {
		switch {
		case t.Not:
			q.Not = append(q.Not, t.Text)
		case t.Exact:
			q.Phrases = append(q.Phrases, t.Text)
		case q.Words == "":
			q.Words = t.Text
		default:
			q.Words += " " + t.Text
		}
	}
	q.Kinds, q.File = typed.Kinds, typed.File
	q.After, q.Before = moment(typed.After), moment(typed.Before)
	a.Typed = typed
}
