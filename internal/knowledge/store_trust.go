package knowledge

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func keepTrust(ctx context.Context, tx *store.Tx, s Sheet) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE sheets SET status = %s, months = %s, review = %s, verified = %s, verifier_id = %s,
		checked = %s, asked = %s, escalated = %s, orphaned = %s WHERE item_id = %s`,
		s.Status, s.Months, s.Review, s.Verified, s.Verifier.Nullable(), s.Checked, s.Asked, s.Escalated, s.Orphaned, s.Item))
	return err
}

// Rounds ---------------------------------------------------------------------------

// asks is the condition that the sheet x may ask something of somebody: it is
// out, in a community that still lives.
var asks = store.Q(`x.state = %d AND EXISTS (SELECT 1 FROM %s c WHERE c.id = x.community_id AND c.state = 1)`, access.Published,
	access.From(access.SystemActor("sheets of communities that live"), access.ReadCommunity))

func dueSheets(ctx context.Context, on store.Querier, now clock.Time, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT s.item_id FROM sheets s JOIN %s x ON x.id = s.item_id
		WHERE s.status = 2 AND s.review <= %s AND %s ORDER BY s.review LIMIT %s`, anyItem, now, asks, limit))
}

// leftSheets are those about which nothing came since a moment.
func leftSheets(ctx context.Context, on store.Querier, since clock.Time, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT s.item_id FROM sheets s JOIN %s x ON x.id = s.item_id
		WHERE s.asked <= %s AND s.escalated IS NULL AND %s ORDER BY s.asked LIMIT %s`, anyItem, since, asks, limit))
}

// there is the condition that the owner of the sheet x is still there: active,
// and a member of its community.
var there = store.Q(`EXISTS (SELECT 1 FROM %s p JOIN memberships m ON m.person_id = p.id
	WHERE p.id = x.owner_id AND p.state = 2 AND m.community_id = x.community_id AND m.state = 1)`,
	access.From(access.SystemActor("whether the owner of a sheet is still there"), access.ReadPerson))

func orphans(ctx context.Context, on store.Querier, _ clock.Time, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT s.item_id FROM sheets s JOIN %s x ON x.id = s.item_id
		WHERE s.orphaned IS NULL AND %s AND NOT %s ORDER BY s.item_id LIMIT %s`, anyItem, asks, there, limit))
}

// returned are the orphans whose owner came back.
func returned(ctx context.Context, on store.Querier, _ clock.Time, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT s.item_id FROM sheets s JOIN %s x ON x.id = s.item_id
		WHERE s.orphaned IS NOT NULL AND %s ORDER BY s.item_id LIMIT %s`, anyItem, there, limit))
}

// Reports --------------------------------------------------------------------------

func putReport(ctx context.Context, tx *store.Tx, r Report) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO sheet_reports (id, item_id, person_id, kind, note, state, created)
		VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (item_id, person_id, kind) WHERE state = 1
		DO UPDATE SET note = excluded.note, created = excluded.created`, r.ID, r.Item, r.Person, r.Kind, r.Note, r.State, r.Created))
	return err
}

// countOpen counts the readers who say that a sheet is outdated.
func countOpen(ctx context.Context, on store.Querier, item id.ID) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM sheet_reports WHERE item_id = %s AND kind = %d AND state = %d`, item, Outdated, Open))
}

// reportsOf lists the reports of one reader, and the open ones of all for who
// answers for the sheet.
func reportsOf(ctx context.Context, on store.Querier, item, reader id.ID, all bool) ([]Report, error) {
	whose := store.Q("person_id = %s", reader)
	if all {
		whose = store.Q("(person_id = %s OR state = %d)", reader, Open)
	}
	return store.All[Report](ctx, on, store.Q(`SELECT id, item_id, person_id, kind, note, state, reply, created FROM sheet_reports
		WHERE item_id = %s AND %s ORDER BY id DESC LIMIT 100`, item, whose))
}

func reportByID(ctx context.Context, on store.Querier, item, report id.ID) (Report, error) {
	r, err := store.One[Report](ctx, on, store.Q(`SELECT id, item_id, person_id, kind, note, state, reply, created FROM sheet_reports
		WHERE item_id = %s AND id = %s`, item, report))
	if errors.Is(err, store.ErrNone) {
		return r, fault.NotFound()
	}
	return r, err
}

func closeReport(ctx context.Context, tx *store.Tx, item, report id.ID, how Outcome, reply string, by id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE sheet_reports SET state = %s, reply = %s, closed = %s, closer_id = %s WHERE item_id = %s AND id = %s`,
		how, reply, at, by, item, report))
	return err
}

// closeReports answers all that is open, and returns of whom.
func closeReports(ctx context.Context, tx *store.Tx, item, by id.ID, at clock.Time) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`UPDATE sheet_reports SET state = %s, closed = %s, closer_id = %s
		WHERE item_id = %s AND state = %d RETURNING person_id`, Fixed, at, by, item, Open))
}
