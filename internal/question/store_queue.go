package question

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// pending is the condition that the question x, with q beside it, still asks
// something.
const pending = `x.kind = 'question' AND x.state = 4 AND NOT x.closed AND q.accepted_id IS NULL`

func queueKeys(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, w Wanted, late clock.Time) ([]Cursor, error) {
	where := []*store.Query{store.Q(`x.community_id = %s`, community), store.Q(pending)}
	switch w.View {
	case Unaccepted:
		where = append(where, store.Q(`q.answers > 0`))
	case Late:
		where = append(where, store.Q(`q.answers = 0`), store.Q(`x.published < %s`, millis(late)))
	default:
		where = append(where, store.Q(`q.answers = 0`))
	}
	if w.Tag != 0 {
		where = append(where, store.Q(`EXISTS (SELECT 1 FROM item_tags it WHERE it.item_id = x.id AND it.tag_id = %s)`, w.Tag))
	}
	if w.After != (Cursor{}) {
		where = append(where, store.Q(`(x.published, x.id) > (%s, %s)`, w.After.At, w.After.ID))
	}
	return store.All[Cursor](ctx, on, store.Q(`SELECT x.published AS at, x.id FROM %s x JOIN questions q ON q.item_id = x.id
		WHERE %s ORDER BY x.published, x.id LIMIT %s`, access.From(actor, access.ReadItem), store.Join(where, " AND "), w.Limit+1))
}

func countQueue(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, late clock.Time) (Counts, error) {
	return store.One[Counts](ctx, on, store.Q(`SELECT COUNT(CASE WHEN w.answers = 0 THEN 1 END) AS unanswered,
		COUNT(CASE WHEN w.answers > 0 THEN 1 END) AS unaccepted, COUNT(CASE WHEN w.answers = 0 AND w.published < %s THEN 1 END) AS late
		FROM (SELECT x.published, q.answers FROM %s x JOIN questions q ON q.item_id = x.id WHERE x.community_id = %s AND `+pending+`
			ORDER BY x.published, x.id LIMIT %d) w`, millis(late), access.From(actor, access.ReadItem), community, Many))
}

func escalatedOf(ctx context.Context, on store.Querier, items []id.ID) ([]id.ID, error) {
	if len(items) == 0 {
		return nil, nil
	}
	return store.All[id.ID](ctx, on, store.Q(`SELECT item_id FROM question_courses WHERE item_id IN %s AND escalated IS NOT NULL`, store.Values(items)))
}

// asksFor lists what waits for a person and that they still may read.
func asksFor(ctx context.Context, on store.Querier, actor access.Actor, after Cursor, limit int) ([]Ask, error) {
	at := store.Q("TRUE")
	if after != (Cursor{}) {
		at = store.Q("(a.created, a.item_id) < (%s, %s)", after.At, after.ID)
	}
	return store.All[Ask](ctx, on, store.Q(`SELECT `+askColumns+` FROM question_asks a JOIN %s x ON x.id = a.item_id
		JOIN questions q ON q.item_id = x.id LEFT JOIN tags t ON t.id = a.tag_id
		WHERE a.person_id = %s AND a.standing = %d AND `+pending+` AND %s ORDER BY a.created DESC, a.item_id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), actor.Person(), Waiting, at, limit))
}

// wait is how long a question waited for the first answer of somebody else.
type wait struct {
	Published, First clock.Time
}

func waitsOf(ctx context.Context, on store.Querier, community id.ID, since clock.Time) ([]wait, error) {
	return store.All[wait](ctx, on, store.Q(`SELECT x.published, (SELECT MIN(k.created) FROM comments k WHERE k.item_id = x.id AND k.kind = 2
			AND k.state = 4 AND k.author_id <> x.author_id) AS first
		FROM %s x WHERE x.community_id = %s AND x.kind = 'question' AND x.state IN (4, 5) AND x.published > %s
		ORDER BY x.published DESC, x.id DESC LIMIT 2000`, anyItem, community, since))
}

// millis is a moment that compares with columns, 0 for none.
func millis(t clock.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
