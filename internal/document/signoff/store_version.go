package signoff

import (
	"context"
	"errors"

	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

const versionColumns = `w.item_id, w.version, w.round_id, w.number, w.title, w.hash, w.body, w.signed, w.reason, w.approved`

// keepVersion writes what was approved; no statement ever changes it.
func keepVersion(ctx context.Context, tx *store.Tx, v Version) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO signoff_versions (item_id, version, round_id, number, title, hash, body, signed, reason, approved)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)`, v.Item, v.Version, v.Round, v.Number, v.Title, v.Hash, v.Body, v.Signed, v.Reason, v.Approved))
	return err
}

// lastVersion is the one in force; its Version is zero when there is none. It
// comes without its text.
func lastVersion(ctx context.Context, on store.Querier, item id.ID) (Version, error) {
	list, err := versionsOf(ctx, on, item, 1)
	if err != nil || len(list) == 0 {
		return Version{}, err
	}
	return list[0], nil
}

// versionsOf lists them without their texts, the last first.
func versionsOf(ctx context.Context, on store.Querier, item id.ID, limit int) ([]Version, error) {
	return store.All[Version](ctx, on, store.Q(`SELECT w.item_id, w.version, w.round_id, w.number, w.title, w.hash, '' AS body, w.signed, w.reason, w.approved
		FROM signoff_versions w WHERE w.item_id = %s ORDER BY w.version DESC LIMIT %s`, item, limit))
}

func versionOf(ctx context.Context, on store.Querier, item id.ID, version int) (Version, error) {
	v, err := store.One[Version](ctx, on, store.Q(`SELECT `+versionColumns+` FROM signoff_versions w WHERE w.item_id = %s AND w.version = %s`, item, version))
	if errors.Is(err, store.ErrNone) {
		return v, fault.NotFound()
	}
	return v, err
}

// standings tells where several documents stand, in one query.
func standings(ctx context.Context, on store.Querier, items []id.ID) ([]Standing, error) {
	if len(items) == 0 {
		return nil, nil
	}
	return store.All[Standing](ctx, on, store.Q(`SELECT x.id AS item, x.frozen, COALESCE(MAX(w.version), 0) AS version,
		EXISTS (SELECT 1 FROM signoff_rounds r WHERE r.item_id = x.id AND r.state = %d) AS review
		FROM %s x LEFT JOIN signoff_versions w ON w.item_id = x.id WHERE x.id IN %s GROUP BY x.id, x.frozen`, Open, anyItem, store.Values(items)))
}

// erase forgets the reviews of a document that goes for good.
func erase(ctx context.Context, tx *store.Tx, item id.ID) error {
	for _, q := range []*store.Query{
		store.Q(`DELETE FROM signoff_versions WHERE item_id = %s`, item),
		store.Q(`UPDATE signoff_visas SET next_id = NULL WHERE item_id = %s`, item),
		store.Q(`DELETE FROM signoff_visas WHERE item_id = %s`, item),
		store.Q(`DELETE FROM signoff_rounds WHERE item_id = %s`, item),
	} {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}
