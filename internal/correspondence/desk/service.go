package desk

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/realtime"
	"parvis/internal/store"
)

// What happens on desks. Each event bears a fact; Person is whom it concerns.
const (
	Acknowledged   activity.Verb = "desk.acknowledged"
	Unacknowledged activity.Verb = "desk.unacknowledged"
	Assigned       activity.Verb = "desk.assigned" // Person: who has it now, zero for nobody
	Dated          activity.Verb = "desk.dated"
	Settled        activity.Verb = "desk.closed"
	Reopened       activity.Verb = "desk.reopened"
	HandedOn       activity.Verb = "desk.passed"
	TakenBack      activity.Verb = "desk.taken_back"
	Raised         activity.Verb = "desk.raised"
	Lowered        activity.Verb = "desk.lowered"
	Kept           activity.Verb = "desk.kept"
	Dropped        activity.Verb = "desk.dropped" // from the selection
	Noted          activity.Verb = "desk.noted"
	Unnoted        activity.Verb = "desk.unnoted"
	AskedFor       activity.Verb = "desk.asked"    // Person: whose contribution
	Answered       activity.Verb = "desk.answered" // Person: who gave it
	Reminded       activity.Verb = "desk.reminded" // that its date comes
	Overran        activity.Verb = "desk.overran"  // that its date has passed
)

// fact is the data of every event of a desk.
type fact struct {
	Unit id.ID  `json:"unit"`
	To   id.ID  `json:"to,omitzero"`  // the other unit
	Was  id.ID  `json:"was,omitzero"` // who had it before
	Note id.ID  `json:"note,omitzero"`
	Line string `json:"line,omitempty"`
}

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB      *store.DB
	IDs     *id.Maker
	Clock   clock.Clock
	Log     *activity.Log
	Acts    *activity.Acts
	Queue   *jobs.Queue
	Hub     *realtime.Hub
	Content *content.Service
}

// Service serves the desks. It is safe for concurrent use.
type Service struct{ Parts }

// every is how often the dates of deliveries are looked at.
const every = 10 * time.Minute

// NewService makes the Service and declares its job.
func NewService(p Parts) *Service {
	s := &Service{p}
	s.Queue.Every("desk.watch", every, s.Watch)
	return s
}

// Addressee is a unit to which a dispatch goes.
type Addressee struct {
	Unit id.ID
	Acts bool // to handle it; otherwise to read it
}

// Deliver puts a dispatch that is being released on the desks of its
// addressees, in the transaction of the release, which names them.
func (s *Service) Deliver(ctx context.Context, tx *store.Tx, item id.ID, p Precedence, due clock.Time, to []Addressee) error {
	list := make([]Delivery, len(to))
	for i, a := range to {
		list[i] = Delivery{Item: item, Unit: a.Unit, Acts: a.Acts, State: Waiting, Rank: -int(p), Arrived: s.Clock.Now()}
		if a.Acts {
			list[i].Due = due
		}
	}
	return putDeliveries(ctx, tx, list)
}

// File puts a dispatch that was released elsewhere on the desks of its
// addressees, at the moment when it was. Closed says when one of them was done
// with it, zero when it is not.
func (s *Service) File(ctx context.Context, tx *store.Tx, item id.ID, p Precedence, at, due clock.Time, to []Addressee, closed func(unit id.ID) clock.Time) error {
	list := make([]Delivery, len(to))
	for i, a := range to {
		done := closed(a.Unit)
		list[i] = Delivery{Item: item, Unit: a.Unit, Acts: a.Acts, State: Waiting, Rank: -int(p), Arrived: at, Acknowledged: done, Closed: done}
		if !done.IsZero() {
			list[i].State = Closed
		}
		if a.Acts {
			list[i].Due = due
		}
	}
	return putDeliveries(ctx, tx, list)
}

// held is a delivery at hand, with its dispatch locked until the transaction
// ends.
type held struct {
	Delivery
	item  content.Item
	label access.Label
}

// hold judges that actor may work on a delivery of a unit.
func (s *Service) hold(ctx context.Context, tx *store.Tx, actor access.Actor, unit, item id.ID) (*held, error) {
	it, label, err := s.Content.Load(ctx, tx, actor, Work, item)
	if err != nil {
		return nil, err
	}
	if err := belongs(actor, unit); err != nil {
		return nil, err
	}
	d, err := deliveryOf(ctx, tx, unit, item)
	if errors.Is(err, store.ErrNone) {
		return nil, fault.NotFound()
	}
	return &held{Delivery: d, item: it, label: label}, err
}

// told is what a gesture says of itself in the log.
type told struct {
	verb   activity.Verb
	person id.ID
	fact   fact
}

// change runs a gesture on a delivery and writes what it made of it. A gesture
// that changed nothing returns no verb and leaves no trace.
func (s *Service) change(ctx context.Context, actor access.Actor, unit, item id.ID, do func(tx *store.Tx, h *held) (told, error)) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		h, err := s.hold(ctx, tx, actor, unit, item)
		if err != nil {
			return err
		}
		t, err := do(tx, h)
		if err != nil || t.verb == "" {
			return err
		}
		if err := keepDelivery(ctx, tx, h.Delivery); err != nil {
			return err
		}
		t.fact.Unit = unit
		return s.tell(ctx, tx, actor, h.item, t)
	})
}

func (s *Service) tell(ctx context.Context, tx *store.Tx, actor access.Actor, it content.Item, t told) error {
	raw, err := json.Marshal(t.fact)
	if err != nil {
		return err
	}
	s.signal(ctx, tx, it.ID, t.verb, actor.Person(), t.fact.Unit, t.fact.To)
	_, err = s.Log.Append(ctx, tx, actor, activity.Event{Verb: t.verb, Item: it.ID, Community: it.Community, Person: t.person, Data: raw})
	return err
}

// isOpen refuses a gesture on what is done already.
func (h *held) isOpen() error {
	if !h.Open() {
		return fault.New(fault.Conflict, "desk.over")
	}
	return nil
}
