package correspondence

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

const substituteColumns = `s.id, s.person_id, s.substitute_id, s.since, s.until, s.removed, s.stage`

// substitutesAround are those of somebody and those that somebody is, which last
// or are to come.
func substitutesAround(ctx context.Context, on store.Querier, person id.ID, now clock.Time) ([]Substitute, error) {
	return store.All[Substitute](ctx, on, store.Q(`SELECT `+substituteColumns+` FROM dispatch_substitutes s
		WHERE (s.person_id = %s OR s.substitute_id = %s) AND s.until > %s AND s.removed IS NULL ORDER BY s.since, s.id LIMIT 200`, person, person, now))
}

func substituteByID(ctx context.Context, tx *store.Tx, which id.ID) (Substitute, error) {
	one, err := store.One[Substitute](ctx, tx, store.Q(`SELECT `+substituteColumns+` FROM dispatch_substitutes s WHERE s.id = %s`, which))
	if errors.Is(err, store.ErrNone) {
		return one, fault.NotFound()
	}
	return one, err
}

func insertSubstitute(ctx context.Context, tx *store.Tx, s Substitute) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_substitutes (id, person_id, substitute_id, since, until, stage)
		VALUES (%s, %s, %s, %s, %s, %s)`, s.ID, s.Person, s.By, s.Since, s.Until, s.Stage))
	return err
}

func keepSubstitute(ctx context.Context, tx *store.Tx, s Substitute) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatch_substitutes SET removed = %s, stage = %s WHERE id = %s`, s.Removed, s.Stage, s.ID))
	return err
}

// acting is the condition that a substitution holds at a moment.
func acting(now clock.Time) *store.Query {
	return store.Q("s.since <= %s AND s.until > %s AND s.removed IS NULL", now, now)
}

// replacedBy are those in whose name somebody acts now.
func replacedBy(ctx context.Context, on store.Querier, person id.ID, now clock.Time) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT DISTINCT s.person_id FROM dispatch_substitutes s WHERE s.substitute_id = %s AND %s`, person, acting(now)))
}

// actingFor are those who act now in the name of one of these people.
func actingFor(ctx context.Context, on store.Querier, people []id.ID, now clock.Time) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT DISTINCT s.substitute_id FROM dispatch_substitutes s WHERE s.person_id IN %s AND %s`,
		store.Values(people), acting(now)))
}

// substitutesToLookAt are those that began or ended since they were looked at.
func substitutesToLookAt(ctx context.Context, on store.Querier, now clock.Time, limit int) ([]Substitute, error) {
	return store.All[Substitute](ctx, on, store.Q(`SELECT `+substituteColumns+` FROM dispatch_substitutes s
		WHERE s.stage = 0 AND s.since <= %s OR s.stage = 1 AND s.until <= %s ORDER BY s.id LIMIT %s`, now, now, limit))
}

// waitingFor are the dispatches that wait for a visa or a signature of somebody.
func waitingFor(ctx context.Context, tx *store.Tx, person id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`SELECT v.item_id FROM dispatch_visas v WHERE v.person_id = %s AND v.state = 2
		UNION SELECT d.item_id FROM dispatches d JOIN %s x ON x.id = d.item_id WHERE d.signatory_id = %s AND d.step = 3`,
		person, access.From(system, access.ReadItem), person))
}
