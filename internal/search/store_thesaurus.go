package search

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

type synonymRow struct {
	Synonym
	fold string
}

// listSynonyms goes on after a line by its place in the order, even when that
// line is gone meanwhile: then from the beginning.
func listSynonyms(ctx context.Context, on store.Querier, typed string, after id.ID, limit int) ([]Synonym, error) {
	return store.All[Synonym](ctx, on, store.Q(`SELECT id, words, changed, COALESCE(author_id, 0) AS author FROM synonyms
		WHERE removed IS NULL AND ', ' || fold LIKE %s AND fold > COALESCE((SELECT s.fold FROM synonyms s WHERE s.id = %s), '')
		ORDER BY fold LIMIT %s`, "% "+typed+"%", after, limit))
}

func countSynonyms(ctx context.Context, on store.Querier) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM synonyms WHERE removed IS NULL`))
}

func anySynonym(ctx context.Context, on store.Querier) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM synonyms)`))
}

func synonymWords(ctx context.Context, on store.Querier) ([]string, error) {
	return store.All[string](ctx, on, store.Q(`SELECT words FROM synonyms WHERE removed IS NULL ORDER BY fold`))
}

// insertSynonyms adds lines, those that are known left aside; one that was
// removed comes back under its own id. It tells the ids of what is there now
// and was not.
func insertSynonyms(ctx context.Context, tx *store.Tx, list []synonymRow, author id.ID, now clock.Time) ([]id.ID, error) {
	rows := make([]*store.Query, len(list))
	for i, s := range list {
		rows[i] = store.Q("(%s, %s, %s, %s, %s, %s)", s.ID, s.Words, s.fold, now, now, author.Nullable())
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return store.All[id.ID](ctx, tx, store.Q(`INSERT INTO synonyms (id, words, fold, created, changed, author_id) VALUES %s
		ON CONFLICT (fold) DO UPDATE SET removed = NULL, words = excluded.words, changed = excluded.changed, author_id = excluded.author_id
		WHERE synonyms.removed IS NOT NULL RETURNING id`, store.Join(rows, ", ")))
}

func updateSynonym(ctx context.Context, tx *store.Tx, s synonymRow, author id.ID, now clock.Time) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`UPDATE synonyms SET words = %s, fold = %s, changed = %s, author_id = %s WHERE id = %s AND removed IS NULL`,
		s.Words, s.fold, now, author.Nullable(), s.ID))
}

// removeSynonym sets or clears since when a line is removed, and tells what it
// said.
func removeSynonym(ctx context.Context, tx *store.Tx, line id.ID, removed clock.Time) (string, error) {
	return store.One[string](ctx, tx, store.Q(`UPDATE synonyms SET removed = %s WHERE id = %s RETURNING words`, turned(removed), line))
}

// turned is since when something is removed: what is already stays so, and
// is forgotten a day after the first time; nothing brings it back.
func turned(removed clock.Time) *store.Query {
	if removed.IsZero() {
		return store.Q("NULL")
	}
	return store.Q("COALESCE(removed, CAST(%s AS BIGINT))", removed)
}

func dropSynonyms(ctx context.Context, tx *store.Tx, before clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM synonyms WHERE removed < %s`, before))
	return err
}
