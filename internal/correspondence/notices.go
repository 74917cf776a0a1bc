package correspondence

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told about dispatches on their way out. Whoever is told reads
// the dispatch, or their line does not show.
const (
	toldVisa       notification.Reason = "dispatch_visa"       // mine is waited for, or that of who I replace
	toldSign       notification.Reason = "dispatch_sign"       // to sign
	toldSoon       notification.Reason = "dispatch_soon"       // tomorrow is the day of a visa
	toldOverdue    notification.Reason = "dispatch_overdue"    // the day has come
	toldLate       notification.Reason = "dispatch_late"       // a visa is, on what I drafted or shall sign
	toldStuck      notification.Reason = "dispatch_stuck"      // a visa waits for somebody who cannot give it, on what I drafted or shall sign
	toldBack       notification.Reason = "dispatch_back"       // what I drafted was refused, or sent back unsigned
	toldGiven      notification.Reason = "dispatch_given"      // a visa was
	toldOverridden notification.Reason = "dispatch_overridden" // it goes on without one
	toldSigned     notification.Reason = "dispatch_signed"     // it is out
	toldShared     notification.Reason = "dispatch_shared"     // its drafter lets me read it
)

// asks are the reasons that end when somebody answers.
var asks = []notification.Reason{toldVisa, toldSign, toldSoon, toldOverdue}

// Tell declares what the facts of dispatches say to whom.
func Tell(n *notification.Service) {
	for verb, tell := range map[activity.Verb]func(activity.Event, fact, *notification.Batch){
		Handed: func(e activity.Event, _ fact, b *notification.Batch) { b.Done(about(e), toldBack) },
		Viewed: func(e activity.Event, _ fact, b *notification.Batch) {
			b.Tell(e, telling(e, notification.ForMe, toldGiven), e.Person)
		},
		PassedOver: func(e activity.Event, _ fact, b *notification.Batch) {
			b.Tell(e, telling(e, notification.ForMe, toldOverridden), e.Person)
		},
		Signed: func(e activity.Event, f fact, b *notification.Batch) {
			b.Tell(e, telling(e, notification.ForMe, toldSigned), e.Person)
			b.Tell(e, telling(e, notification.ForMe, toldShared), f.Told...)
		},
		TakenBack: func(e activity.Event, _ fact, b *notification.Batch) { b.Done(about(e), toldBack) },
		Denied:    back, SentBack: back, Recalled: nothing, Lent: nothing, Moved: nothing,
	} {
		on(n, verb, func(e activity.Event, f fact, b *notification.Batch) {
			handOn(e, f, b)
			tell(e, f, b)
		})
	}
	on(n, Shared, func(e activity.Event, f fact, b *notification.Batch) {
		b.Tell(e, telling(e, notification.ForMe, toldShared), f.Told...)
	})
	on(n, Reminded, func(e activity.Event, f fact, b *notification.Batch) {
		b.Tell(e, telling(e, notification.Do, toldSoon), f.Asked...)
	})
	on(n, Overran, func(e activity.Event, f fact, b *notification.Batch) {
		b.Tell(e, telling(e, notification.Do, toldOverdue), f.Asked...)
		b.Tell(e, telling(e, notification.Do, toldLate), append(f.Told, e.Person)...)
	})
	// What is changed or dropped asks nothing of anybody any more.
	for _, verb := range []activity.Verb{content.ItemEdited, content.ItemBinned} {
		on(n, verb, func(e activity.Event, f fact, b *notification.Batch) {
			if f.Kind != Kind {
				return
			}
			for _, reason := range append(asks, toldLate, toldStuck) {
				b.Done(about(e), reason)
			}
			if verb == content.ItemBinned {
				b.Done(about(e), toldBack)
			}
		})
	}
}

func on(n *notification.Service, verb activity.Verb, tell func(activity.Event, fact, *notification.Batch)) {
	n.On(verb, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
		var f fact
		if err := json.Unmarshal(e.Data, &f); err != nil {
			return err
		}
		tell(e, f, b)
		return nil
	})
}

func about(e activity.Event) notification.Target {
	return notification.Target{Kind: notification.Item, ID: e.Item}
}

func telling(e activity.Event, stream notification.Stream, reason notification.Reason) notification.Told {
	return notification.Told{Stream: stream, Subject: about(e), Reason: reason}
}

// handOn ends what was asked of those who have it no more, and asks those to
// whom it came: who drafted it asks, whoever answered before them.
func handOn(e activity.Event, f fact, b *notification.Batch) {
	if len(f.Ended) > 0 {
		for _, reason := range asks {
			b.Done(about(e), reason, f.Ended...)
		}
	}
	if !f.Late {
		b.Done(about(e), toldLate)
	}
	nobody := e
	nobody.Actor = 0 // who made the gesture is told as well
	sayStuck(nobody, f, b)
	reason := toldVisa
	if f.Step == ToSign {
		reason = toldSign
	}
	e.Actor = e.Person
	for _, p := range f.Asked {
		own := e
		if p == e.Person {
			own.Actor = 0 // who drafted it stands in for somebody
		}
		b.Tell(own, telling(e, notification.Do, reason), p)
	}
}

// back tells who drafts a dispatch that it is theirs again, and why is on it.
func back(e activity.Event, _ fact, b *notification.Batch) {
	b.Tell(e, telling(e, notification.Do, toldBack), e.Person)
}

func nothing(activity.Event, fact, *notification.Batch) {}
