package notification

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// visible is the condition that the reader may still see what a notice n is
// about: rights are asked again at each reading.
func visible(actor access.Actor) *store.Query {
	return store.Q(`(CASE n.subject_kind
		WHEN 'item' THEN EXISTS (SELECT 1 FROM %s i WHERE i.id = n.subject_id)
		WHEN 'community' THEN EXISTS (SELECT 1 FROM %s c WHERE c.id = n.subject_id)
		ELSE TRUE END)`, access.From(actor, access.ReadItem), access.From(actor, access.ReadCommunity))
}

// waiting is the condition that a notice still counts: unread, or not done.
const waiting = `n.done IS NULL AND (n.seen IS NULL OR n.stream = 1)`

// counts asks for each stream in turn, with the question of what one may see written
// once: it is most of the text, which each connection of PostgreSQL plans anew.
func counts(ctx context.Context, on store.Querier, actor access.Actor) (Counts, error) {
	type counted struct {
		Stream Stream
		N      int
	}
	list, err := store.All[counted](ctx, on, countStreams(actor))
	var out Counts
	for _, c := range list {
		switch c.Stream {
		case Do:
			out.Do = c.N
		case ForMe:
			out.ForMe = c.N
		case ForInfo:
			out.ForInfo = c.N
		}
	}
	return out, err
}

// countStreams hides where it stops from both planners: SQLite would plan at each
// run, and PostgreSQL, knowing it, judges every item instead of the few in question.
func countStreams(actor access.Actor) *store.Query {
	return store.Q(`SELECT s.stream, (SELECT COUNT(*) FROM (SELECT 1 AS one FROM notices n WHERE n.person_id = %s AND n.stream = s.stream
		AND `+waiting+` AND %s LIMIT (SELECT CAST(%d AS BIGINT))) few) AS n FROM (SELECT 1 AS stream UNION ALL SELECT 2 UNION ALL SELECT 3) s`,
		actor.Person(), visible(actor), Many)
}

type unread struct {
	Community id.ID
	Count     int
}

func unreadByPlace(ctx context.Context, on store.Querier, actor access.Actor) ([]unread, error) {
	return store.All[unread](ctx, on, store.Q(`SELECT i.community_id AS community, COUNT(*) AS count
		FROM (SELECT n.subject_id FROM notices n WHERE n.person_id = %s AND n.stream IN (2, 3) AND n.subject_kind = 'item' AND n.seen IS NULL
			ORDER BY n.updated DESC, n.subject_id DESC LIMIT 300) few
		JOIN %s i ON i.id = few.subject_id GROUP BY i.community_id`, actor.Person(), access.From(actor, access.ReadItem)))
}

type row struct {
	Stream   Stream
	Kind     TargetKind `db:"subject_kind"`
	ID       id.ID      `db:"subject_id"`
	Reason   Reason
	ReasonID id.ID `db:"reason_id"`
	Actor    id.ID `db:"actor_id"`
	Comment  id.ID `db:"comment_id"`
	Count    int
	Text     string
	Updated  clock.Time
	Seen     clock.Time
}

// list reads lines, newest first, below a place.
func list(ctx context.Context, on store.Querier, actor access.Actor, w Wanted, limit int) ([]row, error) {
	where := store.Q("n.person_id = %s AND n.stream IN %s AND n.done IS NULL", actor.Person(), store.Values(w.Streams))
	if w.Waiting {
		where = store.Q("%s AND "+waiting, where)
	}
	if w.Kind != "" {
		where = store.Q("%s AND n.subject_kind = 'item' AND EXISTS (SELECT 1 FROM %s k WHERE k.id = n.subject_id AND k.kind = %s)",
			where, access.From(derive, access.ReadItem), w.Kind)
	}
	if w.Before != (Place{}) {
		where = store.Q("%s AND (n.updated, n.subject_id) < (%s, %s)", where, w.Before.Updated, w.Before.Subject)
	}
	return store.All[row](ctx, on, store.Q(`SELECT n.stream, n.subject_kind, n.subject_id, n.reason, n.reason_id, n.actor_id,
		n.comment_id, n.count, n.text, n.updated, n.seen FROM notices n WHERE %s AND %s
		ORDER BY n.updated DESC, n.subject_id DESC LIMIT %s`, where, visible(actor), limit))
}

type itemRow struct {
	ID        id.ID
	Kind      string
	Title     string
	Excerpt   string
	Community id.ID
	Place     string
	Author    id.ID
	Published clock.Time
	Comments  int
	Useful    int
}

// items are as lists show them.
func items(ctx context.Context, on store.Querier, actor access.Actor, ids []id.ID) ([]itemRow, error) {
	return store.All[itemRow](ctx, on, store.Q(`SELECT x.id, x.kind, x.title, %s, x.community_id AS community, c.name AS place,
		x.author_id AS author, x.published, x.comments, x.useful
		FROM %s x JOIN %s c ON c.id = x.community_id WHERE x.id IN %s`,
		access.Excerpt, access.From(actor, access.ReadItem), access.From(derive, access.ReadCommunity), store.Values(ids)))
}

type named struct {
	ID   id.ID
	Name string
}

func communities(ctx context.Context, on store.Querier, actor access.Actor, ids []id.ID) ([]named, error) {
	return store.All[named](ctx, on, store.Q(`SELECT c.id, c.name FROM %s c WHERE c.id IN %s`,
		access.From(actor, access.ReadCommunity), store.Values(ids)))
}

func tags(ctx context.Context, on store.Querier, ids []id.ID) ([]named, error) {
	return store.All[named](ctx, on, store.Q(`SELECT id, name FROM tags WHERE id IN %s`, store.Values(ids)))
}

func units(ctx context.Context, on store.Querier, ids []id.ID) ([]named, error) {
	return store.All[named](ctx, on, store.Q(`SELECT id, name FROM units WHERE id IN %s`, store.Values(ids)))
}

// searches are those that the actor keeps: nobody else's are known.
func searches(ctx context.Context, on store.Querier, actor access.Actor, ids []id.ID) ([]named, error) {
	return store.All[named](ctx, on, store.Q(`SELECT id, name FROM saved_searches
		WHERE person_id = %s AND removed IS NULL AND id IN %s`, actor.Person(), store.Values(ids)))
}

func titles(ctx context.Context, on store.Querier, actor access.Actor, ids []id.ID) ([]named, error) {
	return store.All[named](ctx, on, store.Q(`SELECT i.id, i.title AS name FROM %s i WHERE i.id IN %s`,
		access.From(actor, access.ReadItem), store.Values(ids)))
}

func persons(ctx context.Context, on store.Querier, actor access.Actor, ids []id.ID) ([]named, error) {
	return store.All[named](ctx, on, store.Q(`SELECT p.id, p.name FROM %s p WHERE p.id IN %s`,
		access.From(actor, access.ReadPerson), store.Values(ids)))
}
