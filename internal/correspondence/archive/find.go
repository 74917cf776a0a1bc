package archive

import (
	"context"
	"net/url"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/search"
)

// Find goes through the released dispatches that actor reads: by what they say
// when the filter has words, the best first; otherwise the last released first.
func (s *Service) Find(ctx context.Context, actor access.Actor, f Filter, after *Cursor, limit int) (Page, error) {
	if err := s.mayConsult(actor); err != nil {
		return Page{}, err
	}
	page, err := s.find(ctx, actor, f, after, limit)
	if err != nil {
		return page, err
	}
	return page, addresseesOf(ctx, s.DB, page.Rows)
}

func (s *Service) find(ctx context.Context, actor access.Actor, f Filter, after *Cursor, limit int) (Page, error) {
	if f.Text != "" {
		return s.said(ctx, actor, f, after, limit)
	}
	return s.listed(ctx, actor, f, after, limit)
}

// listed goes through what was released, the last first, a window at a time: it
// stops when the page is full, or when it has looked at so much that whoever
// waits had better say whether to go on.
func (s *Service) listed(ctx context.Context, actor access.Actor, f Filter, after *Cursor, limit int) (Page, error) {
	var page Page
	if f.Unit != 0 && !f.busy {
		var err error
		if f.busy, err = isBusy(ctx, s.DB, f.Unit, fewOfUnit); err != nil {
			return page, err
		}
	}
	for range windows {
		from, err := windowFrom(ctx, s.DB, f, after, windowSize)
		if err != nil {
			return page, err
		}
		rows, err := window(ctx, s.DB, actor, f, after, from)
		if err != nil {
			return page, err
		}
		if page.Rows = append(page.Rows, rows...); len(page.Rows) > limit {
			page.Rows = page.Rows[:limit]
			last := page.Rows[limit-1]
			page.Next = &Cursor{Released: last.Released, Item: last.Item}
			return page, nil
		}
		if from.IsZero() {
			page.Next = nil
			return page, nil
		}
		after = &Cursor{Released: from}
		page.Next = after
	}
	return page, nil
}

// said asks the words first and the filters then: the index finds what holds the
// words and may be read, the database keeps what the filter asks. One page looks
// at deepest of what was found; there may be more on the next one.
func (s *Service) said(ctx context.Context, actor access.Actor, f Filter, after *Cursor, limit int) (Page, error) {
	ask, err := s.Words.Read(ctx, actor, url.Values{"q": {f.Text}})
	if err != nil {
		return Page{}, err
	}
	q := ask.Query
	q.Kinds, q.Sorts, q.Newest, q.Limit = []string{correspondence.Kind}, []search.Sort{search.Item}, f.Newest, 100
	if f.Tag != 0 {
		q.Tags = append(q.Tags, f.Tag)
	}
	if !f.From.IsZero() {
		q.After = f.From
	}
	if !f.To.IsZero() {
		q.Before = f.To
	}
	if after != nil {
		q.Offset = after.Seen
	}
	var page Page
	for looked := 0; looked < deepest; looked += q.Limit {
		found, err := s.Words.Search(ctx, actor, q)
		if err != nil {
			return page, err
		}
		page.Making = found.Making
		more, err := s.keep(ctx, actor, f, &page, found.Hits, q.Offset, limit)
		if err != nil || more {
			return page, err
		}
		if found.Next == 0 {
			page.Next = nil
			return page, nil
		}
		q.Offset = found.Next
		page.Next = &Cursor{Seen: found.Next}
	}
	return page, nil
}

// keep adds to a page those of what was found that the filter keeps, and tells
// whether it is full.
func (s *Service) keep(ctx context.Context, actor access.Actor, f Filter, page *Page, hits []search.Hit, from, limit int) (bool, error) {
	items := make([]id.ID, len(hits))
	for i, h := range hits {
		items[i] = h.Item
	}
	kept, err := among(ctx, s.DB, actor, f, items)
	if err != nil {
		return false, err
	}
	for i, h := range hits {
		r, is := kept[h.Item]
		if !is {
			continue
		}
		if len(page.Rows) == limit {
			page.Next = &Cursor{Seen: from + i}
			return true, nil
		}
		r.Extract = h.Extract
		page.Rows = append(page.Rows, r)
	}
	return false, nil
}

// Searches has the searches of the archive kept and followed.
func (s *Service) Searches() search.Page {
	return search.Page{Title: "archive.title", Parameters: names, News: s.news}
}

// newest is how many of the last released are looked at for one kept search.
const newest = 100

// news is what was released since a moment that answers an address.
func (s *Service) news(ctx context.Context, actor access.Actor, asked url.Values, since clock.Time) ([]search.Fresh, error) {
	f, err := s.Ask(ctx, actor, asked)
	if fault.KindOf(err) == fault.Invalid || !actor.Could(Consult) {
		return nil, nil // it names what is not there any more
	}
	if err != nil {
		return nil, err
	}
	if f.Newest = true; f.From.Before(since.Time) {
		f.From = since
	}
	page, err := s.find(ctx, actor, f, nil, newest)
	if err == nil && page.Making {
		err = search.ErrMaking
	}
	if err != nil {
		return nil, err
	}
	out := make([]search.Fresh, len(page.Rows))
	for i, r := range page.Rows {
		out[i] = search.Fresh{Row: r.Item, Item: r.Item, Author: r.Author, At: r.Released}
	}
	return out, nil
}
