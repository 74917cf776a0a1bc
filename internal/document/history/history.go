// Package history is the past of documents (U1, U3): who wrote, when, and what
// it changed; any two moments side by side; versions under a name; what is new
// to a reader who comes back.
//
// What would surprise: nothing is kept here of what documents said. Every
// version is made again from the log of the document (package document); this
// package keeps names, and how far each reader read.
package history

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB        *store.DB
	Clock     clock.Clock
	Content   *content.Service
	Documents *document.Service
}

// Service tells the past of documents. It is safe for concurrent use.
type Service struct{ Parts }

// NewService makes the Service.
func NewService(p Parts) *Service { return &Service{p} }

// Burst is some writing between two pauses: the updates From to To of the log.
type Burst struct {
	From, To       int64
	At             clock.Time
	Added, Removed int    // words
	Extract        string // some of them
	People         []identity.Face
}

// Wanted is which bursts are asked for. The zero value is all, from the last.
type Wanted struct {
	Before int64 // those that end before this update; 0 for the last ones
	Person id.ID // those in which somebody wrote; 0 for everybody
}

// burstsOnPage is how many bursts one page of a history shows.
const burstsOnPage = 30

// Bursts lists some writing in a document, the newest first. more tells whether
// other comes after.
func (s *Service) Bursts(ctx context.Context, actor access.Actor, item id.ID, w Wanted) (list []Burst, more bool, err error) {
	if _, err := s.Documents.Last(ctx, actor, item); err != nil {
		return nil, false, err
	}
	return s.bursts(ctx, item, w, burstsOnPage)
}

func (s *Service) bursts(ctx context.Context, item id.ID, w Wanted, limit int) (list []Burst, more bool, err error) {
	rows, err := burstsOf(ctx, s.DB, item, w, limit+1)
	if err != nil || len(rows) == 0 {
		return nil, false, err
	}
	if more = len(rows) > limit; more {
		rows = rows[:limit]
	}
	wrote, err := writersOf(ctx, s.DB, item, rows[len(rows)-1].Last, rows[0].Last)
	if err != nil {
		return nil, false, err
	}
	people := make([]id.ID, 0, len(wrote))
	for _, w := range wrote {
		people = append(people, w.Person)
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	if err != nil {
		return nil, false, err
	}
	for _, r := range rows {
		b := Burst{From: r.First, To: r.Last, At: r.Created, Added: r.Added, Removed: r.Removed, Extract: r.Extract}
		for _, w := range wrote {
			if f, known := faces[w.Person]; known && w.Last == r.Last {
				b.People = append(b.People, f)
			}
		}
		list = append(list, b)
	}
	return list, more, nil
}

// Writers are those who wrote in a document, by name.
func (s *Service) Writers(ctx context.Context, actor access.Actor, item id.ID) ([]identity.Face, error) {
	if _, err := s.Documents.Last(ctx, actor, item); err != nil {
		return nil, err
	}
	people, err := allWriters(ctx, s.DB, item)
	if err != nil {
		return nil, err
	}
	return s.named(ctx, people)
}
