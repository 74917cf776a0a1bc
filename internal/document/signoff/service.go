package signoff

import (
	"context"
	"encoding/json"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB        *store.DB
	IDs       *id.Maker
	Clock     clock.Clock
	Log       *activity.Log
	Queue     *jobs.Queue
	People    content.Actors
	Content   *content.Service
	Documents *document.Service
	// Lines are the function and unit of people, in a few words each.
	Lines func(ctx context.Context, people []id.ID) (map[id.ID]string, error)
}

// Service takes documents through reviews. It is safe for concurrent use.
type Service struct{ Parts }

// every is how often the dates of visas are looked at.
const every = 10 * time.Minute

// NewService makes the Service and declares its job.
func NewService(p Parts) *Service {
	s := &Service{p}
	s.Queue.Every("signoff.watch", every, s.Watch)
	return s
}

// fact is the data of the events of reviews.
type fact struct {
	content.Fact
	Round   id.ID   `json:"round,omitzero"`
	Visa    id.ID   `json:"visa,omitzero"`
	Asked   []id.ID `json:"asked,omitempty"` // who has it to do from now on
	Ended   []id.ID `json:"ended,omitempty"` // who has not any more
	Told    []id.ID `json:"told,omitempty"`  // who took part
	Again   bool    `json:"again,omitempty"`
	Settled bool    `json:"settled,omitempty"` // nobody is late any more
	Note    string  `json:"note,omitempty"`
	Version int     `json:"version,omitempty"`
	Hash    string  `json:"hash,omitempty"`
}

func (s *Service) tell(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, it content.Item, person id.ID, f fact) error {
	f.Kind, f.Title, f.Author = it.Kind, it.Title, it.Author
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	_, err = s.Log.Append(ctx, tx, actor, activity.Event{Verb: verb, Item: it.ID, Community: it.Community, Person: person, Data: data})
	return err
}

// course is a document under review in a transaction: its item is locked.
type course struct {
	content.Item
	label access.Label
	Round Round
	Visas []Visa // those that were handed to somebody else included
}

// open loads a document with its last round, judged for action; what is no
// document is not found.
func (s *Service) open(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, item id.ID) (*course, error) {
	it, label, err := s.Content.Load(ctx, tx, actor, access.ReadItem, item)
	if err != nil {
		return nil, err
	}
	if it.Kind != document.Kind {
		return nil, fault.NotFound()
	}
	if err := access.Judge(actor, action, label); err != nil {
		return nil, err
	}
	c := &course{Item: it, label: label}
	if c.Round, err = lastRound(ctx, tx, item); err != nil || c.Round.ID == 0 {
		return c, err
	}
	c.Visas, err = visasOf(ctx, tx, item, []id.ID{c.Round.ID})
	return c, err
}

// running is open for a gesture on a review that goes on.
func (s *Service) running(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, item id.ID) (*course, error) {
	c, err := s.open(ctx, tx, actor, action, item)
	if err == nil && c.Round.State != Open {
		err = fault.New(fault.Conflict, "signoff.over")
	}
	return c, err
}

// visa finds one of the round.
func (c *course) visa(visa id.ID) (*Visa, error) {
	for i := range c.Visas {
		if c.Visas[i].ID == visa {
			return &c.Visas[i], nil
		}
	}
	return nil, fault.NotFound()
}

// steers tells whether actor decides about a round: who asked for it, and those
// who answer for the document in their place.
func steers(actor access.Actor, label access.Label, r Round) bool {
	return r.Requester == actor.Person() && actor.May(Steer, label) || actor.May(govern, label)
}

// holds tells whether actor is one of those who may give a visa.
func holds(actor access.Actor, label access.Label, v Visa) bool {
	switch v.Role {
	case HeadOfUnit:
		for _, u := range actor.Headships() {
			if u == v.Unit {
				return true
			}
		}
		return false
	case Managers:
		return actor.Role(label.Community) >= access.ManagerRole
	}
	return actor.Person() != 0 && v.Person == actor.Person()
}

// waiting are the people who have something to do in the round, today.
func (s *Service) waiting(ctx context.Context, tx *store.Tx, c *course) (map[id.ID]bool, error) {
	out := map[id.ID]bool{}
	if c.Round.State != Open {
		return out, nil
	}
	for _, v := range c.Visas {
		if v.State != Waiting {
			continue
		}
		people, err := holders(ctx, tx, c.Community, v.Step())
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			out[p] = true
		}
	}
	return out, nil
}

// ended are the holders of visas who have nothing to do any more.
func (s *Service) ended(ctx context.Context, tx *store.Tx, c *course, visas ...Visa) ([]id.ID, error) {
	still, err := s.waiting(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var out []id.ID
	for _, v := range visas {
		people, err := holders(ctx, tx, c.Community, v.Step())
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if !still[p] {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// line checks one line that somebody typed.
func line(c *fault.Check, field, typed string) string {
	out, ok := text.Line(typed, MaxLine)
	c.Field(field, ok, "fault.field.too_long", "count", MaxLine)
	return out
}

func invalid(field, key string, args ...any) error {
	var c fault.Check
	c.Field(field, false, key, args...)
	return c.Err()
}

// functionOf is what somebody does in the house, "" when it is not known.
func (s *Service) functionOf(ctx context.Context, person id.ID) (string, error) {
	lines, err := s.Lines(ctx, []id.ID{person})
	return lines[person], err
}

// saying reads what a document said after an update, with what it showed.
func (s *Service) saying(ctx context.Context, actor access.Actor, item id.ID, number int64) (Saying, error) {
	m, err := s.Documents.Moment(ctx, actor, item, number)
	if err != nil {
		return Saying{}, err
	}
	return s.showing(ctx, item, number, m.Doc)
}

// showing adds to what a document says after an update the files that it shows.
func (s *Service) showing(ctx context.Context, item id.ID, number int64, doc prose.Node) (Saying, error) {
	out := Saying{Number: number, Doc: doc}
	in := map[string]bool{}
	if shown(doc, in); len(in) == 0 {
		return out, nil
	}
	files, err := s.Content.FilesOf(ctx, item)
	out.Files = map[string]string{}
	for _, f := range files {
		if in[f.ID.String()] {
			out.Files[f.ID.String()] = f.Hash
		}
	}
	return out, err
}
