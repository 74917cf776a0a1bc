package community

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/id"
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
	toldExcluded    notification.Reason = "excluded"
	toldFewManagers notification.Reason = "few_managers"
)

// Tell declares what the facts of communities say to whom, that coming in is
// following and that going is not any more.
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
	in := func(e activity.Event, b *notification.Batch, people ...id.ID) {
		b.Follow(place(e), notification.All, people...)
	}
	out := func(e activity.Event, b *notification.Batch, people ...id.ID) { b.Unfollow(e, place(e), people...) }
	n.On(EventOpened, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
		in(e, b, e.Actor)
		return nil
	})
	for verb, change := range map[activity.Verb]func(activity.Event, *notification.Batch, ...id.ID){
		EventJoined: in, EventAccepted: in, EventEnrolled: in,
		EventLeft: out, EventExcluded: out, EventWithdrawn: out,
	} {
		n.On(verb, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
			who := people{People: []id.ID{e.Person}}
			if e.Person == 0 { // about many at once
				if err := json.Unmarshal(e.Data, &who); err != nil {
					return err
				}
			}
			change(e, b, who.People...)
			return nil
		})
	}
	n.On(EventAccepted, one(toldAdmitted))
	n.On(EventRefused, one(toldRefused))
	n.On(EventInvited, one(toldInvited))
	n.On(EventRole, one(toldRole))
	n.On(EventExcluded, one(toldExcluded))
	n.On(EventAsked, managers(toldAsked))
	n.On(EventFewManagers, managers(toldFewManagers))
}
