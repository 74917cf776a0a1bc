package proposal

import (
	"context"

	"parvis/internal/activity"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told.
const (
	toldMade     notification.Reason = "document_proposed"
	toldAccepted notification.Reason = "proposal_accepted"
	toldRefused  notification.Reason = "proposal_refused"
)

// Tell declares what the facts of proposals say to whom: who follows a document
// hears that something is proposed, who proposed hears what became of it.
func Tell(n *notification.Service) {
	n.On(Made, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
		item := notification.Target{Kind: notification.Item, ID: e.Item}
		b.Follow(item, notification.All, e.Actor)
		return b.TellFollowers(ctx, tx, e, notification.Audience{Targets: []notification.Target{item}, Reason: toldMade})
	})
	for verb, reason := range map[activity.Verb]notification.Reason{WasAccepted: toldAccepted, WasRefused: toldRefused} {
		n.On(verb, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
			b.Tell(e, notification.Told{Stream: notification.ForMe, Subject: notification.Target{Kind: notification.Item, ID: e.Item}, Reason: reason}, e.Person)
			return nil
		})
	}
}
