package history

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// ToldNamed is why people are told of a document: somebody gave a name to one of
// its versions. The line says the name.
const ToldNamed notification.Reason = "document_named"

// Tell declares what the facts of this package say to whom: those who follow a
// document hear once of each version that gets a name.
func Tell(n *notification.Service) {
	n.On(VersionNamed, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
		var f versionFact
		if err := json.Unmarshal(e.Data, &f); err != nil || f.Again {
			return err
		}
		v, err := versionOf(ctx, tx, e.Item, f.Number)
		if err != nil || v == nil || !v.Removed.IsZero() {
			return err
		}
		item := notification.Target{Kind: notification.Item, ID: e.Item}
		b.Follow(item, notification.All, e.Actor)
		return b.TellFollowers(ctx, tx, e, notification.Audience{Targets: []notification.Target{item}, Reason: ToldNamed, Text: v.Name})
	})
}
