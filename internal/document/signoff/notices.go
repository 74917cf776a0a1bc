package signoff

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told about reviews.
const (
	toldAsked     notification.Reason = "signoff_asked"     // my visa is waited for
	toldAgain     notification.Reason = "signoff_again"     // the text changed since I gave it
	toldSoon      notification.Reason = "signoff_soon"      // tomorrow is the day
	toldOverdue   notification.Reason = "signoff_overdue"   // the day has come
	toldLate      notification.Reason = "signoff_late"      // somebody whom I asked is late
	toldGiven     notification.Reason = "signoff_given"     // a visa that I asked for
	toldRefused   notification.Reason = "signoff_refused"   // the document is a draft again
	toldHanded    notification.Reason = "signoff_handed"    // somebody whom I asked handed it on
	toldWithdrawn notification.Reason = "signoff_withdrawn" // nothing is asked of me any more
	toldApproved  notification.Reason = "signoff_approved"
	toldRenewed   notification.Reason = "signoff_renewed"
)

// Reasons are those of the lines of home that ask for a visa.
func Reasons() []notification.Reason {
	return []notification.Reason{toldAsked, toldAgain, toldSoon, toldOverdue}
}

// Tell declares what the facts of reviews say to whom. A visa is to do until it
// is answered, by whoever holds it.
func Tell(n *notification.Service) {
	for verb, tell := range map[activity.Verb]func(activity.Event, fact, *notification.Batch){
		Asked: asked, Resumed: asked, TakenBack: func(e activity.Event, f fact, b *notification.Batch) { done(e, b, f.Ended) },
		Reminded: reminds(toldSoon),
		Overran: func(e activity.Event, f fact, b *notification.Batch) {
			reminds(toldOverdue)(e, f, b)
			b.Tell(e, told(e, notification.Do, toldLate), e.Person)
		},
		Viewed: answers(toldGiven), Passed: answers(toldHanded),
		Extended: func(e activity.Event, f fact, b *notification.Batch) { b.Done(about(e), toldLate) },
		Denied:   ends(toldRefused), Recalled: ends(toldWithdrawn),
	} {
		n.On(verb, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
			f, err := factOf(e)
			if err == nil {
				tell(e, f, b)
			}
			return err
		})
	}
	for verb, reason := range map[activity.Verb]notification.Reason{Frozen: toldApproved, Renewed: toldRenewed} {
		n.On(verb, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
			f, err := factOf(e)
			if err != nil {
				return err
			}
			ends(reason)(e, f, b)
			return b.TellFollowers(ctx, tx, e, notification.Audience{Targets: []notification.Target{about(e)}, Reason: reason})
		})
	}
}

func factOf(e activity.Event) (f fact, err error) { return f, json.Unmarshal(e.Data, &f) }

func about(e activity.Event) notification.Target {
	return notification.Target{Kind: notification.Item, ID: e.Item}
}

func told(e activity.Event, stream notification.Stream, reason notification.Reason) notification.Told {
	return notification.Told{Stream: stream, Subject: about(e), Reason: reason}
}

// done ends what was asked of people.
func done(e activity.Event, b *notification.Batch, people []id.ID) {
	if len(people) == 0 {
		return
	}
	for _, reason := range Reasons() {
		b.Done(about(e), reason, people...)
	}
}

// asked tells those whose visa is waited for, who asks first: one whose turn
// comes by what another did is still asked by the requester.
func asked(e activity.Event, f fact, b *notification.Batch) {
	reason := toldAsked
	if f.Again {
		reason = toldAgain
	}
	e.Actor = e.Person
	for _, p := range f.Asked {
		own := e
		if p == e.Person {
			own.Actor = 0 // who asks themselves is asked as well
		}
		b.Tell(own, told(e, notification.Do, reason), p)
	}
	b.Follow(about(e), notification.All, append(f.Asked, e.Person)...)
}

func reminds(reason notification.Reason) func(activity.Event, fact, *notification.Batch) {
	return func(e activity.Event, f fact, b *notification.Batch) {
		b.Tell(e, told(e, notification.Do, reason), f.Asked...)
	}
}

// answers tells who asked that one of them answered.
func answers(reason notification.Reason) func(activity.Event, fact, *notification.Batch) {
	return func(e activity.Event, f fact, b *notification.Batch) {
		done(e, b, f.Ended)
		if f.Settled {
			b.Done(about(e), toldLate)
		}
		b.Tell(e, told(e, notification.ForMe, reason), e.Person)
	}
}

// ends tells who asked and those who took part that the review is over.
func ends(reason notification.Reason) func(activity.Event, fact, *notification.Batch) {
	return func(e activity.Event, f fact, b *notification.Batch) {
		for _, r := range append(Reasons(), toldLate) {
			b.Done(about(e), r)
		}
		b.Tell(e, told(e, notification.ForMe, reason), append(f.Told, e.Person)...)
	}
}
