package notification

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

func setFollow(ctx context.Context, tx *store.Tx, person id.ID, t Target, level Level, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO follows (person_id, target_kind, target_id, level, created)
		VALUES (%s, %s, %s, %s, %s) ON CONFLICT (person_id, target_kind, target_id) DO UPDATE SET level = excluded.level`,
		person, t.Kind, t.ID, level, now))
	return err
}

func followOnce(ctx context.Context, tx *store.Tx, f autoFollow, now clock.Time) error {
	var rows []*store.Query
	for _, p := range f.people {
		if p != 0 {
			rows = append(rows, store.Q("(%s, %s, %s, %s, %s)", p, f.target.Kind, f.target.ID, f.level, now))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO follows (person_id, target_kind, target_id, level, created)
		VALUES %s ON CONFLICT DO NOTHING`, store.Join(rows, ", ")))
	return err
}

func unfollow(ctx context.Context, tx *store.Tx, l autoUnfollow) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM follows WHERE target_kind = %s AND target_id = %s AND person_id IN %s
		AND level > %d AND created <= %s`, l.target.Kind, l.target.ID, store.Values(l.people), Nothing, l.at))
	return err
}

func dropFollow(ctx context.Context, tx *store.Tx, person id.ID, t Target) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM follows WHERE person_id = %s AND target_kind = %s AND target_id = %s`,
		person, t.Kind, t.ID))
	return err
}

func levels(ctx context.Context, on store.Querier, person id.ID, targets []Target) ([]Following, error) {
	if len(targets) == 0 {
		return nil, nil
	}
	return store.All[Following](ctx, on, store.Q(`SELECT target_kind, target_id, level, created FROM follows
		WHERE person_id = %s AND (%s)`, person, anyOf(targets)))
}

func followed(ctx context.Context, on store.Querier, person id.ID, before Place, limit int) ([]Following, error) {
	where := store.Q("person_id = %s", person)
	if before != (Place{}) {
		where = store.Q("%s AND (created, target_id) < (%s, %s)", where, before.Updated, before.Subject)
	}
	return store.All[Following](ctx, on, store.Q(`SELECT target_kind, target_id, level, created FROM follows
		WHERE %s ORDER BY created DESC, target_id DESC LIMIT %s`, where, limit))
}

// anyOf is the condition that a follow is of one of the targets.
func anyOf(targets []Target) *store.Query {
	parts := make([]*store.Query, len(targets))
	for i, t := range targets {
		parts[i] = store.Q("(target_kind = %s AND target_id = %s)", t.Kind, t.ID)
	}
	return store.Join(parts, " OR ")
}

func known(ctx context.Context, on store.Querier, t Target) (bool, error) {
	if t.Kind == Unit {
		return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM units WHERE id = %s)`, t.ID))
	}
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM tags WHERE id = %s)`, t.ID))
}

// unitsAbove lists the unit that a community follows and the units above it.
func unitsAbove(ctx context.Context, tx *store.Tx, community id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`WITH RECURSIVE above (id, parent_id) AS (
			SELECT u.id, u.parent_id FROM units u WHERE u.id = (SELECT c.unit_id FROM %s c WHERE c.id = %s)
			UNION SELECT u.id, u.parent_id FROM units u JOIN above a ON u.id = a.parent_id)
		SELECT id FROM above`, access.From(derive, access.ReadCommunity), community))
}

// Muted tells who wants nothing of an item, for the tellers.
func Muted(ctx context.Context, tx *store.Tx, item id.ID) (map[id.ID]bool, error) {
	rows, err := store.All[id.ID](ctx, tx, store.Q(`SELECT person_id FROM follows
		WHERE target_kind = %s AND target_id = %s AND level = %d`, Item, item, Nothing))
	out := make(map[id.ID]bool, len(rows))
	for _, p := range rows {
		out[p] = true
	}
	return out, err
}

// Managers lists the community managers of a place, for the tellers.
func Managers(ctx context.Context, tx *store.Tx, community id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`SELECT person_id FROM memberships
		WHERE community_id = %s AND state = %d AND role = %d`, community, access.MembershipActive, access.ManagerRole))
}

// putNotices adds a fact to the lines of some people: the count grows while
// the line is unread and starts again once it was seen. Where to land is the
// first fact not yet seen. What the line says is the latest fact, also when an
// earlier one that many follow is told after it.
func putNotices(ctx context.Context, tx *store.Tx, list []notice) error {
	rows := make([]*store.Query, len(list))
	for i, n := range list {
		rows[i] = store.Q("(%s, %s, %s, %s, %s, %s, %s, %s, 1, %s, %s, %s)", n.person, n.Stream, n.Subject.Kind, n.Subject.ID,
			n.Reason, n.ReasonID.Nullable(), n.actor.Nullable(), n.comment.Nullable(), n.at, n.at, n.Text)
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO notices
		(person_id, stream, subject_kind, subject_id, reason, reason_id, actor_id, comment_id, count, created, updated, text)
		VALUES %s `+onTop, store.Join(rows, ", ")))
	return err
}

// onTop adds a fact to the line that is there already.
const onTop = `ON CONFLICT (person_id, stream, subject_kind, subject_id) DO UPDATE SET
	reason = CASE WHEN ` + newer + ` THEN excluded.reason ELSE notices.reason END,
	reason_id = CASE WHEN ` + newer + ` THEN excluded.reason_id ELSE notices.reason_id END,
	actor_id = CASE WHEN ` + newer + ` THEN excluded.actor_id ELSE notices.actor_id END,
	text = CASE WHEN ` + newer + ` THEN excluded.text ELSE notices.text END,
	comment_id = CASE WHEN notices.seen IS NULL THEN COALESCE(notices.comment_id, excluded.comment_id) ELSE excluded.comment_id END,
	count = CASE WHEN notices.seen IS NULL THEN notices.count + 1 ELSE 1 END,
	updated = CASE WHEN ` + newer + ` THEN excluded.updated ELSE notices.updated END, seen = NULL, done = NULL`

// newer is the condition that a fact is later than what its line says.
const newer = `excluded.updated >= notices.updated`

// markDone ends what was asked, and returns of whom.
func markDone(ctx context.Context, tx *store.Tx, r resolved, now clock.Time) ([]id.ID, error) {
	people := store.Q("TRUE")
	if r.people != nil {
		people = store.Q("person_id IN %s", store.Values(r.people))
	}
	return store.All[id.ID](ctx, tx, store.Q(`UPDATE notices SET done = %s, seen = COALESCE(seen, %s)
		WHERE subject_kind = %s AND subject_id = %s AND stream = %d AND reason = %s AND done IS NULL AND %s RETURNING person_id`,
		now, now, r.subject.Kind, r.subject.ID, Do, r.reason, people))
}

func dropNotices(ctx context.Context, tx *store.Tx, t Target) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM notices WHERE subject_kind = %s AND subject_id = %s`, t.Kind, t.ID))
	return err
}

// seenSubject clears what waits about a subject; what is to do stays.
func seenSubject(ctx context.Context, tx *store.Tx, person id.ID, t Target, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE notices SET seen = %s
		WHERE person_id = %s AND subject_kind = %s AND subject_id = %s AND stream <> %d AND seen IS NULL`,
		now, person, t.Kind, t.ID, Do))
	return err
}

func unseen(ctx context.Context, on store.Querier, person id.ID, t Target) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM notices WHERE person_id = %s
		AND stream IN (2, 3) AND subject_kind = %s AND subject_id = %s AND seen IS NULL)`, person, t.Kind, t.ID))
}

func seenStream(ctx context.Context, tx *store.Tx, person id.ID, streams []Stream, until, now clock.Time) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`UPDATE notices SET seen = %s
		WHERE person_id = %s AND stream IN %s AND updated <= %s AND seen IS NULL`, now, person, store.Values(streams), until))
}

// derive reads on behalf of the projections.
var derive = access.SystemActor("notices are derived for everybody")
