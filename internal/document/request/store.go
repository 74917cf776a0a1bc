package request

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

type requestRow struct {
	Person   id.ID `db:"person_id"`
	State    State
	Message  string
	Created  clock.Time
	Answer   string
	Answered clock.Time
}

// requestOf is what somebody asked, the zero value when they never did.
func requestOf(ctx context.Context, on store.Querier, item, person id.ID) (requestRow, error) {
	r, err := store.One[requestRow](ctx, on, store.Q(`SELECT person_id, state, message, created, answer, answered FROM document_requests
		WHERE item_id = %s AND person_id = %s`, item, person))
	if errors.Is(err, store.ErrNone) {
		return requestRow{}, nil
	}
	return r, err
}

// manyWaiting is how many requests of one document are shown at once.
const manyWaiting = 100

func waitingOn(ctx context.Context, on store.Querier, item id.ID) ([]requestRow, error) {
	return store.All[requestRow](ctx, on, store.Q(`SELECT person_id, state, message, created, answer, answered FROM document_requests
		WHERE item_id = %s AND state = %s ORDER BY created, person_id LIMIT %s`, item, Waiting, manyWaiting))
}

func countWaiting(ctx context.Context, on store.Querier, item id.ID) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM document_requests WHERE item_id = %s AND state = %s`, item, Waiting))
}

func putRequest(ctx context.Context, tx *store.Tx, item, person id.ID, message string, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO document_requests (item_id, person_id, state, message, created, answer) VALUES (%s, %s, %s, %s, %s, '')
		ON CONFLICT (item_id, person_id) DO UPDATE SET state = excluded.state, message = excluded.message, created = excluded.created, answer = '', answered = NULL, by_id = NULL`,
		item, person, Waiting, message, now))
	return err
}

// endRequest answers one that waits, and tells whether there was one.
func endRequest(ctx context.Context, tx *store.Tx, item, person id.ID, state State, word string, by id.ID, now clock.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`UPDATE document_requests SET state = %s, answer = %s, answered = %s, by_id = %s
		WHERE item_id = %s AND person_id = %s AND state = %s`, state, word, now, by, item, person, Waiting))
	return n > 0, err
}

type grantRow struct {
	Person  id.ID `db:"person_id"`
	By      id.ID `db:"by_id"`
	Created clock.Time
}

func grantsOf(ctx context.Context, on store.Querier, item id.ID) ([]grantRow, error) {
	return store.All[grantRow](ctx, on, store.Q(`SELECT person_id, by_id, created FROM grants WHERE item_id = %s ORDER BY created DESC, person_id`, item))
}

// putGrant lets somebody write, and tells whether they were not let before.
func putGrant(ctx context.Context, tx *store.Tx, item, person, by id.ID, now clock.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`INSERT INTO grants (item_id, person_id, by_id, created) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING`, item, person, by, now))
	return n > 0, err
}

func dropGrant(ctx context.Context, tx *store.Tx, item, person id.ID) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`DELETE FROM grants WHERE item_id = %s AND person_id = %s`, item, person))
	return n > 0, err
}

// mayRead tells whether somebody reads an item.
func mayRead(ctx context.Context, tx *store.Tx, item, person id.ID) (bool, error) {
	return store.One[bool](ctx, tx, store.Q(`SELECT EXISTS (SELECT 1 FROM (SELECT CAST(%s AS BIGINT) AS id) who WHERE %s)`, person, access.MayRead("who.id", item)))
}

// keepers are who answers for a document beside the managers of its community.
func keepers(ctx context.Context, tx *store.Tx, item id.ID) ([]id.ID, error) {
	labels, err := access.Labels(ctx, tx, access.Items, []id.ID{item})
	l := labels[item]
	return []id.ID{l.Author, l.Owner}, err
}
