package question

import (
	"context"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// View is which questions of a community are listed.
type View string

// The views, each the oldest first.
const (
	Unanswered View = "unanswered"
	Unaccepted View = "unaccepted" // answered, and nobody said which answer is right
	Late       View = "late"       // unanswered for as long as the community bears
)

// PageOfQueue is how many questions a page of a queue holds.
const PageOfQueue = 20

// Wanted is which part of a queue is asked for.
type Wanted struct {
	View  View
	Tag   id.ID
	After Cursor
	Limit int
}

// Cursor is the key of the last question of a page.
type Cursor struct {
	At int64 // milliseconds
	ID id.ID
}

// Line is a question of a queue, with whom it was put to.
type Line struct {
	content.Row
	Asks      []Ask
	Escalated bool // the managers were told
}

// Queue is a page of what waits in a community.
type Queue struct {
	Lines  []Line
	Faces  map[id.ID]identity.Face // of those who are asked
	Counts Counts
	Next   Cursor // zero at the end
}

// Counts are how many questions each view holds; each stops at Many.
type Counts struct {
	Unanswered, Unaccepted, Late int
}

// Many is where counting stops.
const Many = 500

// List lists what waits in a community, the oldest first.
func (s *Service) List(ctx context.Context, actor access.Actor, community id.ID, w Wanted) (Queue, error) {
	if _, err := access.Load(ctx, s.DB, actor, SeeQueue, community); err != nil {
		return Queue{}, err
	}
	late, err := s.lateSince(ctx, community)
	if err != nil {
		return Queue{}, err
	}
	var q Queue
	if q.Counts, err = countQueue(ctx, s.DB, actor, community, late); err != nil {
		return q, err
	}
	keys, err := queueKeys(ctx, s.DB, actor, community, w, late)
	if err != nil {
		return q, err
	}
	if len(keys) > w.Limit {
		keys = keys[:w.Limit]
		q.Next = keys[w.Limit-1]
	}
	items := make([]id.ID, len(keys))
	for i, k := range keys {
		items[i] = k.ID
	}
	return q, s.fill(ctx, actor, items, &q)
}

// lateSince is since when what is unanswered is late; zero for never.
func (s *Service) lateSince(ctx context.Context, community id.ID) (clock.Time, error) {
	set, err := settingsOf(ctx, s.DB, community)
	if err != nil || set.Escalate == 0 {
		return clock.Time{}, err
	}
	return clock.At(before(s.Clock.Now().Time, set.Escalate)), nil
}

// fill reads the questions of a page and who is asked about them.
func (s *Service) fill(ctx context.Context, actor access.Actor, items []id.ID, q *Queue) error {
	rows, err := s.Content.Rows(ctx, actor, items)
	if err != nil {
		return err
	}
	asks, err := asksOf(ctx, s.DB, items)
	if err != nil {
		return err
	}
	told, err := escalatedOf(ctx, s.DB, items)
	if err != nil {
		return err
	}
	var people []id.ID
	by := map[id.ID][]Ask{}
	for _, a := range asks {
		by[a.Item] = append(by[a.Item], a)
		people = append(people, a.Person)
	}
	for _, row := range rows {
		q.Lines = append(q.Lines, Line{Row: row, Asks: by[row.ID], Escalated: slices.Contains(told, row.ID)})
	}
	if len(people) > 0 {
		slices.Sort(people)
		q.Faces, err = identity.Faces(ctx, s.DB, slices.Compact(people))
	}
	return err
}

// Mine lists the questions that wait for a gesture of the actor, the last
// asked first.
func (s *Service) Mine(ctx context.Context, actor access.Actor, after Cursor, limit int) (Queue, error) {
	asks, err := asksFor(ctx, s.DB, actor, after, limit+1)
	if err != nil {
		return Queue{}, err
	}
	var q Queue
	if len(asks) > limit {
		asks = asks[:limit]
		last := asks[limit-1]
		q.Next = Cursor{At: last.Created.UnixMilli(), ID: last.Item}
	}
	items := make([]id.ID, len(asks))
	people := []id.ID{actor.Person()}
	for i, a := range asks {
		items[i] = a.Item
		if a.Asker != 0 {
			people = append(people, a.Asker)
		}
	}
	rows, err := s.Content.Rows(ctx, actor, items)
	if err != nil {
		return q, err
	}
	for _, row := range rows {
		i := slices.Index(items, row.ID)
		q.Lines = append(q.Lines, Line{Row: row, Asks: asks[i : i+1]})
	}
	q.Faces, err = identity.Faces(ctx, s.DB, people)
	return q, err
}

// Pulse is how fast a community answers, never whom.
type Pulse struct {
	Asked    int // questions of the period
	Answered int // those that somebody else answered
	Median   time.Duration
}

// period is how far back a pulse looks.
const period = 90 * 24 * time.Hour

// Pulse tells the managers how fast their community answers.
func (s *Service) Pulse(ctx context.Context, actor access.Actor, community id.ID) (Pulse, error) {
	if _, err := access.Load(ctx, s.DB, actor, content.Curate, community); err != nil {
		return Pulse{}, err
	}
	waits, err := waitsOf(ctx, s.DB, community, clock.At(s.Clock.Now().Add(-period)))
	if err != nil {
		return Pulse{}, err
	}
	p := Pulse{Asked: len(waits)}
	var took []time.Duration
	for _, w := range waits {
		if !w.First.IsZero() {
			took = append(took, w.First.Sub(w.Published.Time))
		}
	}
	if p.Answered = len(took); p.Answered > 0 {
		slices.Sort(took)
		p.Median = took[len(took)/2]
	}
	return p, nil
}

// Similar lists the questions and sheets that resemble a text, those that
// actor reads, the closest first.
func (s *Service) Similar(ctx context.Context, actor access.Actor, text string, limit int) ([]content.Row, error) {
	items, err := s.Finder.Similar(ctx, actor, text, []string{Kind, "knowledge"}, limit)
	if err != nil {
		return nil, err
	}
	return s.Content.Rows(ctx, actor, items)
}

// Asks tells who was asked about a question, to who reads it.
func (s *Service) Asks(ctx context.Context, actor access.Actor, item id.ID) ([]Ask, map[id.ID]identity.Face, error) {
	if _, err := access.Load(ctx, s.DB, actor, access.ReadItem, item); err != nil {
		return nil, nil, err
	}
	asks, err := asksOf(ctx, s.DB, []id.ID{item})
	if err != nil || len(asks) == 0 {
		return asks, nil, err
	}
	people := make([]id.ID, len(asks))
	for i, a := range asks {
		people[i] = a.Person
	}
	met, err := identity.Faces(ctx, s.DB, people)
	return asks, met, err
}
