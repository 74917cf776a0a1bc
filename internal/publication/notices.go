package publication

import (
	"context"
	"slices"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told about publications, beyond what is said of every item.
const (
	toldAccepted notification.Reason = "accepted"    // my answer was the right one
	toldSettled  notification.Reason = "settled"     // a question that I follow has its answer
	toldClosed   notification.Reason = "poll_closed" // its result is there
)

// Tell declares what the facts of publications say to whom, beyond what is
// said of every item.
func Tell(n *notification.Service) {
	n.On(AnswerAccepted, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
		item := notification.Target{Kind: notification.Item, ID: e.Item}
		b.Tell(e, notification.Told{Stream: notification.ForMe, Subject: item, Reason: toldAccepted}, e.Person)
		return b.TellFollowers(ctx, tx, e, notification.Audience{Targets: []notification.Target{item}, Reason: toldSettled})
	})
	n.On(PollClosed, closedPoll)
}

// closedPoll tells the result to the author, to those who voted and to those
// who follow the poll. The lines of who voted are theirs alone, like the vote.
func closedPoll(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
	fact, err := content.FactOf(e)
	if err != nil {
		return err
	}
	voters, err := votersOf(ctx, tx, e.Item)
	if err != nil {
		return err
	}
	muted, err := notification.Muted(ctx, tx, e.Item)
	if err != nil {
		return err
	}
	voters = slices.DeleteFunc(voters, func(p id.ID) bool { return muted[p] })
	told := notification.Told{Stream: notification.ForMe, Subject: notification.Target{Kind: notification.Item, ID: e.Item}, Reason: toldClosed}
	b.Tell(e, told, fact.Author)
	told.Stream = notification.ForInfo
	b.Tell(e, told, voters...)
	return b.TellFollowers(ctx, tx, e, notification.Audience{Targets: []notification.Target{told.Subject}, Reason: toldClosed})
}
