package correspondence

import (
	"context"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB      *store.DB
	IDs     *id.Maker
	Clock   clock.Clock
	Log     *activity.Log
	Queue   *jobs.Queue
	People  content.Actors
	Content *content.Service

	// Delivered is called in the transaction of a release, with all to whom it
	// goes: it lays it on their desks.
	Delivered func(ctx context.Context, tx *store.Tx, d Dispatch, to []Addressee) error

	// Filed is the same for a dispatch that was released elsewhere; closed says when
	// an addressee was done with it, zero when it is not.
	Filed func(ctx context.Context, tx *store.Tx, d Dispatch, to []Addressee, closed func(unit id.ID) clock.Time) error
}

// Service writes and releases dispatches. It is safe for concurrent use.
type Service struct{ Parts }

// every is how often the dates of visas and of substitutes are looked at.
const every = 5 * time.Minute

// NewService makes the Service and declares its job.
func NewService(p Parts) *Service {
	s := &Service{p}
	s.Queue.Every("correspondence.watch", every, s.Watch)
	return s
}

// Open makes the sealed place where dispatches are, when it is not there yet.
func (s *Service) Open(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error { return s.Content.OpenPlace(ctx, tx, Place, placeName, placePurpose) })
}

// load judges an action on a dispatch and reads it, locked until the
// transaction ends; what is not a dispatch is not found.
func (s *Service) load(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, item id.ID) (Dispatch, error) {
	if _, _, err := s.Content.Load(ctx, tx, actor, access.ReadItem, item); err != nil {
		return Dispatch{}, err
	}
	d, err := anyDispatch(ctx, tx, item)
	if err != nil {
		return d, err
	}
	_, err = access.Load(ctx, tx, actor, action, item)
	if d.Step == Released && fault.KindOf(err) == fault.KindForbidden {
		return d, released() // the reason that people can do something with
	}
	return d, err
}

// Read is a dispatch for who may read it.
func (s *Service) Read(ctx context.Context, actor access.Actor, item id.ID) (Whole, error) {
	d, err := dispatchOf(ctx, s.DB, actor, item)
	w := Whole{Dispatch: d}
	if err != nil {
		return w, err
	}
	if w.Origin, err = originOf(ctx, s.DB, item); err != nil {
		return w, err
	}
	if w.Addressees, err = addresseesOf(ctx, s.DB, item); err != nil {
		return w, err
	}
	if err = s.lookInside(ctx, actor, &w); err != nil {
		return w, err
	}
	refs, err := referencesOf(ctx, s.DB, item)
	if err != nil {
		return w, err
	}
	to := make([]id.ID, len(refs))
	for i, r := range refs {
		to[i] = r.To
	}
	found, err := dispatchesOf(ctx, s.DB, actor, to)
	for _, r := range refs {
		if earlier, ok := found[r.To]; ok {
			w.References = append(w.References, Seen{r.Relation, &earlier})
		} else if r.Shown {
			w.References = append(w.References, Seen{Relation: r.Relation})
		}
	}
	return w, err
}
