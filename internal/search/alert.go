package search

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/notification"
	"parvis/internal/search/query"
	"parvis/internal/store"
)

const (
	// newsAge is how old what happened may be and still be told: a site that
	// learns to tell, or takes in years of archives, tells nobody of the past.
	newsAge = 24 * time.Hour
	// freshly is how long after an item came out what its files say is still
	// news: they are read a moment later.
	freshly = time.Hour
	// asking is how many searches one job asks; the next ones are another job's.
	asking = 100
	// newest is how many hits of one search are looked at.
	newest = 100
)

// alert asks the searches that people follow about what was just written, from
// one search on.
type alert struct {
	Written []id.ID    `json:"written"` // items and comments
	Since   clock.Time `json:"since"`
	After   id.ID      `json:"after,omitzero"` // the last search that was asked
}

// Kind names the job in the queue.
func (alert) Kind() string { return "search.alert" }

func (s *Service) alertJobs() {
	jobs.Handle(s.Queue, s.alert)
	s.Log.Follow("search.alerts", s.hear)
}

// hear has followed searches asked about what comes out.
func (s *Service) hear(ctx context.Context, tx *store.Tx, events []activity.Event) error {
	var a alert
	var read []id.ID // items of which a file was read
	now := s.Clock.Now()
	for _, e := range events {
		if e.Created.Before(now.Add(-newsAge)) {
			continue
		}
		row := id.ID(0)
		switch e.Verb {
		case content.ItemPublished:
			row = e.Item
		case content.CommentAdded, content.AnswerAdded:
			row = e.Comment
		case content.FileRead:
			read = append(read, e.Item)
		}
		if row == 0 {
			continue
		}
		if fact, err := content.FactOf(e); err != nil || fact.Quiet {
			continue // an import of what is old, or nothing that we know
		}
		a.Written = append(a.Written, row)
		if a.Since.IsZero() || e.Created.Before(a.Since.Time) {
			a.Since = e.Created
		}
	}
	if len(read) > 0 {
		since := clock.At(now.Add(-freshly))
		fresh, err := freshItems(ctx, tx, read, since)
		if err != nil {
			return err
		}
		if len(fresh) > 0 {
			a.Written, a.Since = append(a.Written, fresh...), since
		}
	}
	if len(a.Written) == 0 {
		return nil
	}
	if any, err := followedSearches(ctx, tx, 0, 1); err != nil || len(any) == 0 {
		return err
	}
	return s.Queue.Enqueue(ctx, tx, a)
}

// ErrMaking has the job tried again later.
var ErrMaking = errors.New("the index is being made: the searches that people follow are asked later")

// alert asks some searches, each with the rights that its owner has now, and
// leaves the others to the next job.
func (s *Service) alert(ctx context.Context, a alert) error {
	if err := s.Feed.CatchUp(ctx); err != nil {
		return err
	}
	list, err := followedSearches(ctx, s.DB, a.After, asking)
	if err != nil || len(list) == 0 {
		return err
	}
	var owners []id.ID
	for _, kept := range list {
		owners = append(owners, kept.Person)
	}
	actors, err := s.People.Actors(ctx, s.DB, owners)
	if err != nil {
		return err
	}
	var tell []notification.Found
	for _, kept := range list {
		actor, may := actors[kept.Person]
		if !may {
			continue
		}
		found, err := s.news(ctx, actor, kept, a)
		if err != nil {
			return err
		}
		tell = append(tell, found...)
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.Notices.TellFound(ctx, tx, tell); err != nil || len(list) < asking {
			return err
		}
		a.After = list[len(list)-1].ID
		return s.Queue.Enqueue(ctx, tx, a, jobs.Once(a.Since.Format(time.RFC3339Nano)+" "+strconv.Itoa(len(a.Written))+" "+a.After.String()))
	})
}

// news is what a kept search finds among what was just written.
func (s *Service) news(ctx context.Context, actor access.Actor, kept Saved, a alert) ([]notification.Found, error) {
	page, known := s.pages[kept.Page]
	asked, err := url.ParseQuery(kept.Address)
	if err != nil || !known {
		return nil, nil // kept by another version: it finds nothing
	}
	found, err := page.News(ctx, actor, asked, clock.At(a.Since.Add(-time.Minute)))
	if err != nil {
		return nil, err
	}
	var out []notification.Found
	for _, f := range found {
		if slices.Contains(a.Written, f.Row) && f.Author != kept.Person {
			out = append(out, notification.Found{Person: kept.Person, Search: kept.ID, Item: f.Item, Comment: f.Comment, Actor: f.Author, At: f.At})
		}
	}
	return out, nil
}

// written is what people wrote since a moment that answers an address of the page
// on which all is searched.
func (s *Service) written(ctx context.Context, actor access.Actor, asked url.Values, since clock.Time) ([]Fresh, error) {
	ask, err := s.Read(ctx, actor, asked)
	if err != nil {
		return nil, err
	}
	q := ask.Query
	if q.After.Before(since.Time) {
		q.After = since
	}
	q.Sorts, q.Newest, q.Offset, q.Limit, q.Facets = Written(), true, 0, newest, false
	found, err := s.Search(ctx, actor, q)
	if err != nil {
		return nil, err
	}
	if found.Making {
		return nil, ErrMaking
	}
	if found.Applied {
		return nil, nil // near what was asked is not what was asked
	}
	var out []Fresh
	for _, h := range found.Hits {
		if !h.HoldsAll(q.Words) {
			continue
		}
		f := Fresh{Row: h.ID, Item: h.Item, Author: h.Author, At: h.Published}
		switch h.Sort {
		case File:
			f.Row = h.Item
		case Comment:
			f.Comment = h.ID
		}
		out = append(out, f)
	}
	return out, nil
}

// Read reads a question from an address: its words and operators, and the same
// as filters.
func (s *Service) Read(ctx context.Context, actor access.Actor, asked url.Values) (Ask, error) {
	now := s.Clock.Now()
	typed := query.Parse(asked.Get("q"), now.Time)
	typed.From = append(typed.From, asked["from"]...)
	typed.In = append(typed.In, asked["in"]...)
	typed.Tags = append(typed.Tags, asked["tag"]...)
	for _, k := range asked["kind"] {
		if name, known := query.KindNamed(k); known {
			typed.Kinds = append(typed.Kinds, name)
		}
	}
	if at, ok := query.Date(asked.Get("after"), now.Time); ok {
		typed.After = at
	}
	if at, ok := query.Date(asked.Get("before"), now.Time); ok {
		typed.Before = at
	}
	typed.File = typed.File || asked.Get("file") != ""
	typed.Tidy()
	ask, err := s.Resolve(ctx, actor, typed)
	ask.Query.Newest = asked.Get("sort") == "date"
	return ask, err
}
