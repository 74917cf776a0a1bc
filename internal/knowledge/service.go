package knowledge

import (
	"context"
	"encoding/json"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
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
}

// Service keeps sheets. It is safe for concurrent use.
type Service struct{ Parts }

// rounds is how often the dates of sheets are looked at.
const rounds = 10 * time.Minute

// NewService makes the Service and declares its rounds.
func NewService(p Parts) *Service {
	s := &Service{p}
	s.Queue.Every("knowledge.rounds", rounds, s.Round)
	return s
}

// Write makes a sheet. Whether it is out at once is in the state of the item.
// A form that was already received is the Conflict that content.IsReplay knows.
func (s *Service) Write(ctx context.Context, actor access.Actor, n New) (content.Item, error) {
	var it content.Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		it, err = s.WriteIn(ctx, tx, actor, n)
		return err
	})
}

// WriteIn is Write in the caller's transaction.
func (s *Service) WriteIn(ctx context.Context, tx *store.Tx, actor access.Actor, n New) (content.Item, error) {
	n.Kind, n.Important = Kind, false
	var c fault.Check
	sources, err := s.checkSources(ctx, tx, actor, &c, n.Sources)
	if err != nil {
		return content.Item{}, err
	}
	if err := s.checkSection(ctx, tx, &c, n.Community, n.Section); err != nil {
		return content.Item{}, err
	}
	if err := s.checkOrigin(ctx, tx, actor, &c, n); err != nil {
		return content.Item{}, err
	}
	it, err := s.Content.Create(ctx, tx, actor, n.New)
	if err := together(err, c.Err()); err != nil {
		return it, err
	}
	months, err := s.monthsOf(ctx, tx, n.Community)
	if err != nil {
		return it, err
	}
	row := Sheet{Item: it.ID, Status: Draft, Section: n.Section, Months: months, Origin: n.Origin, Comment: n.Comment}
	last, err := lastPosition(ctx, tx, n.Community, n.Section)
	if err != nil {
		return it, err
	}
	if err := insertSheet(ctx, tx, row, last+1); err != nil {
		return it, err
	}
	if err := s.Content.Entrust(ctx, tx, it.ID, it.Author); err != nil {
		return it, err
	}
	if err := putSources(ctx, tx, it.ID, sources); err != nil {
		return it, err
	}
	return it, s.credit(ctx, tx, actor, it, n)
}

// credit names those whose words a sheet was made from, and tells them.
func (s *Service) credit(ctx context.Context, tx *store.Tx, actor access.Actor, it content.Item, n New) error {
	if n.Origin == 0 {
		return nil
	}
	people, err := spokeIn(ctx, tx, n.Origin, n.Comment)
	if err != nil {
		return err
	}
	if err := putContributors(ctx, tx, it.ID, people); err != nil {
		return err
	}
	return s.tell(ctx, tx, actor, SheetMade, it, it.Author, fact{People: people, Origin: n.Origin})
}

// together is the fault of what content and this feature say of one form, so
// that all of it is judged at once.
func together(theirs, ours error) error {
	f, both := fault.As(theirs)
	g, more := fault.As(ours)
	if theirs == nil || both && more && f.Kind == fault.Invalid {
		if both && more {
			f.Fields = append(f.Fields, g.Fields...)
			return f
		}
		return ours
	}
	return theirs
}

// fact is the data of the events of sheets.
type fact struct {
	content.Fact
	People    []id.ID `json:"people,omitempty"`
	Origin    id.ID   `json:"origin,omitzero"`
	Note      string  `json:"note,omitempty"`
	Lacking   bool    `json:"lacking,omitempty"`
	Dismissed bool    `json:"dismissed,omitempty"`
	Reply     string  `json:"reply,omitempty"`
	Rest      string  `json:"rest,omitempty"` // what its owner still has to do: "due", "reported" or ""
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

// load judges an action on a sheet and reads it, locked until the transaction
// ends; what is not a sheet is not found.
func (s *Service) load(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, item id.ID) (content.Item, Sheet, access.Label, error) {
	it, label, err := s.Content.Load(ctx, tx, actor, access.ReadItem, item)
	if err != nil {
		return it, Sheet{}, label, err
	}
	if it.Kind != Kind {
		return it, Sheet{}, label, fault.NotFound()
	}
	if err := access.Judge(actor, action, label); err != nil {
		return it, Sheet{}, label, err
	}
	sh, err := sheetOf(ctx, tx, item)
	return it, sh, label, err
}

// Sheet reads what a sheet has beside its item, for who reads it.
func (s *Service) Sheet(ctx context.Context, actor access.Actor, item id.ID) (Sheet, access.Label, error) {
	label, err := access.Load(ctx, s.DB, actor, access.ReadItem, item)
	if err != nil {
		return Sheet{}, label, err
	}
	sh, err := sheetOf(ctx, s.DB, item)
	return sh, label, err
}

// Card is what the page of a sheet shows around its text.
type Card struct {
	Sheet
	Sources      []Source // those that lead to an item that the reader may not read are absent
	Contributors []id.ID
	Origin       Link   // the thread that it comes from, for who may read it
	Path         []Link // sections, from the highest
	Prev, Next   Link   // in the order of the tree
	Reports      []Report
	Mine         []Report // the reader's own, the last first
	Faces        map[id.ID]identity.Face
}

// Link names an item or a section.
type Link struct {
	ID    id.ID
	Title string
}

// Card reads all of it for who reads the item.
func (s *Service) Card(ctx context.Context, actor access.Actor, label access.Label) (Card, error) {
	sh, err := sheetOf(ctx, s.DB, label.Item)
	c := Card{Sheet: sh}
	if err != nil {
		return c, err
	}
	if err := s.around(ctx, actor, &c); err != nil {
		return c, err
	}
	if c.Sources, err = s.sources(ctx, actor, label.Item); err != nil {
		return c, err
	}
	if sh.Origin != 0 {
		found, err := titlesOf(ctx, s.DB, actor, []id.ID{sh.Origin})
		if err != nil {
			return c, err
		}
		if len(found) > 0 {
			c.Origin = found[0]
		}
	}
	if c.Contributors, err = contributorsOf(ctx, s.DB, label.Item); err != nil {
		return c, err
	}
	answers := actor.May(Verify, label)
	all, err := reportsOf(ctx, s.DB, label.Item, actor.Person(), answers)
	if err != nil {
		return c, err
	}
	people := append([]id.ID{sh.Owner, sh.Verifier}, c.Contributors...)
	for _, r := range all {
		if r.Person == actor.Person() {
			c.Mine = append(c.Mine, r)
		}
		if answers && r.State == Open {
			c.Reports = append(c.Reports, r)
			people = append(people, r.Person)
		}
	}
	c.Faces, err = identity.Faces(ctx, s.DB, people)
	return c, err
}

// Reports lists what is open about a sheet to who answers for it, and to the
// others what they reported themselves, the last first.
func (s *Service) Reports(ctx context.Context, actor access.Actor, item id.ID) ([]Report, error) {
	_, label, err := s.Sheet(ctx, actor, item)
	if err != nil {
		return nil, err
	}
	return reportsOf(ctx, s.DB, item, actor.Person(), actor.May(Verify, label))
}

// around places the sheet in the tree as the reader sees it.
func (s *Service) around(ctx context.Context, actor access.Actor, c *Card) error {
	place, err := access.Load(ctx, s.DB, access.SystemActor("where a sheet is that is read"), access.ReadCommunity, c.Community)
	if err != nil || !actor.May(Browse, place) {
		return err
	}
	tree, err := s.tree(ctx, actor, c.Community)
	if err != nil {
		return err
	}
	c.Path, c.Prev, c.Next = tree.around(c.Item)
	return nil
}

// Became lists the sheets made from a thread that actor may read.
func (s *Service) Became(ctx context.Context, actor access.Actor, origin id.ID) ([]Link, error) {
	return madeFrom(ctx, s.DB, actor, origin)
}
