package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

// waitsOf are what waits for a gesture of these people, of whom actor is one and
// replaces the others, among what actor reads. What came back waits for its
// drafter alone.
func waitsOf(ctx context.Context, on store.Querier, actor access.Actor, people []id.ID, after *WaitsCursor, limit int) ([]waitsRow, error) {
	past := store.Q("TRUE")
	if after != nil {
		past = store.Q("(w.due, w.since, w.item_id, w.visa) > (%s, %s, %s, %s)", after.Due, after.Since, after.Item, after.Visa)
	}
	readable, who := access.From(actor, access.ReadItem), store.Values(people)
	return store.All[waitsRow](ctx, on, store.Q(`SELECT w.item_id, w.visa, w.person, w.since, w.due FROM (
			SELECT v.item_id, v.id AS visa, v.person_id AS person, v.since, v.due FROM dispatch_visas v WHERE v.state = 2 AND v.person_id IN %s
			UNION ALL SELECT d.item_id, 0, d.signatory_id, d.holder_since, COALESCE(d.due, %s) FROM dispatches d JOIN %s x ON x.id = d.item_id
				WHERE d.step = 3 AND d.signatory_id IN %s
			UNION ALL SELECT d.item_id, 0, x.author_id, d.holder_since, COALESCE(d.due, %s) FROM dispatches d JOIN %s x ON x.id = d.item_id
				WHERE d.step = 1 AND x.author_id = %s AND (d.returner_id IS NOT NULL
					OR EXISTS (SELECT 1 FROM dispatch_visas r WHERE r.item_id = d.item_id AND r.state = 4 AND r.version = d.version))
		) w JOIN %s y ON y.id = w.item_id WHERE %s ORDER BY w.due, w.since, w.item_id, w.visa LIMIT %s`,
		who, never, readable, who, never, readable, actor.Person(), readable, past, limit))
}
