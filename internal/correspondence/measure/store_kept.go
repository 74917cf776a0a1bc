package measure

import (
	"context"
	"encoding/json"
	"fmt"

	"parvis/internal/clock"
	"parvis/internal/store"
)

// keptUntil is until when a period was measured last, zero for never.
func keptUntil(ctx context.Context, on store.Querier, p Period) (clock.Time, error) {
	list, err := store.All[clock.Time](ctx, on, store.Q(`SELECT m.until FROM dispatch_measures m WHERE m.period = %s`, p))
	if err != nil || len(list) == 0 {
		return clock.Time{}, err
	}
	return list[0], nil
}

func kept(ctx context.Context, on store.Querier, p Period) (reckoned, error) {
	row, err := store.One[struct {
		Until clock.Time
		Desks string
	}](ctx, on, store.Q(`SELECT m.until, m.desks FROM dispatch_measures m WHERE m.period = %s`, p))
	out := reckoned{until: row.Until}
	if err == nil {
		err = json.Unmarshal([]byte(row.Desks), &out.desks)
	}
	if err != nil {
		return out, fmt.Errorf("read what desks did in a %s: %w", p, err)
	}
	return out, nil
}

// keep puts what was worked out in the place of what was there, unless somebody
// put something newer.
func keep(ctx context.Context, db *store.DB, p Period, r reckoned) error {
	desks, err := json.Marshal(r.desks)
	if err != nil {
		return err
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_measures (period, until, desks) VALUES (%s, %s, %s)
			ON CONFLICT (period) DO UPDATE SET until = excluded.until, desks = excluded.desks WHERE excluded.until > dispatch_measures.until`, p, r.until, string(desks)))
		return err
	})
}
