package margin

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told of a thread in which they spoke, beyond what is said of
// every comment.
const (
	ToldResolved notification.Reason = "margin_resolved"
	ToldReopened notification.Reason = "margin_reopened"
)

// fact is what the events of threads say.
type fact struct {
	content.Fact
	People []id.ID `json:"people"` // who spoke in it
}

// Way is where a line about a thread leads: to its place in the document.
func Way(n notification.Notice) string { return threadURL(n.Subject.ID, n.Comment) }

// Tell declares what the facts of threads say to whom.
func Tell(n *notification.Service) {
	for verb, reason := range map[activity.Verb]notification.Reason{ThreadResolved: ToldResolved, ThreadReopened: ToldReopened} {
		n.On(verb, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
			var f fact
			if err := json.Unmarshal(e.Data, &f); err != nil {
				return err
			}
			muted, err := notification.Muted(ctx, tx, e.Item)
			if err != nil {
				return err
			}
			told := notification.Told{Stream: notification.ForInfo, Subject: notification.Target{Kind: notification.Item, ID: e.Item}, Reason: reason}
			for _, person := range f.People {
				if !muted[person] {
					b.Tell(e, told, person)
				}
			}
			return nil
		})
	}
}
