package document

import (
	"context"
	"encoding/json"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/ydoc"
)

// Burst is some writing between two pauses: the updates From to To of the log.
type Burst struct {
	ID       id.ID // of its event: where the next page goes on
	From, To int64
	People   []identity.Face
	At       clock.Time
}

// burstsOnPage is how many bursts one page of a history shows.
const burstsOnPage = 30

// History lists the bursts of a document, the newest first, before an event or
// from the end for 0. more tells whether others come after.
func (s *Service) History(ctx context.Context, actor access.Actor, item, before id.ID) (list []Burst, more bool, err error) {
	if err := s.mayRead(ctx, actor, item); err != nil {
		return nil, false, err
	}
	var people []id.ID
	who := map[id.ID][]id.ID{}
	for len(list) <= burstsOnPage {
		events, err := s.Activity.ByItem(ctx, s.DB, item, before, 200)
		if err != nil {
			return nil, false, err
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			before = e.ID
			var f writtenFact
			if e.Verb != DocumentWritten || json.Unmarshal(e.Data, &f) != nil {
				continue
			}
			list = append(list, Burst{ID: e.ID, From: f.From, To: f.To, At: e.Created})
			who[e.ID] = f.People
		}
	}
	if more = len(list) > burstsOnPage; more {
		list = list[:burstsOnPage]
	} else if list, err = s.withBeginning(ctx, item, list, who); err != nil {
		return nil, false, err
	}
	for _, w := range who {
		people = append(people, w...)
	}
	slices.Sort(people)
	faces, err := identity.Faces(ctx, s.DB, slices.Compact(people))
	for i, b := range list {
		for _, p := range who[b.ID] {
			if f, ok := faces[p]; ok {
				list[i].People = append(list[i].People, f)
			}
		}
	}
	return list, more, err
}

// withBeginning adds what stood in a document when it was made, which no pause
// told of.
func (s *Service) withBeginning(ctx context.Context, item id.ID, list []Burst, who map[id.ID][]id.ID) ([]Burst, error) {
	until, err := s.lastOf(ctx, item)
	if n := len(list); n > 0 {
		until = list[n-1].From - 1
	}
	if err != nil || until < 1 {
		return list, err
	}
	at, err := updateOf(ctx, s.DB, item, 1)
	if err != nil {
		return list, none(err)
	}
	if at.Person != 0 {
		who[0] = []id.ID{at.Person}
	}
	return append(list, Burst{From: 1, To: until, At: at.Created}), nil
}

func (s *Service) lastOf(ctx context.Context, item id.ID) (int64, error) {
	at, err := standingOf(ctx, s.DB, item)
	return at.Updates, none(err)
}

// mayRead judges whether the item is a document that actor reads.
func (s *Service) mayRead(ctx context.Context, actor access.Actor, item id.ID) error {
	if _, err := access.Load(ctx, s.DB, actor, access.ReadItem, item); err != nil {
		return err
	}
	_, err := standingOf(ctx, s.DB, item)
	return none(err)
}

// Moment is what a document said after one of its updates.
type Moment struct {
	Number int64
	Doc    prose.Node
	At     clock.Time // when the update came
	By     identity.Face
}

// Moment reads what a document said after its update number, 0 for before the
// first one. NotFound for a number that was never reached.
func (s *Service) Moment(ctx context.Context, actor access.Actor, item id.ID, number int64) (Moment, error) {
	if err := s.mayRead(ctx, actor, item); err != nil {
		return Moment{}, err
	}
	at, err := standingOf(ctx, s.DB, item)
	if err != nil || number < 0 || number > at.Updates {
		return Moment{}, fault.NotFound()
	}
	doc, last, err := s.docAt(ctx, s.DB, item, number)
	if err != nil {
		return Moment{}, err
	}
	m := Moment{Number: number, Doc: tree(doc), At: last.Created}
	if last.Person != 0 {
		faces, err := identity.Faces(ctx, s.DB, []id.ID{last.Person})
		if err != nil {
			return m, err
		}
		m.By = faces[last.Person]
	}
	return m, nil
}

// docAt makes a document as it was after an update, and gives that update.
func (s *Service) docAt(ctx context.Context, on store.Querier, item id.ID, number int64) (*ydoc.Doc, update, error) {
	doc := newDoc()
	var last update
	for u, err := range updatesUpTo(ctx, on, item, number) {
		if err == nil {
			_, err = doc.Apply(u.Body)
		}
		if err != nil {
			return nil, last, err
		}
		last = u
	}
	return doc, last, nil
}

// Seen is the last update that somebody can have read at a moment, and how many
// came since, by whom.
type Seen struct {
	Number int64
	Since  int64
	People []identity.Face
}

// Since tells what was written to a document after somebody's last visit.
func (s *Service) Since(ctx context.Context, actor access.Actor, item id.ID, visit clock.Time) (Seen, error) {
	if err := s.mayRead(ctx, actor, item); err != nil || visit.IsZero() {
		return Seen{}, err
	}
	number, err := numberAt(ctx, s.DB, item, visit)
	if err != nil {
		return Seen{}, err
	}
	at, err := standingOf(ctx, s.DB, item)
	if err != nil || at.Updates == number {
		return Seen{Number: number}, err
	}
	people, err := writersAfter(ctx, s.DB, item, number)
	if err != nil {
		return Seen{}, err
	}
	if people = slices.DeleteFunc(people, func(p id.ID) bool { return p == actor.Person() }); len(people) == 0 {
		return Seen{Number: number}, nil
	}
	seen := Seen{Number: number, Since: at.Updates - number}
	faces, err := identity.Faces(ctx, s.DB, people)
	for _, p := range people {
		if f, ok := faces[p]; ok {
			seen.People = append(seen.People, f)
		}
	}
	return seen, err
}

// Restore makes a document say again what it said after an update: it is a new
// change, and what came between stays in the history.
func (s *Service) Restore(ctx context.Context, actor access.Actor, item id.ID, number int64) error {
	if _, err := access.Load(ctx, s.DB, actor, Write, item); err != nil {
		return err
	}
	m, err := s.Moment(ctx, actor, item, number)
	if err != nil {
		return err
	}
	return s.change(ctx, actor, item, func(doc *ydoc.Doc) ([]byte, error) { return replaceWhole(doc, m.Doc) })
}
