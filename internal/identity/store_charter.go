package identity

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

func currentCharter(ctx context.Context, on store.Querier) (Charter, error) {
	return store.One[Charter](ctx, on, store.Q(`SELECT version, source, created, author_id FROM charters ORDER BY version DESC LIMIT 1`))
}

func charters(ctx context.Context, on store.Querier) ([]Charter, error) {
	return store.All[Charter](ctx, on, store.Q(`SELECT version, source, created, author_id FROM charters ORDER BY version DESC`))
}

func insertCharter(ctx context.Context, tx *store.Tx, c Charter) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO charters (version, source, created, author_id) VALUES (%s, %s, %s, %s)`,
		c.Version, c.Source, c.Created, c.Author.Nullable()))
	return err
}

func acceptCharter(ctx context.Context, tx *store.Tx, person id.ID, version int, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET charter = %s, charter_at = %s WHERE id = %s`, version, now, person))
	return err
}
