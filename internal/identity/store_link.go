package identity

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

func insertLink(ctx context.Context, tx *store.Tx, hash string, l Link, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO links (hash, purpose, person_id, email, created, expires)
		VALUES (%s, %s, %s, %s, %s, %s)`, hash, string(l.Purpose), l.Person.Nullable(), l.Email, now, l.Expires))
	return err
}

func linkByHash(ctx context.Context, on store.Querier, purpose Purpose, hash string, now clock.Time) (Link, error) {
	return store.One[Link](ctx, on, store.Q(`SELECT purpose, person_id, email, expires FROM links
		WHERE hash = %s AND purpose = %s AND used IS NULL AND expires > %s`, hash, string(purpose), now))
}

func markLink(ctx context.Context, tx *store.Tx, hash string, now clock.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`UPDATE links SET used = %s WHERE hash = %s AND used IS NULL`, now, hash))
	return n == 1, err
}

func deleteLinksFor(ctx context.Context, tx *store.Tx, purpose Purpose, person id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM links WHERE purpose = %s AND COALESCE(person_id, 0) = %s`, string(purpose), person))
	return err
}

func deleteLinks(ctx context.Context, tx *store.Tx, person id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM links WHERE person_id = %s`, person))
	return err
}

func deleteOldLinks(ctx context.Context, tx *store.Tx, now clock.Time) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`DELETE FROM links WHERE expires <= %s OR used IS NOT NULL`, now))
}
