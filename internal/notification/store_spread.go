package notification

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

func putSpread(ctx context.Context, tx *store.Tx, a spreading) error {
	text, err := json.Marshal(a.Audience)
	if err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, store.Q(`INSERT INTO spreads (event_id, told, audience) VALUES (%s, %s, %s)`, a.Event, a.told, string(text)))
	return err
}

// takeSpread locks the place in the oldest audience for this transaction.
func takeSpread(ctx context.Context, tx *store.Tx) (spreading, error) {
	row, err := store.One[struct {
		EventID  id.ID
		Told     id.ID
		Audience string
	}](ctx, tx, store.Q(`UPDATE spreads SET told = told WHERE event_id = (SELECT MIN(event_id) FROM spreads) RETURNING event_id, told, audience`))
	if err != nil {
		return spreading{}, err
	}
	a := spreading{told: row.Told}
	if err := json.Unmarshal([]byte(row.Audience), &a.Audience); err != nil {
		return a, fmt.Errorf("audience of event %s: %w", row.EventID, err)
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

func anySpread(ctx context.Context, on store.Querier) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM spreads)`))
}

// untold counts the facts whose followers are still to be told.
func untold(ctx context.Context, on store.Querier) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM spreads`))
}

// tellNext writes the lines of the next followers after a person, in the order
// of persons, each for their strongest reason, and returns whom it told. One
// statement does it: a line costs microseconds, and its text depends on the
// number of targets only. Left out are those whose level does not want the
// fact, who may not read the item, and who muted one of
// the targets, even when another of their follows would bring it. Each target
// is read along its index and no further than needed.
func tellNext(ctx context.Context, tx *store.Tx, a spreading, limit int) ([]id.ID, error) {
	least := All
	if a.Important {
		least = Important
	}
	unread := store.Q("TRUE")
	if a.told != 0 {
		// Told late, nobody is told of what they have read meanwhile.
		unread = store.Q("NOT EXISTS (SELECT 1 FROM reads r WHERE r.person_id = f.person_id AND r.item_id = %s AND r.seen >= %s)", a.Item, a.At)
	}
	subject := a.Subject
	if subject == (Target{}) {
		subject = Target{Item, a.Item}
	}
	targets := a.Targets
	parts, reasons, about := make([]*store.Query, len(targets)), make([]*store.Query, len(targets)), make([]*store.Query, len(targets))
	for i, t := range targets {
		parts[i] = store.Q(`SELECT * FROM (SELECT f.person_id, `+strconv.Itoa(i)+` AS rank FROM follows f
			WHERE f.target_kind = %s AND f.target_id = %s AND f.person_id > %s AND f.level >= %s AND f.person_id NOT IN %s AND %s AND %s
			AND NOT EXISTS (SELECT 1 FROM follows m WHERE m.person_id = f.person_id AND m.level = %d AND (%s))
			ORDER BY f.person_id LIMIT %s) one`,
			t.Kind, t.ID, a.told, least, store.Values(a.Except), access.MayRead("f.person_id", a.Item), unread, Nothing, anyOf(targets), limit)
		reason, of := a.Reason, a.ReasonID
		if reason == "" {
			reason = reasonOf(t.Kind)
		}
		if of == 0 {
			of = t.ID
		}
		reasons[i] = store.Q("WHEN "+strconv.Itoa(i)+" THEN CAST(%s AS TEXT)", reason)
		about[i] = store.Q("WHEN "+strconv.Itoa(i)+" THEN CAST(%s AS BIGINT)", of.Nullable())
	}
	return store.All[id.ID](ctx, tx, store.Q(`INSERT INTO notices
		(person_id, stream, subject_kind, subject_id, reason, reason_id, actor_id, comment_id, count, created, updated, text)
		SELECT t.person_id, %d, CAST(%s AS TEXT), CAST(%s AS BIGINT), CASE t.rank %s END, CASE t.rank %s END, CAST(%s AS BIGINT), CAST(%s AS BIGINT),
			1, CAST(%s AS BIGINT), CAST(%s AS BIGINT), CAST(%s AS TEXT)
		FROM (SELECT person_id, MIN(rank) AS rank FROM (%s) found GROUP BY person_id ORDER BY person_id LIMIT %s) t WHERE TRUE `+
		onTop+` RETURNING person_id`,
		ForInfo, subject.Kind, subject.ID, store.Join(reasons, " "), store.Join(about, " "), a.Actor.Nullable(), a.Comment.Nullable(), a.At, a.At, a.Text,
		store.Join(parts, " UNION ALL "), limit))
}
