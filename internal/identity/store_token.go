package identity

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

func insertToken(ctx context.Context, tx *store.Tx, hash string, person id.ID, t Token) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO tokens (id, hash, person_id, name, scopes, created, expires)
		VALUES (%s, %s, %s, %s, %s, %s, %s)`, t.ID, hash, person, t.Name, writeScopes(t.Scopes), t.Created, t.Expires))
	return err
}

func tokensOf(ctx context.Context, on store.Querier, person id.ID, now clock.Time) ([]Token, error) {
	type row struct {
		Token
		Granted string
	}
	rows, err := store.All[row](ctx, on, store.Q(`SELECT id, name, scopes AS granted, created, seen, expires FROM tokens
		WHERE person_id = %s AND (expires IS NULL OR expires > %s) ORDER BY id DESC LIMIT %d`, person, now, TokensMost))
	if err != nil {
		return nil, err
	}
	out := make([]Token, len(rows))
	for i, r := range rows {
		out[i] = r.Token
		out[i].Scopes = readScopes(r.Granted)
	}
	return out, nil
}

type tokenRow struct {
	Scopes         string
	Seen           clock.Time
	Ends           clock.Time
	CurrentCharter int
	Person
}

func tokenByHash(ctx context.Context, on store.Querier, hash string) (tokenRow, error) {
	return store.One[tokenRow](ctx, on, store.Q(`SELECT t.scopes, t.seen, t.expires AS ends,
		(SELECT COALESCE(MAX(version), 0) FROM charters) AS current_charter, `+columns+`
		FROM tokens t JOIN %s p ON p.id = t.person_id WHERE t.hash = %s`, people(), hash))
}

func deleteToken(ctx context.Context, tx *store.Tx, person, token id.ID) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`DELETE FROM tokens WHERE person_id = %s AND id = %s`, person, token))
	return n == 1, err
}

func deleteTokens(ctx context.Context, tx *store.Tx, person id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM tokens WHERE person_id = %s`, person))
	return err
}
