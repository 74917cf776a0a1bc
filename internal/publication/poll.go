package publication

import (
	"context"
	"encoding/json"
	"slices"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// secret appends the events of votes: the log itself does not name the voter.
var secret = access.SystemActor("a vote is secret")

// Vote chooses options of a poll, in place of those chosen before. One for a
// single choice, one or more for a multiple one.
func (s *Service) Vote(ctx context.Context, actor access.Actor, item id.ID, options []id.ID) error {
	return s.ballot(ctx, actor, item, PollVoted, func(tx *store.Tx, p PollState) error {
		options = slices.Compact(slices.Sorted(slices.Values(options)))
		known := map[id.ID]bool{}
		for _, o := range p.Options {
			known[o.ID] = true
		}
		var c fault.Check
		c.Field("option", len(options) > 0, "publication.poll.choose")
		c.Field("option", p.Multiple || len(options) <= 1, "publication.poll.choose_one")
		for _, o := range options {
			c.Field("option", known[o], "fault.field.choice")
		}
		if err := c.Err(); err != nil {
			return err
		}
		return castVote(ctx, tx, item, actor.Person(), options, s.Clock.Now())
	})
}

// Withdraw takes one's vote back.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.ballot(ctx, actor, item, PollWithdrawn, func(tx *store.Tx, p PollState) error {
		return castVote(ctx, tx, item, actor.Person(), nil, s.Clock.Now())
	})
}

func (s *Service) ballot(ctx context.Context, actor access.Actor, item id.ID, verb activity.Verb, change func(*store.Tx, PollState) error) error {
	if actor.Person() == 0 {
		return fault.New(fault.Unauthenticated, fault.Unauthenticated.Key())
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.Content.Load(ctx, tx, actor, Vote, item)
		if err != nil {
			return err
		}
		p, err := s.poll(ctx, tx, actor.Person(), item)
		if err != nil {
			return err
		}
		if p.Closed {
			return fault.New(fault.KindForbidden, "publication.poll.closed")
		}
		if err := change(tx, p); err != nil {
			return err
		}
		return s.tell(ctx, tx, secret, verb, it)
	})
}

// ClosePoll ends the votes now; the results are then shown to all who read it.
func (s *Service) ClosePoll(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.redate(ctx, actor, item, s.Clock.Now(), PollClosed)
}

// RedatePoll chooses another moment to close a poll that is open or not out
// yet; zero is until somebody closes it. One that is planned closes after it
// comes out.
func (s *Service) RedatePoll(ctx context.Context, actor access.Actor, item id.ID, closes clock.Time) error {
	var c fault.Check
	now := s.Clock.Now()
	c.Field("closes", closes.IsZero() || closes.After(now.Time), "publication.poll.closes_past")
	c.Field("closes", closes.Before(now.Add(farthest)), "content.publish.too_far")
	if err := c.Err(); err != nil {
		return err
	}
	return s.redate(ctx, actor, item, closes, PollRedated)
}

func (s *Service) redate(ctx context.Context, actor access.Actor, item id.ID, closes clock.Time, verb activity.Verb) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.Content.Load(ctx, tx, actor, EndPoll, item)
		if err != nil {
			return err
		}
		p, err := s.poll(ctx, tx, actor.Person(), item)
		if err != nil {
			return err
		}
		switch out := it.State == access.Published; {
		case out && p.Closed:
			return fault.New(fault.KindForbidden, "publication.poll.closed")
		case !out && verb == PollClosed:
			return fault.Forbidden()
		case it.State == access.Scheduled && !closes.IsZero() && !closes.After(it.Published.Time):
			f := fault.New(fault.Invalid, fault.Invalid.Key())
			f.Fields = []fault.Field{{Name: "closes", Key: "publication.poll.closes_before"}}
			return f
		}
		if err := datePoll(ctx, tx, item, closes); err != nil {
			return err
		}
		if verb == PollRedated && !closes.IsZero() {
			if err := s.Queue.Enqueue(ctx, tx, pollJob{Item: item}, jobs.At(closes.Time)); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, actor, verb, it)
	})
}

// stillOpen refuses to let out at a moment a poll that would be closed by then.
func stillOpen(ctx context.Context, tx *store.Tx, item id.ID, at clock.Time) error {
	list, err := pollsOf(ctx, tx, []id.ID{item})
	if err != nil || len(list) == 0 || list[0].Closes.IsZero() || list[0].Closes.After(at.Time) {
		return err
	}
	return fault.New(fault.Invalid, "publication.poll.closes_before")
}

// pollJob tells that a poll came to its end: the end itself is computed from
// its date.
type pollJob struct {
	Item id.ID `json:"item"`
}

// Kind names the job in the queue.
func (pollJob) Kind() string { return "publication.poll_due" }

func (s *Service) pollDue(ctx context.Context, job pollJob) error {
	actor := access.SystemActor("a poll came to its end")
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.Content.Load(ctx, tx, actor, access.ReadItem, job.Item)
		if fault.KindOf(err) == fault.KindNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		p, err := s.poll(ctx, tx, 0, job.Item)
		if err != nil {
			return err
		}
		told, err := wasClosed(ctx, tx, job.Item)
		if err != nil || told || !p.Closed || it.State != access.Published {
			return err
		}
		return s.tell(ctx, tx, actor, PollClosed, it)
	})
}

func (s *Service) tell(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, it content.Item) error {
	data, err := json.Marshal(content.Fact{Kind: it.Kind, Title: it.Title, Author: it.Author})
	if err != nil {
		return err
	}
	_, err = s.Log.Append(ctx, tx, actor, activity.Event{Verb: verb, Item: it.ID, Community: it.Community, Person: it.Author, Data: data})
	return err
}

// PollOf reads a poll as somebody who reads its item sees it.
func (s *Service) PollOf(ctx context.Context, actor access.Actor, item id.ID) (PollState, error) {
	p, err := s.poll(ctx, s.DB, actor.Person(), item)
	if err != nil {
		return p, err
	}
	if !p.Results() {
		for i := range p.Options {
			p.Options[i].Votes = 0
		}
	}
	return p, nil
}

func (s *Service) poll(ctx context.Context, on store.Querier, reader, item id.ID) (PollState, error) {
	list, err := pollsOf(ctx, on, []id.ID{item})
	if err != nil {
		return PollState{}, err
	}
	if len(list) == 0 {
		return PollState{}, fault.NotFound()
	}
	p := list[0]
	if p.Options, err = optionsOf(ctx, on, item, reader); err != nil {
		return p, err
	}
	p.Closed = !p.Closes.IsZero() && !p.Closes.After(s.Clock.Now().Time)
	for _, o := range p.Options {
		p.Voted = p.Voted || o.Mine
	}
	return p, nil
}
