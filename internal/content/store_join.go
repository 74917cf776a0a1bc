package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

func execAll(ctx context.Context, tx *store.Tx, list ...*store.Query) error {
	for _, q := range list {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}

// insertJoin notes what an item was before it is joined.
func insertJoin(ctx context.Context, tx *store.Tx, it Item, into, by id.ID, at clock.Time) error {
	return execAll(ctx, tx,
		store.Q(`INSERT INTO joins (item_id, into_id, person_id, closed, created) VALUES (%s, %s, %s, %s, %s)`, it.ID, into, by, it.Closed, at),
		store.Q(`INSERT INTO joined_comments (item_id, comment_id) SELECT k.item_id, k.id FROM comments k WHERE k.item_id = %s`, it.ID),
		store.Q(`UPDATE items SET joined_id = %s, closed = TRUE, pinned = FALSE WHERE id = %s`, into, it.ID))
}

// moveThread takes all that was said under an item to another.
func moveThread(ctx context.Context, tx *store.Tx, from, into id.ID) error {
	return execAll(ctx, tx,
		store.Q(`UPDATE comments SET item_id = %s WHERE item_id = %s`, into, from),
		store.Q(`UPDATE reactions SET item_id = %s WHERE item_id = %s AND comment_id <> 0`, into, from),
		store.Q(`UPDATE mentions SET item_id = %s WHERE item_id = %s AND comment_id <> 0`, into, from),
		store.Q(`UPDATE revisions SET item_id = %s WHERE item_id = %s AND comment_id IS NOT NULL`, into, from),
		store.Q(`UPDATE files SET item_id = %s WHERE item_id = %s AND comment_id IS NOT NULL`, into, from))
}

// returnThread gives it back, with the replies made since or without.
func returnThread(ctx context.Context, tx *store.Tx, from, into id.ID, replies bool) error {
	since := store.Q(`SELECT b.id FROM back b JOIN comments k ON k.parent_id = b.id WHERE FALSE AND k.item_id = %s`, into)
	if replies {
		since = store.Q(`SELECT k.id FROM back b JOIN comments k ON k.parent_id = b.id WHERE k.item_id = %s`, into)
	}
	ours := store.Q(`(SELECT k.id FROM comments k WHERE k.item_id = %s)`, from)
	return execAll(ctx, tx,
		store.Q(`UPDATE comments SET item_id = %s WHERE item_id = %s AND id IN (WITH RECURSIVE back (id) AS (
			SELECT j.comment_id FROM joined_comments j WHERE j.item_id = %s UNION %s) SELECT id FROM back)`, from, into, from, since),
		store.Q(`UPDATE comments SET parent_id = NULL WHERE item_id = %s AND parent_id IN %s`, into, ours),
		store.Q(`UPDATE reactions SET item_id = %s WHERE item_id = %s AND comment_id IN %s`, from, into, ours),
		store.Q(`UPDATE mentions SET item_id = %s WHERE item_id = %s AND comment_id IN %s`, from, into, ours),
		store.Q(`UPDATE revisions SET item_id = %s WHERE item_id = %s AND comment_id IN %s`, from, into, ours),
		store.Q(`UPDATE files SET item_id = %s WHERE item_id = %s AND comment_id IN %s`, from, into, ours))
}

func deleteJoin(ctx context.Context, tx *store.Tx, from id.ID) error {
	return execAll(ctx, tx,
		store.Q(`UPDATE items SET joined_id = NULL, closed = (SELECT j.closed FROM joins j WHERE j.item_id = items.id) WHERE id = %s`, from),
		store.Q(`DELETE FROM joined_comments WHERE item_id = %s`, from),
		store.Q(`DELETE FROM joins WHERE item_id = %s`, from))
}

// countThreads counts again what is said under two items.
func countThreads(ctx context.Context, tx *store.Tx, a, b id.ID) error {
	return execAll(ctx, tx, store.Q(`UPDATE items SET comments = (SELECT COUNT(*) FROM comments k WHERE k.item_id = items.id AND k.state = %d)
		WHERE id IN (%s, %s)`, access.Published, a, b))
}

// followJoin has those who follow an item follow the one that it joins; the
// moment tells these follows from those that people chose.
func followJoin(ctx context.Context, tx *store.Tx, from, into id.ID, at clock.Time) error {
	return execAll(ctx, tx, store.Q(`INSERT INTO follows (person_id, target_kind, target_id, level, created)
		SELECT f.person_id, f.target_kind, CAST(%s AS BIGINT), f.level, CAST(%s AS BIGINT) FROM follows f
		WHERE f.target_kind = 'item' AND f.target_id = %s AND f.level > 0 ON CONFLICT DO NOTHING`, into, at, from))
}

func unfollowJoin(ctx context.Context, tx *store.Tx, from, into id.ID) error {
	return execAll(ctx, tx, store.Q(`DELETE FROM follows WHERE target_kind = 'item' AND target_id = %s
		AND created = (SELECT j.created FROM joins j WHERE j.item_id = %s)
		AND person_id IN (SELECT f.person_id FROM follows f WHERE f.target_kind = 'item' AND f.target_id = %s AND f.level = follows.level)`,
		into, from, from))
}

// guestsBeyond tells whether a community has guests that another has not.
func guestsBeyond(ctx context.Context, on store.Querier, here, there id.ID) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM memberships m JOIN %s p ON p.id = m.person_id
		WHERE m.community_id = %s AND m.state = 1 AND p.kind = %s AND NOT EXISTS (
			SELECT 1 FROM memberships o WHERE o.community_id = %s AND o.person_id = m.person_id AND o.state = 1))`,
		anyPerson, here, identity.Guest, there))
}

// joinedInto lists the items that are joined to one, the last first: in the
// order in which they can be parted.
func joinedInto(ctx context.Context, tx *store.Tx, into id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`SELECT j.item_id FROM joins j WHERE j.into_id = %s ORDER BY j.created DESC, j.item_id DESC`, into))
}

func joinedWith(ctx context.Context, on store.Querier, actor access.Actor, into id.ID) ([]Joined, error) {
	return store.All[Joined](ctx, on, store.Q(`SELECT x.id, x.title, j.created,
		(SELECT COUNT(*) FROM joined_comments c JOIN comments k ON k.id = c.comment_id WHERE c.item_id = x.id AND k.item_id = j.into_id AND k.state = %d) AS said,
		EXISTS (SELECT 1 FROM %s m WHERE m.id = x.id) AS may
		FROM joins j JOIN %s x ON x.id = j.item_id WHERE j.into_id = %s ORDER BY j.created, x.id`,
		access.Published, access.From(actor, Part), access.From(actor, access.ReadItem), into))
}
