package content

import (
	"context"
	"sync"

	"golang.org/x/sync/singleflight"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/blob"
	"parvis/internal/clock"
	"parvis/internal/extract"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/preview"
	"parvis/internal/store"
)

// Actors gives the rights that several people have now; identity.Service does.
type Actors interface {
	Actors(ctx context.Context, on store.Querier, people []id.ID) (map[id.ID]access.Actor, error)
}

// Parts are what a Service is built from. All are required, but Scanner.
type Parts struct {
	DB     *store.DB
	IDs    *id.Maker
	Clock  clock.Clock
	Log    *activity.Log
	Queue  *jobs.Queue
	People Actors
	Files  blob.Store
	Reader extract.Reader
	Pages  *preview.Cache
	Kinds  []Kind

	Scanner Scanner // nil: files are taken as they come
}

// Service holds the gestures on items and comments. It is safe for concurrent
// use.
type Service struct {
	Parts
	kinds map[string]Kind
	// drawing makes small pictures one at a time: one may take 400 MB.
	drawing sync.Mutex
	drawers singleflight.Group
}

// NewService makes the Service and declares its jobs.
func NewService(p Parts) *Service {
	s := &Service{Parts: p, kinds: map[string]Kind{}}
	for _, k := range p.Kinds {
		s.kinds[k.Name] = k
	}
	s.declareJobs()
	return s
}

// hold locks an item for the rest of the transaction, so that gestures on one
// item come one after the other, then loads and judges.
func (s *Service) hold(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, item id.ID) (Item, access.Label, error) {
	if err := lockItem(ctx, tx, item); err != nil {
		return Item{}, access.Label{}, err
	}
	label, err := access.Load(ctx, tx, actor, action, item)
	if err != nil {
		return Item{}, label, err
	}
	it, err := itemByID(ctx, tx, item)
	return it, label, err
}

// holdComment does the same for a comment, judged with its own author.
func (s *Service) holdComment(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, comment id.ID) (Comment, Item, access.Label, error) {
	c, err := commentByID(ctx, tx, comment)
	if err != nil {
		return c, Item{}, access.Label{}, err
	}
	it, label, err := s.hold(ctx, tx, actor, access.ReadItem, c.Item)
	if err != nil {
		return c, it, label, err
	}
	// Read again: it may have changed while its item was locked by another.
	if c, err = commentByID(ctx, tx, comment); err != nil {
		return c, it, label, err
	}
	own := label
	own.Author = c.Author
	switch {
	case c.State != access.Published && !actor.May(Curate, label) && c.Author != actor.Person():
		return c, it, label, fault.NotFound()
	case !actor.May(action, own):
		return c, it, label, fault.Forbidden()
	}
	return c, it, label, nil
}

// tell appends an event about an item.
func (s *Service) tell(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, it Item, f Fact) error {
	_, err := s.Log.Append(ctx, tx, actor, activity.Event{
		Verb: verb, Item: it.ID, Community: it.Community, Person: it.Author, Data: f.json(),
	})
	return err
}

// someone is the person who acts, refused when nobody is known.
func someone(actor access.Actor) (id.ID, error) {
	if actor.Person() == 0 {
		return 0, fault.New(fault.Unauthenticated, fault.Unauthenticated.Key())
	}
	return actor.Person(), nil
}

// author is for whom something is written: the actor, or whom the system
// writes for.
func author(actor access.Actor, given id.ID) (id.ID, error) {
	if actor.Kind() == access.System && given != 0 {
		return given, nil
	}
	return someone(actor)
}

// moment is when something happens: now, unless an import says otherwise.
func (s *Service) moment(given clock.Time) clock.Time {
	if !given.IsZero() {
		return given
	}
	return s.Clock.Now()
}

// faces loads how people are shown.
func faces(ctx context.Context, on store.Querier, people []id.ID) (map[id.ID]identity.Face, error) {
	if len(people) == 0 {
		return map[id.ID]identity.Face{}, nil
	}
	return identity.Faces(ctx, on, people)
}
