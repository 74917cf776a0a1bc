package identity

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

func credential(ctx context.Context, on store.Querier, person id.ID) (Hashed, error) {
	return store.One[Hashed](ctx, on, store.Q(`SELECT hash FROM credentials WHERE person_id = %s`, person))
}

func saveCredential(ctx context.Context, tx *store.Tx, person id.ID, hash Hashed, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO credentials (person_id, hash, changed) VALUES (%s, %s, %s)
		ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, changed = excluded.changed`, person, string(hash), now))
	return err
}

type attemptRow struct {
	Failures int
	Locked   clock.Time
}

func attempt(ctx context.Context, on store.Querier, key string) (attemptRow, error) {
	return store.One[attemptRow](ctx, on, store.Q(`SELECT failures, locked FROM attempts WHERE login = %s`, key))
}

// countAttempt adds a failure, starting again after a quiet time, and returns
// how many there are.
func countAttempt(ctx context.Context, tx *store.Tx, key string, now, quietSince clock.Time) (int, error) {
	return store.One[int](ctx, tx, store.Q(`INSERT INTO attempts (login, failures, last) VALUES (%s, 1, %s)
		ON CONFLICT (login) DO UPDATE SET last = excluded.last,
			failures = CASE WHEN attempts.last < %s THEN 1 ELSE attempts.failures + 1 END
		RETURNING failures`, key, now, quietSince))
}

func lockAttempts(ctx context.Context, tx *store.Tx, key string, until clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE attempts SET locked = %s WHERE login = %s`, until, key))
	return err
}

func forgetAttempts(ctx context.Context, tx *store.Tx, keys []string) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM attempts WHERE login IN %s`, store.Values(keys)))
	return err
}

func deleteQuietAttempts(ctx context.Context, tx *store.Tx, quietSince clock.Time) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`DELETE FROM attempts WHERE last < %s`, quietSince))
}
