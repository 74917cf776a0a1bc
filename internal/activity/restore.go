package activity

import (
	"context"
	"fmt"
	"log/slog"
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
