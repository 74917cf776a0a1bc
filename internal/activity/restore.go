package activity

import (
	"context"
	"fmt"
	"log/slog"

	"parvis/internal/store"
)

// adopt makes the turns of a restored database fit the server it is now on,
// once, before anything is appended or followed.
func (l *Log) adopt(ctx context.Context) error {
	l.checking.Lock()
	defer l.checking.Unlock()
	if l.checked {
		return nil
	}
	moved, err := l.renumber(ctx)
	if err != nil {
		return fmt.Errorf("renumber the log: %w", err)
	}
	if moved > 0 {
		l.log.WarnContext(ctx, "the log of events comes from another PostgreSQL server, its turns were moved below those of this one", slog.Int64("events", moved))
	}
	l.checked = true
	return nil
}

// Skip tells the followers nothing of what the log holds so far, what this
// transaction appended included. It serves a load of the past, which brings
// with it what the followers would have derived.
func (l *Log) Skip(ctx context.Context, tx *store.Tx) error {
	for _, f := range l.followers {
		if err := skip(ctx, tx, f.name); err != nil {
			return fmt.Errorf("skip the log for %s: %w", f.name, err)
		}
	}
	return nil
}
