package question

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

const askColumns = `a.item_id, a.person_id, a.asker_id, a.reason, a.tag_id, COALESCE(t.name, '') AS tag_name, a.note, a.standing, a.created, a.settled, a.reminded`

// putAsks asks people who were not asked before; those who were and could not
// read it any more are asked again, and whom the program asked hears it from the
// person who now does. It returns those who are asked now.
func putAsks(ctx context.Context, tx *store.Tx, asks []Ask) ([]id.ID, error) {
	if len(asks) == 0 {
		return nil, nil
	}
	rows := make([]*store.Query, len(asks))
	for i, a := range asks {
		rows[i] = store.Q("(%s, %s, %s, %s, %s, %s, %s, %s)", a.Item, a.Person, a.Asker.Nullable(), a.Reason, a.Tag.Nullable(), a.Note, a.Standing, a.Created)
	}
	return store.All[id.ID](ctx, tx, store.Q(`INSERT INTO question_asks (item_id, person_id, asker_id, reason, tag_id, note, standing, created)
		VALUES %s ON CONFLICT (item_id, person_id) DO UPDATE SET asker_id = excluded.asker_id, reason = excluded.reason, tag_id = excluded.tag_id,
			note = excluded.note, standing = excluded.standing, created = excluded.created, settled = NULL, reminded = NULL
		WHERE question_asks.standing NOT IN (%d, %d) AND excluded.reason IN ('named', 'passed') OR question_asks.standing = %d
			OR question_asks.standing = %d AND question_asks.reason NOT IN ('named', 'passed') AND excluded.reason = 'passed'
		RETURNING person_id`, store.Join(rows, ", "), Waiting, Planned, Gone, Waiting))
}

func asksOf(ctx context.Context, on store.Querier, items []id.ID) ([]Ask, error) {
	return store.All[Ask](ctx, on, store.Q(`SELECT `+askColumns+` FROM question_asks a LEFT JOIN tags t ON t.id = a.tag_id
		WHERE a.item_id IN %s ORDER BY a.item_id, a.created, a.person_id`, store.Values(items)))
}

func askOf(ctx context.Context, on store.Querier, item, person id.ID) (Ask, error) {
	return store.One[Ask](ctx, on, store.Q(`SELECT `+askColumns+` FROM question_asks a LEFT JOIN tags t ON t.id = a.tag_id
		WHERE a.item_id = %s AND a.person_id = %s`, item, person))
}

// turn moves requests of a question from a standing to another, those of some
// people or, without any, of all; it returns whose.
func turn(ctx context.Context, tx *store.Tx, item id.ID, from, to Standing, at clock.Time, people ...id.ID) ([]id.ID, error) {
	who := store.Q("TRUE")
	if len(people) > 0 {
		who = store.Q("person_id IN %s", store.Values(people))
	}
	return store.All[id.ID](ctx, tx, store.Q(`UPDATE question_asks SET standing = %s, settled = %s WHERE item_id = %s AND standing = %s AND %s
		RETURNING person_id`, to, at, item, from, who))
}

// start lets out the requests that waited for their question.
func start(ctx context.Context, tx *store.Tx, item id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE question_asks SET standing = %d, created = %s WHERE item_id = %s AND standing = %d`, Waiting, at, item, Planned))
	return err
}

// lose ends the requests to those who may not read their question any more.
func lose(ctx context.Context, tx *store.Tx, item id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE question_asks SET standing = %d, settled = %s WHERE item_id = %s AND standing IN (%d, %d) AND NOT %s`,
		Gone, at, item, Waiting, Planned, access.MayRead("person_id", item)))
	return err
}

func reminded(ctx context.Context, tx *store.Tx, item id.ID, people []id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE question_asks SET reminded = %s WHERE item_id = %s AND person_id IN %s`, at, item, store.Values(people)))
	return err
}

// waitingFor lists, for the tellers, who may read a question and is waited for.
func waitingFor(ctx context.Context, tx *store.Tx, item id.ID) ([]Ask, error) {
	return store.All[Ask](ctx, tx, store.Q(`SELECT `+askColumns+` FROM question_asks a LEFT JOIN tags t ON t.id = a.tag_id
		WHERE a.item_id = %s AND a.standing = %d AND %s ORDER BY a.person_id`, item, Waiting, access.MayRead("a.person_id", item)))
}

// state is what decides whether somebody may be asked more.
type state struct {
	Person id.ID
	Silent bool
	Away   clock.Time
	Open   int // requests that wait for them
	Tired  int // those that they declined lately
	Asked  bool
}

// statesOf reads it of several people, of those who are there; item is the
// question at hand, zero before there is one.
func statesOf(ctx context.Context, on store.Querier, item id.ID, people []id.ID, lately clock.Time) ([]state, error) {
	if len(people) == 0 {
		return nil, nil
	}
	return store.All[state](ctx, on, store.Q(`SELECT p.id AS person, COALESCE(o.silent, FALSE) AS silent, o.away,
		(SELECT COUNT(*) FROM question_asks a JOIN %s x ON x.id = a.item_id
			WHERE a.person_id = p.id AND a.standing = %d AND x.state = %d AND NOT x.closed) AS open,
		(SELECT COUNT(*) FROM question_asks a JOIN %s x ON x.id = a.item_id
			WHERE a.person_id = p.id AND a.standing = %d AND a.settled > %s) AS tired,
		EXISTS (SELECT 1 FROM question_asks a WHERE a.item_id = %s AND a.person_id = p.id) AS asked
		FROM %s p LEFT JOIN question_people o ON o.person_id = p.id WHERE p.state = 2 AND p.id IN %s`,
		anyItem, Waiting, access.Published, anyItem, Declined, lately, item, anyPerson, store.Values(people)))
}

// Contributions --------------------------------------------------------------------

// share is what somebody wrote about a subject.
type share struct {
	Person id.ID
	Tag    id.ID
	Name   string
	Weight int
}

// sharesByTag tells who wrote what under some tags, among the newest items
// that actor reads there: an answer counts twice.
func sharesByTag(ctx context.Context, on store.Querier, actor access.Actor, folds []string) ([]share, error) {
	if len(folds) == 0 {
		return nil, nil
	}
	return store.All[share](ctx, on, store.Q(`WITH about AS (SELECT it.tag_id, t.name, x.id, x.author_id FROM tags t JOIN item_tags it ON it.tag_id = t.id
			JOIN %s x ON x.id = it.item_id WHERE t.fold IN %s AND x.state IN (%d, %d) ORDER BY it.item_id DESC LIMIT %d)
		SELECT w.person, w.tag_id AS tag, w.name, SUM(w.weight) AS weight FROM (
			SELECT b.author_id AS person, b.tag_id, b.name, 1 AS weight FROM about b JOIN %s x ON x.id = b.id WHERE x.kind <> 'question'
			UNION ALL
			SELECT k.author_id, b.tag_id, b.name, 2 FROM about b JOIN comments k ON k.item_id = b.id WHERE k.kind = 2 AND k.state = %d) w
		GROUP BY w.person, w.tag_id, w.name ORDER BY weight DESC, w.person LIMIT 100`,
		access.From(actor, access.ReadItem), store.Values(folds), access.Published, access.Archived, newestItems, anyItem, access.Published))
}

// newestItems is how many items under the tags of a question are looked at.
const newestItems = 400

// sharesIn tells who answered some questions or wrote some items.
func sharesIn(ctx context.Context, on store.Querier, items []id.ID) ([]share, error) {
	if len(items) == 0 {
		return nil, nil
	}
	return store.All[share](ctx, on, store.Q(`SELECT w.person, CAST(0 AS BIGINT) AS tag, '' AS name, SUM(w.weight) AS weight FROM (
			SELECT x.author_id AS person, 1 AS weight FROM %s x WHERE x.id IN %s AND x.kind <> 'question'
			UNION ALL
			SELECT k.author_id, 2 FROM comments k WHERE k.item_id IN %s AND k.kind = 2 AND k.state = %d) w
		GROUP BY w.person ORDER BY weight DESC, w.person LIMIT 100`, anyItem, store.Values(items), store.Values(items), access.Published))
}
