package publication

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Questions --------------------------------------------------------------------

func insertQuestion(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO questions (item_id) VALUES (%s)`, item))
	return err
}

func countAnswer(ctx context.Context, tx *store.Tx, item, answer id.ID, by int) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE questions SET answers = answers + %s,
		accepted_id = CASE WHEN accepted_id = %s THEN NULL ELSE accepted_id END WHERE item_id = %s`, by, answer, item))
	return err
}

func acceptAnswer(ctx context.Context, tx *store.Tx, item, answer id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE questions SET accepted_id = %s WHERE item_id = %s`, answer.Nullable(), item))
	return err
}

func recountAnswers(ctx context.Context, tx *store.Tx, a, b id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE questions SET answers = (SELECT COUNT(*) FROM comments k
		WHERE k.item_id = questions.item_id AND k.kind = %d AND k.state = %d) WHERE item_id IN (%s, %s)`, content.Answer, access.Published, a, b))
	return err
}

func inheritAccepted(ctx context.Context, tx *store.Tx, from, into id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE questions SET accepted_id = COALESCE(accepted_id, (SELECT q.accepted_id FROM questions q WHERE q.item_id = %s))
		WHERE item_id = %s`, from, into))
	return err
}

// keepAccepted leaves each question the answer that it accepted among its own.
func keepAccepted(ctx context.Context, tx *store.Tx, a, b id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE questions SET accepted_id = NULL WHERE item_id IN (%s, %s) AND accepted_id NOT IN
		(SELECT k.id FROM comments k WHERE k.item_id = questions.item_id AND k.state = %d)`, a, b, access.Published))
	return err
}

func questionsOf(ctx context.Context, on store.Querier, items []id.ID) ([]QuestionState, error) {
	return store.All[QuestionState](ctx, on, store.Q(`SELECT item_id, accepted_id, answers FROM questions WHERE item_id IN %s`, store.Values(items)))
}

// settled is a question with the beginning of the answer that was accepted.
type settled struct {
	QuestionState
	Reply string
}

func settledOf(ctx context.Context, on store.Querier, items []id.ID) ([]settled, error) {
	return store.All[settled](ctx, on, store.Q(`SELECT q.item_id, q.accepted_id, q.answers, COALESCE(SUBSTR(k.source, 1, 800), '') AS reply
		FROM questions q LEFT JOIN comments k ON k.item_id = q.item_id AND k.id = q.accepted_id AND k.state = %d
		WHERE q.item_id IN %s`, access.Published, store.Values(items)))
}

func eraseQuestion(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM questions WHERE item_id = %s`, item))
	return err
}

// unanswered is the condition that the item x is a question without an answer,
// and takes some.
func unanswered() *store.Query {
	return store.Q("EXISTS (SELECT 1 FROM questions q WHERE q.item_id = x.id AND q.answers = 0) AND NOT x.closed")
}

// Polls ------------------------------------------------------------------------

func insertPoll(ctx context.Context, tx *store.Tx, ids *id.Maker, item id.ID, b Ballot) error {
	if _, err := store.Exec(ctx, tx, store.Q(`INSERT INTO polls (item_id, multiple, hidden, closes) VALUES (%s, %s, %s, %s)`,
		item, b.Multiple, b.Hidden, b.Closes)); err != nil {
		return err
	}
	rows := []*store.Query{}
	for i, label := range b.Options {
		rows = append(rows, store.Q("(%s, %s, %s, %s)", ids.New(), item, i, label))
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO poll_options (id, item_id, position, label) VALUES %s`, store.Join(rows, ", ")))
	return err
}

func pollsOf(ctx context.Context, on store.Querier, items []id.ID) ([]PollState, error) {
	return store.All[PollState](ctx, on, store.Q(`SELECT item_id, multiple, hidden, closes, voters FROM polls WHERE item_id IN %s`, store.Values(items)))
}

func optionsOf(ctx context.Context, on store.Querier, item, reader id.ID) ([]Option, error) {
	return store.All[Option](ctx, on, store.Q(`SELECT o.id, o.item_id, o.label, o.votes, (v.person_id IS NOT NULL) AS mine
		FROM poll_options o LEFT JOIN poll_votes v ON v.item_id = o.item_id AND v.option_id = o.id AND v.person_id = %s
		WHERE o.item_id = %s ORDER BY o.position`, reader, item))
}

func datePoll(ctx context.Context, tx *store.Tx, item id.ID, closes clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE polls SET closes = %s WHERE item_id = %s`, closes, item))
	return err
}

// castVote replaces somebody's vote; the item is locked, so the counts that
// are made again from the votes are right.
func castVote(ctx context.Context, tx *store.Tx, item, by id.ID, options []id.ID, at clock.Time) error {
	if _, err := store.Exec(ctx, tx, store.Q(`UPDATE poll_options SET votes = votes - 1 WHERE item_id = %s AND id IN
		(SELECT option_id FROM poll_votes WHERE item_id = %s AND person_id = %s)`, item, item, by)); err != nil {
		return err
	}
	gone, err := store.Exec(ctx, tx, store.Q(`DELETE FROM poll_votes WHERE item_id = %s AND person_id = %s`, item, by))
	if err != nil {
		return err
	}
	voters := 0
	if gone > 0 {
		voters--
	}
	if len(options) > 0 {
		rows := []*store.Query{}
		for _, o := range options {
			rows = append(rows, store.Q("(%s, %s, %s, %s)", item, by, o, at))
		}
		if _, err := store.Exec(ctx, tx, store.Q(`INSERT INTO poll_votes (item_id, person_id, option_id, created) VALUES %s`, store.Join(rows, ", "))); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, store.Q(`UPDATE poll_options SET votes = votes + 1 WHERE item_id = %s AND id IN %s`, item, store.Values(options))); err != nil {
			return err
		}
		voters++
	}
	_, err = store.Exec(ctx, tx, store.Q(`UPDATE polls SET voters = voters + %s WHERE item_id = %s`, voters, item))
	return err
}

// erasePoll leaves its options without words, like the item itself.
func erasePoll(ctx context.Context, tx *store.Tx, item id.ID) error {
	if _, err := store.Exec(ctx, tx, store.Q(`DELETE FROM poll_votes WHERE item_id = %s`, item)); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE poll_options SET label = '', votes = 0 WHERE item_id = %s`, item))
	return err
}

// votersOf lists who voted and may still read the poll.
func votersOf(ctx context.Context, tx *store.Tx, item id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`SELECT DISTINCT v.person_id FROM poll_votes v WHERE v.item_id = %s AND %s
		ORDER BY v.person_id`, item, access.MayRead("v.person_id", item)))
}

// wasClosed tells whether the end of a poll was already told.
func wasClosed(ctx context.Context, on store.Querier, item id.ID) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM events WHERE item_id = %s AND verb = %s)`, item, PollClosed))
}
