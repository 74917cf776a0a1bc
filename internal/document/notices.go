package document

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// ToldWritten is why people are told of a document: somebody wrote in it. The
// line says what, in a few words.
const ToldWritten notification.Reason = "document_written"

// Tell declares what the facts of documents say to whom: one line for each
// pause in the writing, joined with those that were not read.
func Tell(n *notification.Service) {
	n.On(DocumentWritten, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
		var f writtenFact
		if err := json.Unmarshal(e.Data, &f); err != nil {
			return err
		}
		item := notification.Target{Kind: notification.Item, ID: e.Item}
		if len(f.People) > 0 {
			e.Actor = f.People[0]
			// Who writes in it follows it.
			b.Follow(item, notification.All, f.People...)
		}
		b.Tell(e, notification.Told{Stream: notification.ForMe, Subject: item, Reason: notification.Mentioned}, f.Mentions...)
		moved, err := extractOf(ctx, tx, e.Item, f.To)
		if err != nil {
			return err
		}
		return b.TellFollowers(ctx, tx, e, notification.Audience{Targets: []notification.Target{item}, Reason: ToldWritten, Text: moved, Except: f.People})
	})
}
