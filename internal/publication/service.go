package publication

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
	"parvis/internal/text"
)

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB      *store.DB
	IDs     *id.Maker
	Clock   clock.Clock
	Log     *activity.Log
	Queue   *jobs.Queue
	Content *content.Service
}

// Service publishes, and holds what a question and a poll have of their own.
// It is safe for concurrent use.
type Service struct{ Parts }

// NewService makes the Service and declares its jobs.
func NewService(p Parts) *Service {
	s := &Service{p}
	jobs.Handle(s.Queue, s.pollDue)
	return s
}

// Publish makes a post, an announcement, a question or a poll. Whether it is
// out at once is in the state of the item. A form that was already received
// is the Conflict that content.IsReplay knows.
func (s *Service) Publish(ctx context.Context, actor access.Actor, n New) (content.Item, error) {
	var it content.Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		it, err = s.PublishIn(ctx, tx, actor, n)
		return err
	})
}

// PublishIn is Publish in the caller's transaction.
func (s *Service) PublishIn(ctx context.Context, tx *store.Tx, actor access.Actor, n New) (content.Item, error) {
	ballot, wrong := s.checkBallot(n)
	n.Important = n.Important && n.Kind == Announcement
	it, err := s.Content.Create(ctx, tx, actor, n.New)
	if f, ok := fault.As(err); ok && f.Kind == fault.Invalid && len(wrong) > 0 {
		f.Fields = append(f.Fields, wrong...)
		return it, f
	}
	if err != nil {
		return it, err
	}
	if len(wrong) > 0 {
		f := fault.New(fault.Invalid, fault.Invalid.Key())
		f.Fields = wrong
		return it, f
	}
	switch n.Kind {
	case Question:
		return it, insertQuestion(ctx, tx, it.ID)
	case Poll:
		return it, s.openPoll(ctx, tx, it, ballot)
	}
	return it, nil
}

func (s *Service) openPoll(ctx context.Context, tx *store.Tx, it content.Item, b Ballot) error {
	if err := insertPoll(ctx, tx, s.IDs, it.ID, b); err != nil {
		return err
	}
	if b.Closes.IsZero() || b.Closes.Before(s.Clock.Now().Time) {
		return nil
	}
	return s.Queue.Enqueue(ctx, tx, pollJob{Item: it.ID}, jobs.At(b.Closes.Time))
}

// farthest is how long a poll may stay open.
const farthest = 366 * 24 * time.Hour

// checkBallot tidies what a poll asks and says what is wrong with it, so that
// all of a form is judged at once.
func (s *Service) checkBallot(n New) (Ballot, []fault.Field) {
	b := n.Ballot
	if n.Kind != Poll {
		return b, nil
	}
	var c fault.Check
	var options []string
	known := map[string]bool{}
	for _, raw := range b.Options {
		label, ok := text.Line(raw, MaxOption)
		c.Field("options", ok, "publication.poll.option_bad", "count", MaxOption)
		key := text.Fold(label)
		if label == "" {
			continue
		}
		c.Field("options", !known[key] || key == "", "publication.poll.option_twice")
		known[key] = true
		options = append(options, label)
	}
	c.Field("options", len(options) >= MinOptions, "publication.poll.options_few", "count", MinOptions)
	c.Field("options", len(options) <= MaxOptions, "publication.poll.options_many", "count", MaxOptions)
	start := s.Clock.Now()
	if n.Publish.After(start.Time) {
		start = n.Publish
	}
	c.Field("closes", b.Closes.IsZero() || !n.Created.IsZero() || b.Closes.After(start.Time), "publication.poll.closes_past")
	c.Field("closes", b.Closes.Before(start.Add(farthest)), "content.publish.too_far")
	b.Options = options
	if f, ok := fault.As(c.Err()); ok {
		return b, f.Fields
	}
	return b, nil
}

// Accept says that an answer is the right one, in place of another.
func (s *Service) Accept(ctx context.Context, actor access.Actor, item, answer id.ID) error {
	return s.accept(ctx, actor, item, answer, true)
}

// Unaccept takes it back.
func (s *Service) Unaccept(ctx context.Context, actor access.Actor, item, answer id.ID) error {
	return s.accept(ctx, actor, item, answer, false)
}

func (s *Service) accept(ctx context.Context, actor access.Actor, item, answer id.ID, yes bool) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.Content.Load(ctx, tx, actor, Accept, item)
		if err != nil {
			return err
		}
		list, err := questionsOf(ctx, tx, []id.ID{item})
		if err != nil {
			return err
		}
		if it.Kind != Question || len(list) == 0 {
			return fault.NotFound()
		}
		c, _, err := s.Content.One(ctx, actor, answer)
		if err != nil || c.Item != item || c.Kind != content.Answer || c.State != access.Published {
			return fault.NotFound()
		}
		verb, chosen := AnswerAccepted, answer
		switch {
		case yes && list[0].Accepted == answer, !yes && list[0].Accepted != answer:
			return nil
		case !yes:
			verb, chosen = AnswerUnaccepted, 0
		}
		if err := acceptAnswer(ctx, tx, item, chosen); err != nil {
			return err
		}
		data, err := json.Marshal(content.Fact{Kind: it.Kind, Title: it.Title, Author: it.Author, Writer: c.Author})
		if err != nil {
			return err
		}
		_, err = s.Log.Append(ctx, tx, actor, activity.Event{
			Verb: verb, Item: item, Comment: answer, Community: it.Community, Person: c.Author, Data: data,
		})
		return err
	})
}

// QuestionOf reads what a question has beside its thread, for who has read it.
func (s *Service) QuestionOf(ctx context.Context, item id.ID) (QuestionState, error) {
	list, err := questionsOf(ctx, s.DB, []id.ID{item})
	if err != nil || len(list) == 0 {
		return QuestionState{Item: item}, err
	}
	return list[0], nil
}
