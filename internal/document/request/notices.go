package request

import (
	"context"
	"encoding/json"
	"slices"

	"parvis/internal/activity"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told of the right to write in a document.
const (
	ToldAsked   notification.Reason = "document_asked" // somebody would like to write in it: to be answered
	ToldGranted notification.Reason = "document_granted"
	ToldRefused notification.Reason = "document_refused" // the line says the word
	ToldTaken   notification.Reason = "document_taken"
)

// Tell declares what the facts of this package say to whom: who may answer has
// something to do until nobody waits, and who asked hears the answer.
func Tell(n *notification.Service) {
	n.On(Asked, asked)
	for verb, reason := range map[activity.Verb]notification.Reason{Granted: ToldGranted, Denied: ToldRefused, Taken: ToldTaken, AskedNoMore: ""} {
		n.On(verb, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
			var f requestFact
			if err := json.Unmarshal(e.Data, &f); err != nil {
				return err
			}
			item := notification.Target{Kind: notification.Item, ID: e.Item}
			if left, err := countWaiting(ctx, tx, e.Item); err != nil || left == 0 {
				if err != nil {
					return err
				}
				b.Done(item, ToldAsked)
			}
			if reason == "" {
				return nil
			}
			r, err := requestOf(ctx, tx, e.Item, f.Person)
			if err != nil {
				return err
			}
			if reason == ToldGranted {
				b.Follow(item, notification.All, f.Person)
			}
			b.Tell(e, notification.Told{Stream: notification.ForMe, Subject: item, Reason: reason, Text: r.Answer}, f.Person)
			return nil
		})
	}
}

func asked(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
	r, err := requestOf(ctx, tx, e.Item, e.Actor)
	if err != nil || r.State != Waiting {
		return err // answered or taken back meanwhile
	}
	people, err := notification.Managers(ctx, tx, e.Community)
	if err != nil {
		return err
	}
	keep, err := keepers(ctx, tx, e.Item)
	if err != nil {
		return err
	}
	people = append(people, keep...)
	slices.Sort(people)
	people = slices.DeleteFunc(slices.Compact(people), func(p id.ID) bool { return p == 0 })
	b.Tell(e, notification.Told{Stream: notification.Do, Subject: notification.Target{Kind: notification.Item, ID: e.Item}, Reason: ToldAsked, Text: r.Message}, people...)
	return nil
}
