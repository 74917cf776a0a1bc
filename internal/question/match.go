package question

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Finder finds what resembles a text, among what its actor reads; the search
// engine does.
type Finder interface {
	// Similar lists items of these kinds, the closest first.
	Similar(ctx context.Context, actor access.Actor, text string, kinds []string, limit int) ([]id.ID, error)
	// Contributors lists people who wrote what matches, the best first.
	Contributors(ctx context.Context, actor access.Actor, text string, limit int) ([]id.ID, error)
}

// tired is for how long a refusal counts.
const tired = 30 * 24 * time.Hour

// Asking is a question that is not out yet, as it is being typed.
type Asking struct {
	Community id.ID
	Audience  access.Audience
	Title     string
	Tags      []string
}

// Candidates proposes the people to whom a question would be put, as many as
// its community wants: those whose contributions match, who will be able to
// read it, and who are there and not busy with others. What counts is what the
// actor reads.
func (s *Service) Candidates(ctx context.Context, actor access.Actor, q Asking) ([]Candidate, error) {
	place, err := access.Load(ctx, s.DB, actor, access.ReadCommunity, q.Community)
	if err != nil {
		return nil, err
	}
	set, err := settingsOf(ctx, s.DB, q.Community)
	if err != nil {
		return nil, err
	}
	place.Author, place.State, place.Audience = actor.Person(), access.Published, q.Audience
	return s.candidates(ctx, s.DB, actor, place, q, set.People)
}

// candidates proposes people for a question under a label.
func (s *Service) candidates(ctx context.Context, on store.Querier, actor access.Actor, label access.Label, q Asking, limit int) ([]Candidate, error) {
	if limit == 0 {
		return nil, nil
	}
	ranked, err := s.knowing(ctx, on, actor, q)
	if err != nil || len(ranked) == 0 {
		return nil, err
	}
	people := make([]id.ID, len(ranked))
	for i, c := range ranked {
		people[i] = c.Person
	}
	free, err := s.free(ctx, on, label, people)
	if err != nil {
		return nil, err
	}
	var out []Candidate
	for _, c := range ranked {
		if free[c.Person] && c.Person != label.Author && len(out) < limit {
			out = append(out, c)
		}
	}
	return out, nil
}

// knowing ranks the people whose contributions match: under the tags of the
// question, in what resembles it, anywhere else.
func (s *Service) knowing(ctx context.Context, on store.Querier, actor access.Actor, q Asking) ([]Candidate, error) {
	var folds []string
	for _, t := range q.Tags {
		folds = append(folds, text.Fold(t))
	}
	shares, err := sharesByTag(ctx, on, actor, folds)
	if err != nil {
		return nil, err
	}
	near, err := s.Finder.Similar(ctx, actor, q.Title, []string{Kind, "knowledge"}, 2*nearest)
	if err != nil {
		return nil, err
	}
	more, err := sharesIn(ctx, on, near)
	if err != nil {
		return nil, err
	}
	others, err := s.Finder.Contributors(ctx, actor, strings.Join(append([]string{q.Title}, q.Tags...), " "), 2*MaxPeople)
	if err != nil {
		return nil, err
	}
	for _, who := range others {
		more = append(more, share{Person: who, Weight: 1})
	}
	type known struct {
		Candidate
		weight, best int
	}
	by := map[id.ID]*known{}
	var order []*known
	for _, sh := range append(shares, more...) {
		k := by[sh.Person]
		if k == nil {
			k = &known{Candidate: Candidate{Person: sh.Person, Reason: ByNear}}
			by[sh.Person] = k
			order = append(order, k)
		}
		k.weight += sh.Weight
		if sh.Tag != 0 && sh.Weight > k.best {
			k.Reason, k.Tag, k.TagName, k.best = ByTag, sh.Tag, sh.Name, sh.Weight
		}
	}
	slices.SortStableFunc(order, func(a, b *known) int { return cmp.Compare(b.weight, a.weight) })
	out := make([]Candidate, 0, len(order))
	for _, k := range order[:min(len(order), 60)] {
		out = append(out, k.Candidate)
	}
	return out, nil
}

// free tells whom the site may ask by itself: they may read the question, are
// there, want to be asked, and neither have many requests nor declined several
// lately.
func (s *Service) free(ctx context.Context, on store.Querier, label access.Label, people []id.ID) (map[id.ID]bool, error) {
	actors, err := s.People.Actors(ctx, on, people)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	states, err := statesOf(ctx, on, label.Item, people, clock.At(now.Add(-tired)))
	out := map[id.ID]bool{}
	for _, st := range states {
		a, live := actors[st.Person]
		out[st.Person] = live && a.May(access.ReadItem, label) && !st.Asked && !st.Silent && !st.Away.After(now.Time) &&
			st.Open < maxOpen && st.Tired < oftenAfter
	}
	return out, err
}

// askable judges whom somebody names: an Invalid says of whom it cannot be.
func (s *Service) askable(ctx context.Context, on store.Querier, label access.Label, person id.ID) error {
	actors, err := s.People.Actors(ctx, on, []id.ID{person})
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	states, err := statesOf(ctx, on, label.Item, []id.ID{person}, now)
	if err != nil {
		return err
	}
	var check fault.Check
	a, live := actors[person]
	switch {
	case len(states) == 0 || !live || !a.May(access.ReadItem, label):
		check.Field("people", false, "question.ask.cannot_read")
	case person == label.Author:
		check.Field("people", false, "question.ask.author")
	case states[0].Silent:
		check.Field("people", false, "question.ask.silent")
	case states[0].Away.After(now.Time):
		check.Field("people", false, "question.ask.away")
	case states[0].Open >= maxBurden:
		check.Field("people", false, "question.ask.busy")
	}
	return check.Err()
}
