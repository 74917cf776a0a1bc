package identity

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

func saveAbout(ctx context.Context, tx *store.Tx, person id.ID, about string, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET about = %s, updated = %s WHERE id = %s`, about, now, person))
	return err
}

func savePhoto(ctx context.Context, tx *store.Tx, person id.ID, hash string, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET photo = %s, updated = %s WHERE id = %s`, hash, now, person))
	return err
}
