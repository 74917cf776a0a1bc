package correspondence

import (
	"context"
	"encoding/json"
	"slices"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
)

// What happens to a dispatch on its way out, beside what happens to every item.
// The data is a fact; Person is who drafts it.
const (
	Handed     activity.Verb = "dispatch.handed"          // sent to those who give a visa, or to be signed
	Viewed     activity.Verb = "dispatch.visa_given"      // by somebody, or in their name
	Denied     activity.Verb = "dispatch.visa_refused"    // it is drafted again
	PassedOver activity.Verb = "dispatch.visa_overridden" // it goes on without
	TakenBack  activity.Verb = "dispatch.visa_taken_back"
	SentBack   activity.Verb = "dispatch.sent_back"  // unsigned
	Recalled   activity.Verb = "dispatch.recalled"   // by who drafts it
	Shared     activity.Verb = "dispatch.shared"     // with those whom its drafter lets read it besides
	Lent       activity.Verb = "dispatch.lent"       // who stands in for those who have it changed
	Reminded   activity.Verb = "dispatch.reminded"   // a visa is due tomorrow
	Overran    activity.Verb = "dispatch.late"       // a visa is
	Moved      activity.Verb = "dispatch.visa_moved" // somebody else is asked
	Signed     activity.Verb = "dispatch.signed"
)

// fact is the data of these events.
type fact struct {
	content.Fact
	Visa  id.ID   `json:"visa,omitzero"`
	Step  Step    `json:"step"`
	Asked []id.ID `json:"asked,omitempty"` // who may make the gesture that it waits for, and could not before
	Ended []id.ID `json:"ended,omitempty"` // who may not any more
	Told  []id.ID `json:"told,omitempty"`  // whom it concerns besides
	Late  bool    `json:"late,omitempty"`  // a visa still is
	Stuck bool    `json:"stuck,omitempty"` // a visa waits for somebody who cannot give it
	For   id.ID   `json:"for,omitzero"`    // in whose name
	Note  string  `json:"note,omitempty"`  // or the reason
}

// conclude ends a gesture: those who have the dispatch now read it, and the log
// says to whom it came.
func (s *Service) conclude(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, t told) error {
	var err error
	if c.Dispatch, err = anyDispatch(ctx, tx, c.Item); err != nil {
		return err
	}
	now, err := s.name(ctx, tx, c.Dispatch)
	if err != nil {
		return err
	}
	t.fact.Asked, t.fact.Ended = without(now, c.had), without(c.had, now)
	t.fact.Late = slices.ContainsFunc(c.visas, func(v Visa) bool { return v.Late(s.Clock.Now()) })
	stuck, err := s.stuck(ctx, tx, c.Dispatch, c.visas)
	if err != nil {
		return err
	}
	if t.fact.Stuck = len(stuck) > 0; t.fact.Stuck {
		t.fact.Told = []id.ID{c.Author, c.Signatory}
	}
	return s.say(ctx, tx, actor, c.Dispatch, t.verb, t.fact)
}

func (s *Service) say(ctx context.Context, tx *store.Tx, actor access.Actor, d Dispatch, verb activity.Verb, f fact) error {
	f.Kind, f.Title, f.Author, f.Step = Kind, d.Title, d.Author, d.Step
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	_, err = s.Log.Append(ctx, tx, actor, activity.Event{Verb: verb, Item: d.Item, Community: Place, Person: d.Author, Data: data})
	return err
}

// name lets those read a dispatch who work on it or whom its drafter named, and
// gives those who may make the gesture that it waits for.
func (s *Service) name(ctx context.Context, tx *store.Tx, d Dispatch) ([]id.ID, error) {
	hands, err := s.hands(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	people := append([]id.ID{d.Author, d.Signatory, d.Signer}, hands...)
	visas, err := visasOf(ctx, tx, d.Item)
	if err != nil {
		return nil, err
	}
	for _, v := range visas {
		people = append(people, v.Person, v.Giver)
	}
	readers, err := readersOf(ctx, tx, d.Item)
	if err != nil {
		return nil, err
	}
	people = append(people, readers...)
	slices.Sort(people)
	people = slices.DeleteFunc(slices.Compact(people), func(p id.ID) bool { return p == 0 })
	return hands, namePeople(ctx, tx, d.Item, people)
}

// without are the people of a list who are not in another.
func without(list, other []id.ID) []id.ID {
	return slices.DeleteFunc(slices.Clone(list), func(p id.ID) bool { return slices.Contains(other, p) })
}
