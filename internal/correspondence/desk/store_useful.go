package desk

import (
	"context"

	"parvis/internal/id"
	"parvis/internal/store"
)

type said struct {
	ID              id.ID
	Useful, Useless int
}

// saidOf is what the readers of these dispatches say of them; what is none is
// left out.
func saidOf(ctx context.Context, tx *store.Tx, items []id.ID) ([]said, error) {
	return store.All[said](ctx, tx, store.Q(`SELECT x.id, x.useful, x.useless FROM %s x JOIN dispatches p ON p.item_id = x.id WHERE x.id IN %s ORDER BY x.id`,
		anyItem, store.Values(items)))
}

func setMerit(ctx context.Context, tx *store.Tx, item id.ID, merit int) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE deliveries SET merit = %s WHERE item_id = %s AND NOT acts AND merit <> %s`, merit, item, merit))
	return err
}
