package identity

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

type sessionRow struct {
	Session        id.ID
	Seen           clock.Time
	Ends           clock.Time
	CurrentCharter int
	Person
}

func insertSession(ctx context.Context, tx *store.Tx, hash string, person id.ID, n Session) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO sessions (hash, id, person_id, device, address, created, seen, expires)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s)`, hash, n.ID, person, n.Device, n.Address, n.Created, n.Seen, n.Expires))
	return err
}

func sessionByHash(ctx context.Context, on store.Querier, hash string) (sessionRow, error) {
	return store.One[sessionRow](ctx, on, store.Q(`SELECT s.id AS session, s.seen, s.expires AS ends,
		(SELECT COALESCE(MAX(version), 0) FROM charters) AS current_charter, `+columns+`
		FROM sessions s JOIN %s p ON p.id = s.person_id WHERE s.hash = %s`, people(), hash))
}

// touchRow notes the last use of a row of sessions or of tokens.
func touchRow(ctx context.Context, tx *store.Tx, table, hash string, now clock.Time) error {
	statement := `UPDATE sessions SET seen = %s WHERE hash = %s`
	if table == "tokens" {
		statement = `UPDATE tokens SET seen = %s WHERE hash = %s`
	}
	_, err := store.Exec(ctx, tx, store.Q(statement, now, hash))
	return err
}

func liveSessions(ctx context.Context, on store.Querier, person id.ID, now, seenSince clock.Time) ([]Session, error) {
	return store.All[Session](ctx, on, store.Q(`SELECT id, device, address, created, seen, expires FROM sessions
		WHERE person_id = %s AND expires > %s AND seen > %s ORDER BY seen DESC, id DESC LIMIT 200`, person, now, seenSince))
}

func deleteSession(ctx context.Context, tx *store.Tx, person, session id.ID) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`DELETE FROM sessions WHERE person_id = %s AND id = %s`, person, session))
	return n == 1, err
}

func deleteSessions(ctx context.Context, tx *store.Tx, person, but id.ID) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`DELETE FROM sessions WHERE person_id = %s AND id <> %s`, person, but))
}
