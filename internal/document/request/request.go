// Package request is the way to write in one document without being a member of
// its community (U1): who reads it asks, who answers for it lets them or says
// why not, and may take it back.
//
// What would surprise: it is no second way to join a community. What is granted
// is to write in this document alone; reading stays what it was, and a grant to
// somebody who reads the document no more is worth nothing.
package request

import (
	"context"
	"strings"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
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

// Service keeps the requests and the grants. It is safe for concurrent use.
type Service struct{ Parts }

// NewService makes the Service.
func NewService(p Parts) *Service { return &Service{p} }

// MaxMessage is how long what is asked or answered may be, in letters.
const MaxMessage = 300

// again is how long one waits after a refusal before asking again.
const again = 7 * 24 * time.Hour

// State is what became of a request.
type State uint8

// The states of a request; the zero value is that of none.
const (
	Waiting State = iota + 1
	Given
	Refused
	Withdrawn
)

// Request is what somebody asked about a document.
type Request struct {
	Person  identity.Face
	State   State
	Message string
	Created clock.Time
	Answer  string
}

// Grant is somebody who was let write in a document.
type Grant struct {
	Person  identity.Face
	By      identity.Face
	Created clock.Time
}

// Ask says that actor would like to write in a document that they read.
func (s *Service) Ask(ctx context.Context, actor access.Actor, item id.ID, message string) error {
	message = strings.TrimSpace(message)
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, label, err := s.load(ctx, tx, actor, Ask, item)
		if err != nil {
			return err
		}
		if actor.May(document.Write, label) {
			return fault.New(fault.Conflict, "document.request.writes_already")
		}
		was, err := requestOf(ctx, tx, item, actor.Person())
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if was.State == Refused && now.Sub(was.Answered.Time) < again {
			return fault.New(fault.Conflict, "document.request.too_soon")
		}
		if err := putRequest(ctx, tx, item, actor.Person(), message, now); err != nil || was.State == Waiting {
			return err // those who answer are told once
		}
		return s.Documents.Tell(ctx, tx, actor, Asked, it, requestFact{Person: actor.Person()})
	})
}

// Withdraw takes back what actor asked.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.answer(ctx, actor, Ask, item, actor.Person(), Withdrawn, "", AskedNoMore)
}

// Refuse answers no to somebody who asked, with a word.
func (s *Service) Refuse(ctx context.Context, actor access.Actor, item, person id.ID, word string) error {
	return s.answer(ctx, actor, Decide, item, person, Refused, strings.TrimSpace(word), Denied)
}

// answer ends a request. One that another ended first is not found.
func (s *Service) answer(ctx context.Context, actor access.Actor, action access.Action, item, person id.ID, state State, word string, verb verb) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.load(ctx, tx, actor, action, item)
		if err != nil {
			return err
		}
		ended, err := endRequest(ctx, tx, item, person, state, word, actor.Person(), s.Clock.Now())
		if err != nil {
			return err
		}
		if !ended {
			return fault.NotFound()
		}
		return s.Documents.Tell(ctx, tx, actor, verb, it, requestFact{Person: person})
	})
}

// Let lets somebody who reads a document write in it, whether they asked or not.
func (s *Service) Let(ctx context.Context, actor access.Actor, item, person id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.load(ctx, tx, actor, Decide, item)
		if err != nil {
			return err
		}
		reads, err := mayRead(ctx, tx, item, person)
		if err != nil {
			return err
		}
		if !reads {
			return fault.New(fault.Conflict, "document.request.reads_not")
		}
		now := s.Clock.Now()
		if _, err := endRequest(ctx, tx, item, person, Given, "", actor.Person(), now); err != nil {
			return err
		}
		fresh, err := putGrant(ctx, tx, item, person, actor.Person(), now)
		if err != nil || !fresh {
			return err
		}
		return s.Documents.Tell(ctx, tx, actor, Granted, it, requestFact{Person: person})
	})
}

// Take takes back what was granted to somebody: they write no more, at once.
func (s *Service) Take(ctx context.Context, actor access.Actor, item, person id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.load(ctx, tx, actor, Decide, item)
		if err != nil {
			return err
		}
		had, err := dropGrant(ctx, tx, item, person)
		if err != nil {
			return err
		}
		if !had {
			return fault.NotFound()
		}
		return s.Documents.Tell(ctx, tx, actor, Taken, it, requestFact{Person: person})
	})
}

// load judges an action on a document and locks it.
func (s *Service) load(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, item id.ID) (content.Item, access.Label, error) {
	it, label, err := s.Content.Load(ctx, tx, actor, action, item)
	if err == nil && it.Kind != document.Kind {
		err = fault.NotFound()
	}
	return it, label, err
}

// Mine is what actor asked about a document that they read, and what became of
// it; its State is zero when they never asked.
func (s *Service) Mine(ctx context.Context, actor access.Actor, item id.ID) (Request, error) {
	if _, err := access.Load(ctx, s.DB, actor, access.ReadItem, item); err != nil || actor.Person() == 0 {
		return Request{}, err
	}
	r, err := requestOf(ctx, s.DB, item, actor.Person())
	return Request{State: r.State, Message: r.Message, Created: r.Created, Answer: r.Answer}, err
}

// Wanting lists those whose requests wait for an answer, the first to ask first.
func (s *Service) Wanting(ctx context.Context, actor access.Actor, item id.ID) ([]Request, error) {
	if _, err := access.Load(ctx, s.DB, actor, Decide, item); err != nil {
		return nil, err
	}
	rows, err := waitingOn(ctx, s.DB, item)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	people := make([]id.ID, len(rows))
	for i, r := range rows {
		people[i] = r.Person
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	out := make([]Request, len(rows))
	for i, r := range rows {
		out[i] = Request{Person: faces[r.Person], State: r.State, Message: r.Message, Created: r.Created}
	}
	return out, err
}

// Grants lists those who were let write in a document, the last first.
func (s *Service) Grants(ctx context.Context, actor access.Actor, item id.ID) ([]Grant, error) {
	if _, err := access.Load(ctx, s.DB, actor, Decide, item); err != nil {
		return nil, err
	}
	rows, err := grantsOf(ctx, s.DB, item)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var people []id.ID
	for _, r := range rows {
		people = append(people, r.Person, r.By)
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	out := make([]Grant, len(rows))
	for i, r := range rows {
		out[i] = Grant{Person: faces[r.Person], By: faces[r.By], Created: r.Created}
	}
	return out, err
}
