package signoff

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// anyItem reads documents that were judged, or that the site itself follows.
var anyItem = access.From(access.SystemActor("a review that is judged or followed"), access.ReadItem)

// anyPerson reads whether somebody is there.
var anyPerson = access.From(access.SystemActor("who holds a function"), access.ReadPerson)

// anyPlace reads the unit of a community that was judged.
var anyPlace = access.From(access.SystemActor("the unit of a community that is read"), access.ReadCommunity)

// Rounds -----------------------------------------------------------------------

const roundColumns = `r.id, r.item_id, r.requester_id, r.expects, r.in_turn, r.days, r.state, r.number, r.created, r.ended, r.ender_id, r.reason`

func insertRound(ctx context.Context, tx *store.Tx, r Round) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO signoff_rounds (id, item_id, requester_id, expects, in_turn, days, state, number, created, reason)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '')`, r.ID, r.Item, r.Requester, r.Expects, r.InTurn, r.Days, r.State, r.Number, r.Created))
	return err
}

// lastRound is the round of a document that began last; its ID is zero when
// there was none.
func lastRound(ctx context.Context, on store.Querier, item id.ID) (Round, error) {
	r, err := store.One[Round](ctx, on, store.Q(`SELECT `+roundColumns+` FROM signoff_rounds r WHERE r.item_id = %s ORDER BY r.id DESC LIMIT 1`, item))
	if errors.Is(err, store.ErrNone) {
		return Round{}, nil
	}
	return r, err
}

func roundsOf(ctx context.Context, on store.Querier, item id.ID, limit int) ([]Round, error) {
	return store.All[Round](ctx, on, store.Q(`SELECT `+roundColumns+` FROM signoff_rounds r WHERE r.item_id = %s ORDER BY r.id DESC LIMIT %s`, item, limit))
}

func endRound(ctx context.Context, tx *store.Tx, r Round) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE signoff_rounds SET state = %s, ended = %s, ender_id = %s, reason = %s WHERE item_id = %s AND id = %s`,
		r.State, r.Ended, r.Ender.Nullable(), r.Reason, r.Item, r.ID))
	return err
}

func setDays(ctx context.Context, tx *store.Tx, r Round) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE signoff_rounds SET days = %s WHERE item_id = %s AND id = %s`, r.Days, r.Item, r.ID))
	return err
}

// Visas ------------------------------------------------------------------------

const visaColumns = `v.id, v.round_id, v.item_id, v.place, v.role, v.person_id, v.unit_id, v.function, v.state, v.again, v.since, v.due, v.late,
	v.giver_id, v.given, COALESCE(v.number, 0) AS number, v.hash, v.note, v.next_id`

func insertVisa(ctx context.Context, tx *store.Tx, v Visa) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO signoff_visas (id, round_id, item_id, place, role, person_id, unit_id, function, state, since, due, look, hash, note)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '')`,
		v.ID, v.Round, v.Item, v.Place, v.Role, v.Person.Nullable(), v.Unit.Nullable(), v.Function, v.State, v.Since, v.Due, lookAt(v)))
	return err
}

// keepVisa writes what may change of one.
func keepVisa(ctx context.Context, tx *store.Tx, v Visa) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE signoff_visas SET state = %s, again = %s, since = %s, due = %s, look = %s, late = %s, giver_id = %s, given = %s,
		number = %s, hash = %s, note = %s, next_id = %s, function = %s WHERE item_id = %s AND id = %s`,
		v.State, v.Again, v.Since, v.Due, lookAt(v), v.Late, v.Giver.Nullable(), v.Given, v.Number, v.Hash, v.Note, v.Next.Nullable(), v.Function, v.Item, v.ID))
	return err
}

func dropVisa(ctx context.Context, tx *store.Tx, v Visa) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM signoff_visas WHERE item_id = %s AND id = %s`, v.Item, v.ID))
	return err
}

func looked(ctx context.Context, tx *store.Tx, v Visa, next clock.Time, late bool) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE signoff_visas SET look = %s, late = %s WHERE item_id = %s AND id = %s`, next, late, v.Item, v.ID))
	return err
}

func visasOf(ctx context.Context, on store.Querier, item id.ID, rounds []id.ID) ([]Visa, error) {
	if len(rounds) == 0 {
		return nil, nil
	}
	return store.All[Visa](ctx, on, store.Q(`SELECT `+visaColumns+` FROM signoff_visas v WHERE v.item_id = %s AND v.round_id IN %s ORDER BY v.place, v.id`, item, store.Values(rounds)))
}

// toLookAt are the visas whose moment came, of documents that are out.
func toLookAt(ctx context.Context, on store.Querier, now clock.Time, limit int) ([]Visa, error) {
	return store.All[Visa](ctx, on, store.Q(`SELECT `+visaColumns+` FROM signoff_visas v JOIN %s x ON x.id = v.item_id JOIN signoff_rounds r ON r.id = v.round_id AND r.item_id = v.item_id
		WHERE v.look <= %s AND v.state = %d AND r.state = %d AND x.state = %d ORDER BY v.look, v.id LIMIT %s`, anyItem, now, Waiting, Open, access.Published, limit))
}

// Who holds a function -----------------------------------------------------------

// holders are the people who may give a visa today, whatever they read.
func holders(ctx context.Context, on store.Querier, community id.ID, s Step) ([]id.ID, error) {
	switch s.Role {
	case HeadOfUnit:
		return store.All[id.ID](ctx, on, store.Q(`SELECT DISTINCT f.person_id FROM functions f JOIN %s p ON p.id = f.person_id
			WHERE f.head AND f.unit_id = %s AND p.state = 2 ORDER BY f.person_id`, anyPerson, s.Unit))
	case Managers:
		return store.All[id.ID](ctx, on, store.Q(`SELECT m.person_id FROM memberships m JOIN %s p ON p.id = m.person_id
			WHERE m.community_id = %s AND m.state = 1 AND m.role = %d AND p.state = 2 ORDER BY m.person_id`, anyPerson, community, access.ManagerRole))
	}
	return []id.ID{s.Person}, nil
}

// Office is a unit whose head may be asked.
type Office struct {
	ID   id.ID
	Name string
}

// officesOf are the units above a community and above who asks, the nearest
// first: those that somebody heads.
func officesOf(ctx context.Context, on store.Querier, community, person id.ID) ([]Office, error) {
	return store.All[Office](ctx, on, store.Q(`WITH RECURSIVE above (id, parent_id) AS (
			SELECT u.id, u.parent_id FROM units u WHERE u.id = (SELECT c.unit_id FROM %s c WHERE c.id = %s)
				OR u.id IN (SELECT f.unit_id FROM functions f WHERE f.person_id = %s)
			UNION SELECT u.id, u.parent_id FROM units u JOIN above a ON u.id = a.parent_id)
		SELECT u.id, u.name FROM units u WHERE u.id IN (SELECT id FROM above) AND NOT u.retired
			AND EXISTS (SELECT 1 FROM functions f WHERE f.unit_id = u.id AND f.head) ORDER BY u.depth DESC, u.name_fold, u.id LIMIT 12`, anyPlace, community, person))
}

// officeName is the name of a unit, "" when it is not known.
func officeName(ctx context.Context, on store.Querier, unit id.ID) (string, error) {
	return store.One[string](ctx, on, store.Q(`SELECT COALESCE((SELECT u.name FROM units u WHERE u.id = %s), '')`, unit))
}
