package knowledge

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told about sheets.
const (
	toldDue       notification.Reason = "sheet_due"       // mine is to be reviewed
	toldReported  notification.Reason = "sheet_reported"  // a reader says that mine is outdated
	toldLacking   notification.Reason = "sheet_lacking"   // a reader says what mine lacks
	toldOverdue   notification.Reason = "sheet_overdue"   // its owner did nothing
	toldOrphaned  notification.Reason = "sheet_orphaned"  // its owner is gone
	toldMade      notification.Reason = "sheet_made"      // of what I said
	toldFixed     notification.Reason = "sheet_fixed"     // what I reported was looked at
	toldDismissed notification.Reason = "sheet_dismissed" // what I reported is not so
	toldEntrusted notification.Reason = "sheet_entrusted" // I answer for it from now on
)

// Tell declares what the facts of sheets say to whom. What a sheet asks of its
// owner is to do until it is verified; what readers said of it comes with it.
func Tell(n *notification.Service) {
	around(n)
	for verb, tell := range map[activity.Verb]func(context.Context, *store.Tx, activity.Event, fact, *notification.Batch) error{
		SheetMade: made, SheetVerified: verified, SheetDue: due, SheetOverdue: managers(toldOverdue), SheetOrphaned: managers(toldOrphaned),
		SheetKept: again, SheetReported: reported, SheetAnswered: answered, SheetEntrusted: entrusted,
	} {
		n.On(verb, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
			var f fact
			if err := json.Unmarshal(e.Data, &f); err != nil {
				return err
			}
			return tell(ctx, tx, e, f, b)
		})
	}
}

// around is what becomes of what a sheet asked when it is set aside, and when it
// comes back.
func around(n *notification.Service) {
	ours := func(e activity.Event) bool {
		f, err := content.FactOf(e)
		return err == nil && f.Kind == Kind
	}
	for _, verb := range []activity.Verb{content.ItemBinned, content.ItemArchived} {
		n.On(verb, func(_ context.Context, _ *store.Tx, e activity.Event, b *notification.Batch) error {
			if ours(e) {
				done(e, b)
				b.Done(about(e), toldOrphaned)
			}
			return nil
		})
	}
	for _, verb := range []activity.Verb{content.ItemRestored, content.ItemUnarchived} {
		n.On(verb, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
			if !ours(e) {
				return nil
			}
			list, err := sheetsOf(ctx, tx, []id.ID{e.Item})
			if err != nil || len(list) == 0 {
				return err
			}
			left, err := restOf(ctx, tx, list[0])
			rest(e, fact{Rest: left}, b, list[0].Owner)
			return err
		})
	}
}

func about(e activity.Event) notification.Target {
	return notification.Target{Kind: notification.Item, ID: e.Item}
}

func forMe(e activity.Event, reason notification.Reason) notification.Told {
	return notification.Told{Stream: notification.ForMe, Subject: about(e), Reason: reason}
}

func toDo(e activity.Event, reason notification.Reason) notification.Told {
	return notification.Told{Stream: notification.Do, Subject: about(e), Reason: reason}
}

// done ends what the sheet asked of some people, of all without any.
func done(e activity.Event, b *notification.Batch, people ...id.ID) {
	for _, reason := range []notification.Reason{toldDue, toldReported, toldOverdue} {
		b.Done(about(e), reason, people...)
	}
}

// rest says to the owner what there still is to do, whoever did the last thing.
func rest(e activity.Event, f fact, b *notification.Batch, owner id.ID) {
	e.Actor = 0
	switch f.Rest {
	case restDue:
		b.Tell(e, toDo(e, toldDue), owner)
	case restReported:
		b.Tell(e, toDo(e, toldReported), owner)
	}
}

func made(_ context.Context, _ *store.Tx, e activity.Event, f fact, b *notification.Batch) error {
	b.Tell(e, forMe(e, toldMade), f.People...)
	return nil
}

func verified(_ context.Context, _ *store.Tx, e activity.Event, f fact, b *notification.Batch) error {
	done(e, b)
	b.Tell(e, forMe(e, toldFixed), f.People...)
	return nil
}

func due(_ context.Context, _ *store.Tx, e activity.Event, _ fact, b *notification.Batch) error {
	b.Tell(e, toDo(e, toldDue), e.Person)
	return nil
}

func managers(reason notification.Reason) func(context.Context, *store.Tx, activity.Event, fact, *notification.Batch) error {
	return func(ctx context.Context, tx *store.Tx, e activity.Event, _ fact, b *notification.Batch) error {
		people, err := notification.Managers(ctx, tx, e.Community)
		b.Tell(e, toDo(e, reason), people...)
		return err
	}
}

func again(_ context.Context, _ *store.Tx, e activity.Event, _ fact, b *notification.Batch) error {
	b.Done(about(e), toldOrphaned)
	return nil
}

func reported(_ context.Context, _ *store.Tx, e activity.Event, f fact, b *notification.Batch) error {
	if f.Lacking {
		b.Tell(e, forMe(e, toldLacking), e.Person)
		return nil
	}
	b.Tell(e, toDo(e, toldReported), e.Person)
	return nil
}

func answered(ctx context.Context, tx *store.Tx, e activity.Event, f fact, b *notification.Batch) error {
	reason := toldFixed
	if f.Dismissed {
		reason = toldDismissed
	}
	b.Tell(e, forMe(e, reason), e.Person)
	list, err := sheetsOf(ctx, tx, []id.ID{e.Item})
	if err != nil || len(list) == 0 {
		return err
	}
	if f.Rest == "" {
		done(e, b)
	} else {
		rest(e, f, b, list[0].Owner)
	}
	return nil
}

func entrusted(_ context.Context, _ *store.Tx, e activity.Event, f fact, b *notification.Batch) error {
	done(e, b, f.People...)
	b.Done(about(e), toldOrphaned)
	if f.Rest == "" {
		b.Tell(e, forMe(e, toldEntrusted), e.Person)
		return nil
	}
	rest(e, f, b, e.Person)
	return nil
}
