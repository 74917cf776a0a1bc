package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"parvis/internal/store"
)

// period is work that comes back.
type period struct {
	kind     string
	interval time.Duration
}

// moment is one of its times.
type moment struct {
	Slot time.Time `json:"slot"`
}

// Every declares, before Start, work to do at each multiple of interval (UTC;
// a day is at midnight), once on the whole site and never two at a time. A
// moment that passes while every node is stopped is made up for at the next
// start, once. The work is planned in the database, some seconds of delay are
// normal. It is tried three times, then left to the next time.
func (q *Queue) Every(name string, interval time.Duration, work func(ctx context.Context) error) {
	p := period{kind: "every/" + name, interval: interval}
	q.periodic = append(q.periodic, p)
	q.handle(p.kind, func(ctx context.Context, args json.RawMessage) error {
		var now moment
		if err := json.Unmarshal(args, &now); err != nil {
			return fmt.Errorf("read args: %w", err)
		}
		// Planned before the work, so that no failure breaks the series.
		if err := q.plan(ctx, p, now.Slot); err != nil {
			return err
		}
		release, free, err := q.exclusive(ctx, p.kind)
		if err != nil {
			return fmt.Errorf("lock: %w", err)
		}
		if !free {
			return nil // the previous one still runs: it does for both
		}
		defer release()
		return work(ctx)
	})
}

// plan enqueues the next time after the present and after slot, which all
// nodes compute alike. A node whose clock is late may run a slot before its
// time: planning that same slot again would end the series.
func (q *Queue) plan(ctx context.Context, p period, slot time.Time) error {
	next := time.Now().UTC().Truncate(p.interval).Add(p.interval)
	if !next.After(slot) {
		next = slot.Add(p.interval)
	}
	args, err := json.Marshal(moment{next})
	if err != nil {
		return fmt.Errorf("plan %s: %w", p.kind, err)
	}
	return q.db.Write(ctx, func(tx *store.Tx) error {
		return q.enqueue(ctx, tx, p.kind, args, At(next), Once(next.Format(time.RFC3339Nano)), Tries(3))
	})
}
