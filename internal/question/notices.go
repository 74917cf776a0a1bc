package question

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told about questions.
const (
	toldAsked                        = "ask_"          // and the Reason of the request
	toldReminded notification.Reason = "ask_reminder"  // somebody still hopes for me
	toldJoined   notification.Reason = "joined"        // my question is one with this one
	toldLate     notification.Reason = "question_late" // I manage the place where it waits
)

// What publication says of answers, which this feature hears.
const (
	answerAccepted   activity.Verb = "answer.accepted"
	answerUnaccepted activity.Verb = "answer.unaccepted"
)

// Reasons are those of the lines that ask for an answer.
func Reasons() []notification.Reason {
	out := []notification.Reason{toldReminded}
	for _, r := range []Reason{ByTag, ByNear, Named, Passed} {
		out = append(out, notification.Reason(toldAsked+r))
	}
	return out
}

// Tell declares what the facts of questions say to whom.
func Tell(n *notification.Service) {
	n.Names(notification.Reason(toldAsked+ByTag), notification.Tag)
	n.On(PutTo, tellAsked)
	for _, verb := range []activity.Verb{PassedOn, Refused} {
		n.On(verb, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
			answers(e, b, e.Person)
			return nil
		})
	}
	n.On(Reminded, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
		b.Tell(e, notification.Told{Stream: notification.Do, Subject: subject(e), Reason: toldReminded}, e.Person)
		return nil
	})
	n.On(Escalated, tellManagers)
	n.On(content.AnswerAdded, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
		f, err := content.FactOf(e)
		if err != nil {
			return err
		}
		answers(e, b, f.Writer)
		b.Done(subject(e), toldLate)
		return nil
	})
	for _, verb := range []activity.Verb{answerAccepted, content.ItemClosed, content.ItemArchived, content.ItemBinned, content.ItemJoined} {
		n.On(verb, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
			answers(e, b)
			b.Done(subject(e), toldLate)
			return nil
		})
	}
	n.On(content.ItemJoined, tellJoined)
	n.On(content.ItemEnlarged, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
		b.Done(subject(e), toldLate)
		return nil
	})
	for _, verb := range []activity.Verb{TakenBack, answerUnaccepted, content.ItemReopened, content.ItemRestored, content.ItemUnarchived, content.ItemMoved, content.ItemParted} {
		n.On(verb, tellAgain)
	}
}

func subject(e activity.Event) notification.Target {
	return notification.Target{Kind: notification.Item, ID: e.Item}
}

// answers ends what a question asks of some people or, without any, of all.
func answers(e activity.Event, b *notification.Batch, people ...id.ID) {
	for _, r := range Reasons() {
		b.Done(subject(e), r, people...)
	}
}

func tellAsked(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
	var p put
	if err := json.Unmarshal(e.Data, &p); err != nil {
		return err
	}
	if p.Asker != 0 {
		e.Actor = p.Asker
	}
	b.Tell(e, notification.Told{Stream: notification.Do, Subject: subject(e), Reason: notification.Reason(toldAsked + p.Why), ReasonID: p.Tag}, e.Person)
	return nil
}

// tellJoined tells the author of a question, and those who follow it, where its
// answers are from now on.
func tellJoined(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
	f, err := content.FactOf(e)
	if err != nil {
		return err
	}
	there := notification.Target{Kind: notification.Item, ID: f.With}
	b.Tell(e, notification.Told{Stream: notification.ForMe, Subject: there, Reason: toldJoined}, f.Author)
	moved := e
	moved.Item = f.With
	return b.TellFollowers(ctx, tx, moved, notification.Audience{Targets: []notification.Target{subject(e)}, Reason: toldJoined})
}

// tellManagers asks those in charge to see to a question; its author knows.
func tellManagers(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
	f, err := content.FactOf(e)
	if err != nil {
		return err
	}
	managers, err := notification.Managers(ctx, tx, e.Community)
	if err != nil {
		return err
	}
	e.Actor = f.Author
	b.Tell(e, notification.Told{Stream: notification.Do, Subject: subject(e), Reason: toldLate, ReasonID: e.Community}, managers...)
	return nil
}

// tellAgain asks again those who are still waited for, once a question asks
// something again.
func tellAgain(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
	if e.Verb == content.ItemMoved {
		answers(e, b)
		b.Done(subject(e), toldLate)
	}
	waits, err := open(ctx, tx, e.Item)
	if err != nil || !waits {
		return err
	}
	asks, err := waitingFor(ctx, tx, e.Item)
	if err != nil {
		return err
	}
	for _, a := range asks {
		again := e
		again.Actor = a.Asker
		b.Tell(again, notification.Told{Stream: notification.Do, Subject: subject(e), Reason: notification.Reason(toldAsked + a.Reason), ReasonID: a.Tag}, a.Person)
	}
	return nil
}
