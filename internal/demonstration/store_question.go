package demonstration

import (
	"context"

	"parvis/internal/store"
)

// writeQuestions writes whom questions were put to, and those that are one.
func (b *batch) writeQuestions(ctx context.Context, tx *store.Tx) error {
	err := store.Fill(ctx, tx, `INSERT INTO question_courses (item_id, chosen, begun, escalated, watch)`, b.courses, func(c courseRow) []any {
		return []any{c.Item, true, c.Begun, c.Escalated, c.Begun}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO question_asks (item_id, person_id, asker_id, reason, tag_id, note, standing, created)`, b.asks, func(a askRow) []any {
		return []any{a.Item, a.Person, a.Asker.Nullable(), a.Reason, a.Tag.Nullable(), a.Note, askWaiting, a.Created}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO joins (item_id, into_id, person_id, closed, created)`, b.joins, func(j joinRow) []any {
		return []any{j.Item, j.Into, j.By, false, j.Created}
	})
	if err != nil {
		return err
	}
	var said []pair
	for _, j := range b.joins {
		for _, k := range j.Said {
			said = append(said, pair{j.Item, k})
		}
	}
	return store.Fill(ctx, tx, `INSERT INTO joined_comments (item_id, comment_id)`, said, func(p pair) []any { return []any{p.of, p.tag} })
}
