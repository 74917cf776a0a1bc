package publication

import (
	"context"

	"parvis/internal/activity"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// toldAccepted tells the author of an answer that it was the right one.
const toldAccepted notification.Reason = "accepted"

// Tell declares what the facts of publications say to whom, beyond what is
// said of every item.
func Tell(n *notification.Service) {
	n.On(AnswerAccepted, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
		item := notification.Target{Kind: notification.Item, ID: e.Item}
		b.Tell(e, notification.Told{Stream: notification.ForMe, Subject: item, Reason: toldAccepted}, e.Person)
		return nil
	})
}
