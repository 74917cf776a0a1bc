package notification

import (
	"context"
	"encoding/json"
	"fmt"

	"parvis/internal/id"
	"parvis/internal/store"
)

func putSpread(ctx context.Context, tx *store.Tx, a spreading) error {
	text, err := json.Marshal(a.audience)
	if err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, store.Q(`INSERT INTO spreads (event_id, told, audience) VALUES (%s, %s, %s)`, a.Event, a.told, string(text)))
	return err
}

// takeSpread locks the place in an audience for this transaction.
func takeSpread(ctx context.Context, tx *store.Tx, event id.ID) (spreading, error) {
	row, err := store.One[struct {
		Told     id.ID
		Audience string
	}](ctx, tx, store.Q(`UPDATE spreads SET told = told WHERE event_id = %s RETURNING told, audience`, event))
	if err != nil {
		return spreading{}, err
	}
	a := spreading{told: row.Told}
	if err := json.Unmarshal([]byte(row.Audience), &a.audience); err != nil {
		return a, fmt.Errorf("audience of event %s: %w", event, err)
	}
	return a, nil
}

// moveSpread keeps how far an audience has been told, or forgets it at its end.
func moveSpread(ctx context.Context, tx *store.Tx, a spreading, more bool) error {
	q := store.Q(`DELETE FROM spreads WHERE event_id = %s`, a.Event)
	if more {
		q = store.Q(`UPDATE spreads SET told = %s WHERE event_id = %s`, a.told, a.Event)
	}
	_, err := store.Exec(ctx, tx, q)
	return err
}

func spreads(ctx context.Context, on store.Querier) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT event_id FROM spreads ORDER BY event_id LIMIT 1000`))
}
