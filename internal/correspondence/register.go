package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// readAct is the act that tells who read a restricted dispatch.
const readAct = "dispatch.read"

// Register writes down in the chained log who opens a restricted dispatch, once
// a day for each: its text, its history or its files, on a screen or by a
// program. What cannot be written down is not handed over. Its author is left
// out: they know what they wrote.
type Register struct {
	DB    *store.DB
	Clock clock.Clock
	Acts  *activity.Acts
}

// Opened writes it down of those of these that actor reads and did not open
// today.
func (r Register) Opened(ctx context.Context, actor access.Actor, items []id.ID) error {
	if actor.Person() == 0 || actor.Clearance() < access.Restricted {
		return nil
	}
	at := r.Clock.Now().In(clock.Paris)
	today := at.Year()*10_000 + int(at.Month())*100 + at.Day()
	fresh, err := unread(ctx, r.DB, actor, items, today)
	if err != nil || len(fresh) == 0 {
		return err
	}
	return r.DB.Write(ctx, func(tx *store.Tx) error {
		for _, item := range fresh {
			first, err := markRead(ctx, tx, item, actor.Person(), today)
			if err != nil {
				return err
			}
			if !first {
				continue // at the same moment, on another screen
			}
			if err := r.Acts.Record(ctx, tx, actor, readAct, "dispatch "+item.String(), nil); err != nil {
				return err
			}
		}
		return nil
	})
}
