package question

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// anyItem reads questions that were judged, or that the site itself follows.
var anyItem = access.From(access.SystemActor("a question that is judged or followed"), access.ReadItem)

// anyPerson reads whether somebody is there; who may be named is judged apart.
var anyPerson = access.From(access.SystemActor("who may be asked"), access.ReadPerson)

// anyPlace reads whether a community lives.
var anyPlace = access.From(access.SystemActor("the community of a question that is followed"), access.ReadCommunity)

// Settings -----------------------------------------------------------------------

func settingsOf(ctx context.Context, on store.Querier, community id.ID) (Settings, error) {
	s, err := store.One[Settings](ctx, on, store.Q(`SELECT people, remind, escalate FROM question_settings WHERE community_id = %s`, community))
	if errors.Is(err, store.ErrNone) {
		return Usual, nil
	}
	return s, err
}

func saveSettings(ctx context.Context, tx *store.Tx, community id.ID, s Settings) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO question_settings (community_id, people, remind, escalate) VALUES (%s, %s, %s, %s)
		ON CONFLICT (community_id) DO UPDATE SET people = excluded.people, remind = excluded.remind, escalate = excluded.escalate`,
		community, s.People, s.Remind, s.Escalate))
	return err
}

func preferencesOf(ctx context.Context, on store.Querier, person id.ID) (Preferences, error) {
	p, err := store.One[Preferences](ctx, on, store.Q(`SELECT silent, away FROM question_people WHERE person_id = %s`, person))
	if errors.Is(err, store.ErrNone) {
		return Preferences{}, nil
	}
	return p, err
}

func savePreferences(ctx context.Context, tx *store.Tx, person id.ID, p Preferences) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO question_people (person_id, silent, away) VALUES (%s, %s, %s)
		ON CONFLICT (person_id) DO UPDATE SET silent = excluded.silent, away = excluded.away`, person, p.Silent, p.Away))
	return err
}

// Courses ------------------------------------------------------------------------

func courseOf(ctx context.Context, on store.Querier, item id.ID) (course, error) {
	c, err := store.One[course](ctx, on, store.Q(`SELECT item_id, chosen, begun, escalated, watch FROM question_courses WHERE item_id = %s`, item))
	if errors.Is(err, store.ErrNone) {
		return course{Item: item}, nil
	}
	return c, err
}

// chose notes that the author of a question chose who is asked.
func chose(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO question_courses (item_id, chosen) VALUES (%s, TRUE)
		ON CONFLICT (item_id) DO UPDATE SET chosen = TRUE`, item))
	return err
}

// begin notes since when a question is out, the first time only.
func begin(ctx context.Context, tx *store.Tx, item id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO question_courses (item_id, chosen, begun, watch) VALUES (%s, FALSE, %s, %s)
		ON CONFLICT (item_id) DO UPDATE SET begun = COALESCE(question_courses.begun, excluded.begun), watch = excluded.watch`, item, at, at))
	return err
}

// look has a question looked at from a moment on, never when it is zero.
func look(ctx context.Context, tx *store.Tx, item id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE question_courses SET watch = %s WHERE item_id = %s AND begun IS NOT NULL`, at, item))
	return err
}

func lookAtAll(ctx context.Context, tx *store.Tx, community id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE question_courses SET watch = %s WHERE begun IS NOT NULL AND escalated IS NULL AND item_id IN
		(SELECT x.id FROM %s x WHERE x.community_id = %s AND x.kind = 'question' AND x.state = %d)`, at, anyItem, community, access.Published))
	return err
}

func escalated(ctx context.Context, tx *store.Tx, item id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE question_courses SET escalated = %s WHERE item_id = %s`, at, item))
	return err
}

// due lists the questions that are to be looked at.
func due(ctx context.Context, on store.Querier, now clock.Time, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT q.item_id FROM question_courses q JOIN %s x ON x.id = q.item_id
		WHERE q.watch IS NOT NULL AND q.watch <= %s ORDER BY q.watch, q.item_id LIMIT %s`, anyItem, now, limit))
}

// open tells whether a question still waits for an answer.
func open(ctx context.Context, on store.Querier, item id.ID) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM %s x JOIN questions q ON q.item_id = x.id
		JOIN %s c ON c.id = x.community_id WHERE x.id = %s AND x.state = %d AND NOT x.closed AND x.joined_id IS NULL AND q.answers = 0
		AND q.accepted_id IS NULL AND c.state = 1)`, anyItem, anyPlace, item, access.Published))
}

// tagsOf are the names of the tags of a question.
func tagsOf(ctx context.Context, on store.Querier, item id.ID) ([]string, error) {
	return store.All[string](ctx, on, store.Q(`SELECT t.name FROM item_tags it JOIN tags t ON t.id = it.tag_id WHERE it.item_id = %s ORDER BY t.id`, item))
}

// acceptedOf is the answer that was accepted, zero for none.
func acceptedOf(ctx context.Context, on store.Querier, item id.ID) (id.ID, error) {
	list, err := store.All[id.ID](ctx, on, store.Q(`SELECT q.accepted_id FROM questions q WHERE q.item_id = %s AND q.accepted_id IS NOT NULL`, item))
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0], nil
}

// Erase forgets what was kept of a question that goes for good.
func Erase(ctx context.Context, tx *store.Tx, item id.ID) error {
	for _, q := range []*store.Query{
		store.Q(`DELETE FROM question_asks WHERE item_id = %s`, item),
		store.Q(`DELETE FROM question_courses WHERE item_id = %s`, item),
	} {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}
