package community

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told about a community.
const (
	toldAsked       notification.Reason = "asked"    // a manager: somebody wants to come in
	toldInvited     notification.Reason = "invited"  // somebody wants me in
	toldAdmitted    notification.Reason = "admitted" // my request was accepted
	toldRefused     notification.Reason = "refused"
	toldRole        notification.Reason = "role"
	toldFewManagers notification.Reason = "few_managers"
)

// Tell declares what the facts of communities say to whom, and that coming in
// is following.
func Tell(n *notification.Service) {
	place := func(e activity.Event) notification.Target {
		return notification.Target{Kind: notification.Community, ID: e.Community}
	}
	one := func(reason notification.Reason) notification.Teller {
		return func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
			b.Tell(e, notification.Told{Stream: notification.ForMe, Subject: place(e), Reason: reason}, e.Person)
			return nil
		}
	}
	managers := func(reason notification.Reason) notification.Teller {
		return func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
			people, err := notification.Managers(ctx, tx, e.Community)
			if err != nil {
				return err
			}
			b.Tell(e, notification.Told{Stream: notification.ForMe, Subject: place(e), Reason: reason}, people...)
			return nil
		}
	}
	follow := func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
		b.Follow(e.Person, place(e), notification.All)
		return nil
	}
	n.On(EventOpened, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
		b.Follow(e.Actor, place(e), notification.All)
		return nil
	})
	n.On(EventJoined, follow)
	n.On(EventAccepted, follow)
	n.On(EventAccepted, one(toldAdmitted))
	n.On(EventRefused, one(toldRefused))
	n.On(EventInvited, one(toldInvited))
	n.On(EventRole, one(toldRole))
	n.On(EventAsked, managers(toldAsked))
	n.On(EventFewManagers, managers(toldFewManagers))
	n.On(EventEnrolled, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
		var came people
		if err := json.Unmarshal(e.Data, &came); err != nil {
			return err
		}
		for _, p := range came.People {
			b.Follow(p, place(e), notification.All)
		}
		return nil
	})
}
