package document

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"parvis/internal/clock"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// standing is how far the log of a document goes.
type standing struct {
	Item    id.ID `db:"item_id"`
	Updates int64
	Settled int64
	Written clock.Time
	Writer  id.ID `db:"writer_id"`
	Frozen  bool  // nothing more is added to the log
}

// update is one change as the log keeps it.
type update struct {
	Number  int64
	Person  id.ID `db:"person_id"`
	Created clock.Time
	Body    []byte
}

// state is what a document is after its update Number.
type state struct {
	Number int64
	Body   []byte
}

func insertDocument(ctx context.Context, tx *store.Tx, item, author id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO documents (item_id, updates, settled, written, writer_id) VALUES (%s, 0, 0, %s, %s)`, item, at, author))
	return err
}

func standingOf(ctx context.Context, on store.Querier, item id.ID) (standing, error) {
	return store.One[standing](ctx, on, store.Q(`SELECT item_id, updates, settled, written, COALESCE(writer_id, 0) AS writer_id, frozen FROM documents WHERE item_id = %s`, item))
}

// advance makes room in the logs of documents for a list of updates, sorted by
// document, and numbers them. It holds the rows until the commit, so numbers are
// handed out in the order of commits, whatever the node. A document that is frozen
// takes none.
func advance(ctx context.Context, tx *store.Tx, list []entry) error {
	var more []*store.Query
	for part := range byItem(list) {
		last := part[len(part)-1]
		more = append(more, store.Q(`(CAST(%s AS BIGINT), CAST(%s AS BIGINT), CAST(%s AS BIGINT), CAST(%s AS BIGINT))`, last.item, len(part), last.at, last.person.Nullable()))
	}
	type reached struct {
		Item    id.ID `db:"item_id"`
		Updates int64
	}
	// Nodes take the rows in one order, else each might wait for the other.
	rows, err := store.All[reached](ctx, tx, store.Q(`WITH more (item_id, many, written, writer_id) AS (VALUES %s),
		held AS (SELECT d.item_id FROM documents d WHERE d.item_id IN (SELECT item_id FROM more) ORDER BY d.item_id %s)
		UPDATE documents SET updates = documents.updates + more.many, written = more.written, writer_id = more.writer_id
		FROM more JOIN held ON held.item_id = more.item_id WHERE documents.item_id = more.item_id AND NOT documents.frozen RETURNING documents.item_id, documents.updates`,
		store.Join(more, ","), tx.Hold()))
	if err != nil {
		return err
	}
	last := map[id.ID]int64{}
	for _, r := range rows {
		last[r.Item] = r.Updates
	}
	for part := range byItem(list) {
		number, there := last[part[0].item]
		if !there {
			if at, why := standingOf(ctx, tx, part[0].item); why == nil && at.Frozen {
				return errFrozen
			}
			return fmt.Errorf("document %s: %w", part[0].item, store.ErrNone)
		}
		for i := range part {
			part[i].number = number - int64(len(part)-1-i)
		}
	}
	return nil
}

// freeze ends the log of a document at an update, unless others came.
func freeze(ctx context.Context, tx *store.Tx, item id.ID, number int64) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`UPDATE documents SET frozen = TRUE WHERE item_id = %s AND updates = %s`, item, number))
	return n > 0, err
}

func thaw(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE documents SET frozen = FALSE WHERE item_id = %s`, item))
	return err
}

// appendAll writes updates whose numbers are known.
func appendAll(ctx context.Context, tx *store.Tx, list []entry) error {
	return store.Fill(ctx, tx, `INSERT INTO document_updates (item_id, number, person_id, created, body)`, list, func(e entry) []any {
		return []any{e.item, e.number, e.person.Nullable(), e.at, e.body}
	})
}

// updatesAfter reads the log of a document after a number, in order.
func updatesAfter(ctx context.Context, on store.Querier, item id.ID, after int64) ([]update, error) {
	return store.All[update](ctx, on, store.Q(`SELECT number, COALESCE(person_id, 0) AS person_id, created, body FROM document_updates
		WHERE item_id = %s AND number > %s ORDER BY number`, item, after))
}

// updatesBetween reads the log of a document after a number, up to another.
func updatesBetween(ctx context.Context, on store.Querier, item id.ID, after, upTo int64) iter.Seq2[update, error] {
	return store.Each[update](ctx, on, store.Q(`SELECT number, COALESCE(person_id, 0) AS person_id, created, body FROM document_updates
		WHERE item_id = %s AND number > %s AND number <= %s ORDER BY number`, item, after, upTo))
}

func updateOf(ctx context.Context, on store.Querier, item id.ID, number int64) (update, error) {
	return store.One[update](ctx, on, store.Q(`SELECT number, COALESCE(person_id, 0) AS person_id, created, body FROM document_updates
		WHERE item_id = %s AND number = %s`, item, number))
}

// updatesBy reads what one person wrote to a document, the latest first.
func updatesBy(ctx context.Context, on store.Querier, item, person id.ID) iter.Seq2[update, error] {
	return store.Each[update](ctx, on, store.Q(`SELECT number, person_id, created, body FROM document_updates
		WHERE item_id = %s AND person_id = %s ORDER BY number DESC`, item, person))
}

// none makes a fault of a row that is not there.
func none(err error) error {
	if errors.Is(err, store.ErrNone) {
		return fault.NotFound()
	}
	return err
}

// writersAfter are the people whose updates come after a number.
func writersAfter(ctx context.Context, on store.Querier, item id.ID, after int64) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT DISTINCT person_id FROM document_updates
		WHERE item_id = %s AND number > %s AND person_id IS NOT NULL ORDER BY person_id`, item, after))
}

// burst is some writing between two pauses, on its way to the history.
type burst struct {
	item   id.ID
	last   int64
	at     clock.Time
	moved  prose.Summary
	people []id.ID
}

// keepBurst adds some writing to the history: it begins where the one before
// ended. It gives the first of its updates.
func keepBurst(ctx context.Context, tx *store.Tx, b burst) (first int64, err error) {
	first, err = store.One[int64](ctx, tx, store.Q(`SELECT COALESCE(MAX(last), 0) + 1 FROM document_bursts WHERE item_id = %s`, b.item))
	if err != nil {
		return 0, err
	}
	_, err = store.Exec(ctx, tx, store.Q(`INSERT INTO document_bursts (item_id, last, first, created, added, removed, extract)
		VALUES (%s, %s, %s, %s, %s, %s, %s)`, b.item, b.last, first, b.at, b.moved.Added, b.moved.Removed, b.moved.Extract))
	if err != nil {
		return 0, err
	}
	return first, store.Fill(ctx, tx, `INSERT INTO document_burst_people (item_id, person_id, last)`, b.people, func(p id.ID) []any {
		return []any{b.item, p, b.last}
	})
}

// extractOf is what a burst that ends with an update changed, in a few words.
func extractOf(ctx context.Context, on store.Querier, item id.ID, last int64) (string, error) {
	text, err := store.One[string](ctx, on, store.Q(`SELECT extract FROM document_bursts WHERE item_id = %s AND last = %s`, item, last))
	if errors.Is(err, store.ErrNone) {
		return "", nil // erased since
	}
	return text, err
}

func stateOf(ctx context.Context, on store.Querier, item id.ID) (state, error) {
	return store.One[state](ctx, on, store.Q(`SELECT number, body FROM document_states WHERE item_id = %s`, item))
}

// keepState replaces the state by a later one.
func keepState(ctx context.Context, tx *store.Tx, item id.ID, s state) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO document_states (item_id, number, body) VALUES (%s, %s, %s)
		ON CONFLICT (item_id) DO UPDATE SET number = excluded.number, body = excluded.body WHERE document_states.number < excluded.number`, item, s.Number, s.Body))
	return err
}

func setSettled(ctx context.Context, tx *store.Tx, item id.ID, number int64) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE documents SET settled = %s WHERE item_id = %s AND settled < %s`, number, item, number))
	return err
}

// unsettled are documents whose text is behind, written to before a moment.
func unsettled(ctx context.Context, on store.Querier, before clock.Time, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT item_id FROM documents WHERE settled < updates AND written < %s ORDER BY written LIMIT %s`, before, limit))
}

// erase forgets all that a document ever said.
func erase(ctx context.Context, tx *store.Tx, item id.ID) error {
	for _, q := range []*store.Query{
		store.Q(`DELETE FROM document_states WHERE item_id = %s`, item),
		store.Q(`DELETE FROM document_updates WHERE item_id = %s`, item),
		store.Q(`DELETE FROM documents WHERE item_id = %s`, item),
		store.Q(`DELETE FROM grants WHERE item_id = %s`, item),
	} {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}
