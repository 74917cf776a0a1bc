package question

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
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// What happens to questions beside the verbs of content and of publication.
// Each event bears a content.Fact but the first, whose data is a put.
const (
	PutTo     activity.Verb = "question.asked"      // Person: whom
	PassedOn  activity.Verb = "question.passed"     // Person: who passed it on
	Refused   activity.Verb = "question.declined"   // Person: who cannot answer
	TakenBack activity.Verb = "question.taken_back" // Person: who can after all
	Reminded  activity.Verb = "question.reminded"   // Person: whom
	Escalated activity.Verb = "question.escalated"  // to the managers
)

// put is the data of PutTo.
type put struct {
	content.Fact
	Why   Reason `json:"why"`
	Tag   id.ID  `json:"tag,omitzero"`
	Asker id.ID  `json:"asker,omitzero"`
}

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB      *store.DB
	Clock   clock.Clock
	Log     *activity.Log
	Queue   *jobs.Queue
	People  content.Actors
	Content *content.Service
	Finder  Finder
}

// Service serves questions. It is safe for concurrent use.
type Service struct{ Parts }

// every is how often what waits is looked at.
const every = 10 * time.Minute

// NewService makes the Service, declares its jobs and follows the log.
func NewService(p Parts) *Service {
	s := &Service{p}
	s.Log.Follow("question.course", s.follow)
	jobs.Handle(s.Queue, s.route)
	s.Queue.Every("question.watch", every, s.Watch)
	return s
}

// Settings tells how a community treats its questions.
func (s *Service) Settings(ctx context.Context, actor access.Actor, community id.ID) (Settings, error) {
	if _, err := access.Load(ctx, s.DB, actor, SeeQueue, community); err != nil {
		return Settings{}, err
	}
	return settingsOf(ctx, s.DB, community)
}

// Adjust changes it; what waits there is looked at again.
func (s *Service) Adjust(ctx context.Context, actor access.Actor, community id.ID, set Settings) error {
	var check fault.Check
	check.Field("people", set.People >= 0 && set.People <= MaxPeople, "question.settings.people_bad", "max", MaxPeople)
	check.Field("remind", set.Remind >= 0 && set.Remind <= MaxDays, "question.settings.days_bad", "max", MaxDays)
	check.Field("escalate", set.Escalate >= 0 && set.Escalate <= MaxDays, "question.settings.days_bad", "max", MaxDays)
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, Adjust, community); err != nil {
			return err
		}
		if err := check.Err(); err != nil {
			return err
		}
		if err := saveSettings(ctx, tx, community, set); err != nil {
			return err
		}
		return lookAtAll(ctx, tx, community, s.Clock.Now())
	})
}

// Preferences tells what the actor wants of being asked.
func (s *Service) Preferences(ctx context.Context, actor access.Actor) (Preferences, error) {
	return preferencesOf(ctx, s.DB, actor.Person())
}

// Prefer changes it. What was asked before stays.
func (s *Service) Prefer(ctx context.Context, actor access.Actor, p Preferences) error {
	if actor.Person() == 0 {
		return fault.Forbidden()
	}
	var check fault.Check
	check.Field("away", p.Away.IsZero() || p.Away.Before(s.Clock.Now().AddDate(1, 0, 1)), "content.publish.too_far")
	if err := check.Err(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error { return savePreferences(ctx, tx, actor.Person(), p) })
}

// tell appends an event about a question.
func (s *Service) tell(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, it content.Item, person id.ID, data any) error {
	raw, err := json.Marshal(data)
	if err != nil {
		return err
	}
	_, err = s.Log.Append(ctx, tx, actor, activity.Event{Verb: verb, Item: it.ID, Community: it.Community, Person: person, Data: raw})
	return err
}

// factOf is what every event about a question says.
func factOf(it content.Item) content.Fact {
	return content.Fact{Kind: it.Kind, Title: it.Title, Author: it.Author, Audience: it.Audience}
}

// program acts when nobody does: it asks, reminds and tells the managers.
var program = access.SystemActor("questions are followed until they are answered")
