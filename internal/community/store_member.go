package community

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// membership is a row of memberships; the zero value is an outsider's.
type membership struct {
	Role     access.Role
	State    Standing
	Message  string
	Inviter  id.ID
	Welcomed bool
	Enrolled bool
	Since    clock.Time
}

func (m membership) role() access.Role {
	if m.State != In {
		return 0
	}
	return m.Role
}

// lock makes the changes of membership of one community follow each other, so
// that its counters stay right: on PostgreSQL the row is taken until the
// transaction ends, on SQLite there is one writer anyway.
func lock(ctx context.Context, tx *store.Tx, community id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE communities SET members = members WHERE id = %s`, community))
	return err
}

// recount moves the counters and returns how many managers there are now.
func recount(ctx context.Context, tx *store.Tx, community id.ID, members, managers int) (int, error) {
	return store.One[int](ctx, tx, store.Q(`UPDATE communities SET members = members + %s, managers = managers + %s
		WHERE id = %s RETURNING managers`, members, managers, community))
}

func membershipOf(ctx context.Context, on store.Querier, community, person id.ID) (membership, error) {
	m, err := store.One[membership](ctx, on, store.Q(`SELECT role, state, message, inviter_id AS inviter, welcomed, enrolled, since
		FROM memberships WHERE community_id = %s AND person_id = %s`, community, person))
	if errors.Is(err, store.ErrNone) {
		return membership{}, nil
	}
	return m, err
}

func put(ctx context.Context, tx *store.Tx, community, person id.ID, m membership) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO memberships (community_id, person_id, role, state, message, inviter_id, welcomed, enrolled, since)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
		ON CONFLICT (community_id, person_id) DO UPDATE SET role = excluded.role, state = excluded.state, message = excluded.message,
		inviter_id = excluded.inviter_id, welcomed = excluded.welcomed, enrolled = excluded.enrolled, since = excluded.since`,
		community, person, m.Role, m.State, m.Message, m.Inviter.Nullable(), m.Welcomed, m.Enrolled, m.Since))
	return err
}

// welcomed puts the welcome away and tells whether it was there.
func welcomed(ctx context.Context, tx *store.Tx, community, person id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE memberships SET welcomed = TRUE
		WHERE community_id = %s AND person_id = %s AND NOT welcomed`, community, person))
	return err
}

type stranger struct {
	ID    id.ID
	Kind  identity.Kind
	State Standing
}

// invitable finds who among people may come in at all, with where they stand.
func invitable(ctx context.Context, on store.Querier, community id.ID, people []id.ID) ([]stranger, error) {
	return store.All[stranger](ctx, on, store.Q(`SELECT p.id, p.kind, COALESCE(m.state, 0) AS state FROM %s p
		LEFT JOIN memberships m ON m.person_id = p.id AND m.community_id = %s
		WHERE p.id IN %s AND p.state <> %s AND p.kind <> %s ORDER BY p.id`,
		everyone(), community, store.Values(people), identity.Suspended, identity.Program))
}

// invite writes invitations, one line each, over whatever stood there.
func invite(ctx context.Context, tx *store.Tx, community id.ID, who map[id.ID]access.Role, m membership) error {
	rows := make([]*store.Query, 0, len(who))
	for person, role := range who {
		rows = append(rows, store.Q("(%s, %s, %s, %s, %s, %s, %s)", community, person, role, Invited, m.Message, m.Inviter.Nullable(), m.Since))
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO memberships (community_id, person_id, role, state, message, inviter_id, since)
		VALUES %s ON CONFLICT (community_id, person_id) DO UPDATE SET role = excluded.role, state = excluded.state,
		message = excluded.message, inviter_id = excluded.inviter_id, since = excluded.since`, store.Join(rows, ", ")))
	return err
}

// memberRows is Member from memberships m, persons p and their main function.
const memberColumns = `p.id, p.name, p.handle, p.photo, p.kind = 2 AS guest,
	COALESCE(f.title, '') AS title, COALESCE(NULLIF(u.acronym, ''), u.name, '') AS unit, m.since`

const mainFunction = `LEFT JOIN functions f ON f.person_id = p.id AND f.main LEFT JOIN units u ON u.id = f.unit_id`

// MemberFilter narrows the list of members.
type MemberFilter struct {
	Text  string      // start of any word of the name
	Role  access.Role // zero for all
	After id.ID       // the last person of the page before
	Limit int
}

// crowded is from how many members on the list is read along the names of all
// people, which stops at the end of the page, rather than sorted.
const crowded = 3000

// listMembers reads each role as a run in the order of names, and puts them one
// after the other.
func listMembers(ctx context.Context, on store.Querier, community id.ID, f MemberFilter) ([]Member, error) {
	at, err := store.One[struct {
		Members int
		Role    access.Role // of the one after whom the list goes on
	}](ctx, on, store.Q(`SELECT c.members, COALESCE(m.role, 0) AS role FROM %s c
		LEFT JOIN memberships m ON m.community_id = c.id AND m.person_id = %s AND m.state = 1 WHERE c.id = %s`, every(), f.After, community))
	if err != nil {
		return nil, err
	}
	if f.After != 0 && at.Role == 0 {
		at.Role = access.MemberRole // gone meanwhile: most are members
	}
	var runs []*store.Query
	for _, role := range []access.Role{access.ManagerRole, access.MemberRole, access.GuestRole} {
		if f.Role != 0 && role != f.Role || f.After != 0 && role > at.Role {
			continue
		}
		run := f
		if role != at.Role {
			run.After = 0
		}
		runs = append(runs, run.of(community, role, at.Members >= crowded))
	}
	if len(runs) == 0 {
		return nil, nil
	}
	return store.All[Member](ctx, on, store.Q(`SELECT l.id, l.name, l.handle, l.photo, l.guest, l.title, l.unit, l.since, l.role FROM (%s) l
		ORDER BY -l.role, l.name_fold, l.id LIMIT %s`, store.Join(runs, " UNION ALL "), f.Limit))
}

// of reads the members of one role.
func (f MemberFilter) of(community id.ID, role access.Role, crowd bool) *store.Query {
	where := append([]*store.Query{store.Q("m.state = 1 AND m.role = %d", role)}, named("p.name_fold", f.Text)...)
	if f.After != 0 {
		where = append(where, store.Q(`(p.name_fold, p.id) > (SELECT b.name_fold, b.id FROM %s b WHERE b.id = %s)`, everyone(), f.After))
	}
	from := store.Q(`memberships m JOIN %s p ON p.id = m.person_id `+mainFunction+` WHERE m.community_id = %s`, everyone(), community)
	if crowd && role == access.MemberRole {
		// CROSS keeps SQLite in this order; PostgreSQL finds it by itself.
		from = store.Q(`%s p CROSS JOIN memberships m `+mainFunction+` WHERE m.community_id = %s AND m.person_id = p.id`, everyone(), community)
	}
	return store.Q(`SELECT * FROM (SELECT `+memberColumns+`, m.role, p.name_fold FROM %s AND %s ORDER BY p.name_fold, p.id LIMIT %s) run`,
		from, store.Join(where, " AND "), f.Limit)
}

func listManagers(ctx context.Context, on store.Querier, community id.ID) ([]Member, error) {
	return store.All[Member](ctx, on, store.Q(`SELECT `+memberColumns+`, m.role FROM memberships m JOIN %s p ON p.id = m.person_id `+mainFunction+`
		WHERE m.community_id = %s AND m.state = 1 AND m.role = 3 ORDER BY p.name_fold, p.id LIMIT 12`, everyone(), community))
}

func listRequests(ctx context.Context, on store.Querier, community, after id.ID, limit int) ([]Request, error) {
	return store.All[Request](ctx, on, store.Q(`SELECT p.id, p.name, p.handle, p.photo, COALESCE(f.title, '') AS title,
		COALESCE(NULLIF(u.acronym, ''), u.name, '') AS unit, m.message, m.since
		FROM memberships m JOIN %s p ON p.id = m.person_id `+mainFunction+`
		WHERE m.community_id = %s AND m.state = 3 AND p.id > %s ORDER BY p.id LIMIT %s`, everyone(), community, after, limit))
}

// duties are what waits for one person, in one query.
func duties(ctx context.Context, on store.Querier, actor access.Actor) ([]Duty, error) {
	return store.All[Duty](ctx, on, store.Q(`
		SELECT 'invitation' AS kind, c.id AS community, c.name, 0 AS count, 1 AS rank FROM %s c
			JOIN memberships m ON m.community_id = c.id AND m.person_id = %s AND m.state = 2 WHERE c.state = 1
		UNION ALL
		SELECT 'requests', c.id, c.name, (SELECT COUNT(*) FROM memberships w WHERE w.community_id = c.id AND w.state = 3), 2 FROM %s c
			JOIN memberships m ON m.community_id = c.id AND m.person_id = %s AND m.state = 1 AND m.role = 3
			WHERE c.state = 1 AND EXISTS (SELECT 1 FROM memberships w WHERE w.community_id = c.id AND w.state = 3)
		UNION ALL
		SELECT 'managers', c.id, c.name, c.managers, 3 FROM %s c
			JOIN memberships m ON m.community_id = c.id AND m.person_id = %s AND m.state = 1 AND m.role = 3
			WHERE c.state = 1 AND c.managers < %s
		ORDER BY rank, community LIMIT 50`,
		every(), actor.Person(), every(), actor.Person(), every(), actor.Person(), FewManagers))
}

// oneMember is the list of members narrowed to one.
func oneMember(ctx context.Context, on store.Querier, community, person id.ID) ([]Member, error) {
	return store.All[Member](ctx, on, store.Q(`SELECT `+memberColumns+`, m.role FROM memberships m JOIN %s p ON p.id = m.person_id `+mainFunction+`
		WHERE m.community_id = %s AND m.person_id = %s AND m.state IN (1, 2, 3)`, everyone(), community, person))
}

// candidates are those whom actor may read and who are neither in nor invited.
func candidates(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, typed string, guests bool, now clock.Time) ([]Candidate, error) {
	where := named("p.name_fold", typed)
	if len(where) == 0 {
		return []Candidate{}, nil
	}
	where = append(where, store.Q("p.state <> %s AND (p.expires IS NULL OR p.expires > %s)", identity.Suspended, now))
	kinds := []identity.Kind{identity.Agent}
	if guests {
		kinds = append(kinds, identity.Guest)
	}
	return store.All[Candidate](ctx, on, store.Q(`SELECT p.id, p.name, p.handle, p.photo, p.kind = 2 AS guest,
		COALESCE(f.title, '') AS title, COALESCE(NULLIF(u.acronym, ''), u.name, '') AS unit
		FROM %s p `+mainFunction+` WHERE %s AND p.kind IN %s
		AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.community_id = %s AND m.person_id = p.id AND m.state IN (1, 2))
		ORDER BY p.name_fold, p.id LIMIT 20`,
		access.From(actor, access.ReadPerson), store.Join(where, " AND "), store.Values(kinds), community))
}
