package community

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// columns are those of Community, from the alias c.
const columns = `c.id, c.name, c.purpose, c.charter, c.welcome, c.kind, c.openness, c.state, c.template,
	c.unit_id AS unit, c.parent_id AS parent, c.validation, c.members, c.managers, c.items,
	c.author_id AS author, c.created, c.activity`

// everyone is every account: the rules of this feature have judged who may
// see the list in which they stand.
func everyone() *store.Query {
	return access.From(access.SystemActor("name the members of a place"), access.ReadPerson)
}

// every is all communities, for work that nobody asked for.
func every() *store.Query {
	return access.From(access.SystemActor("keep places in order"), access.ReadCommunity)
}

func insert(ctx context.Context, tx *store.Tx, c Community) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO communities (id, name, name_fold, purpose, words, charter, welcome, kind,
		openness, state, template, unit_id, parent_id, validation, author_id, created, activity)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)`,
		c.ID, c.Name, text.Fold(c.Name), c.Purpose, text.Fold(c.Name+" "+c.Purpose), c.Charter, c.Welcome, c.Kind,
		c.Openness, c.State, c.Template, c.Unit.Nullable(), c.Parent.Nullable(), c.Validation, c.Author.Nullable(), c.Created, c.Activity))
	return err
}

// update writes what the settings change.
func update(ctx context.Context, tx *store.Tx, c Community) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE communities SET name = %s, name_fold = %s, purpose = %s, words = %s, charter = %s,
		welcome = %s, openness = %s, state = %s, parent_id = %s, validation = %s WHERE id = %s`,
		c.Name, text.Fold(c.Name), c.Purpose, text.Fold(c.Name+" "+c.Purpose), c.Charter,
		c.Welcome, c.Openness, c.State, c.Parent.Nullable(), c.Validation, c.ID))
	return err
}

// load reads a community whose reading has been judged.
func load(ctx context.Context, on store.Querier, community id.ID) (Community, error) {
	c, err := store.One[Community](ctx, on, store.Q(`SELECT `+columns+` FROM %s c WHERE c.id = %s`, every(), community))
	if errors.Is(err, store.ErrNone) {
		return c, fault.NotFound()
	}
	return c, err
}

type placeRow struct {
	Community  `db:""`
	Role       access.Role
	Standing   Standing
	Message    string
	Welcomed   bool
	UnitName   string
	ParentName string
	Children   int
	Waiting    int
}

// readPlace is a community as actor sees it, in one query. The parent and the
// children are those that actor may see.
func readPlace(ctx context.Context, on store.Querier, actor access.Actor, community id.ID) (placeRow, error) {
	visible := access.From(actor, access.ReadCommunity)
	row, err := store.One[placeRow](ctx, on, store.Q(`SELECT `+columns+`,
		COALESCE(m.role, 0) AS role, COALESCE(m.state, 0) AS standing, COALESCE(m.message, '') AS message, COALESCE(m.welcomed, TRUE) AS welcomed,
		COALESCE(u.name, '') AS unit_name, COALESCE(above.name, '') AS parent_name,
		(SELECT COUNT(*) FROM %s below WHERE below.parent_id = c.id AND below.state = 1) AS children,
		(SELECT COUNT(*) FROM memberships w WHERE w.community_id = c.id AND w.state = 3) AS waiting
		FROM %s c
		LEFT JOIN memberships m ON m.community_id = c.id AND m.person_id = %s
		LEFT JOIN units u ON u.id = c.unit_id
		LEFT JOIN %s above ON above.id = c.parent_id
		WHERE c.id = %s`, visible, visible, actor.Person(), visible, community))
	if errors.Is(err, store.ErrNone) {
		return row, fault.NotFound()
	}
	return row, err
}

// leads tells whether candidate stands somewhere above community, or is it:
// it may then not become its child.
func leads(ctx context.Context, on store.Querier, community, candidate id.ID) (bool, error) {
	n, err := store.One[int](ctx, on, store.Q(`WITH RECURSIVE up(id, parent_id) AS (
		SELECT c.id, c.parent_id FROM %s c WHERE c.id = %s
		UNION SELECT c.id, c.parent_id FROM %s c JOIN up ON c.id = up.parent_id)
		SELECT COUNT(*) FROM up WHERE id = %s`, every(), candidate, every(), community))
	return n > 0, err
}

// lineage are the ids of a unit and of those above it, from its path.
func lineage(ctx context.Context, on store.Querier, unit id.ID) (path string, err error) {
	path, err = store.One[string](ctx, on, store.Q(`SELECT u.path FROM units u WHERE u.id = %s AND NOT u.retired`, unit))
	if errors.Is(err, store.ErrNone) {
		return "", fault.NotFound()
	}
	return path, err
}

// label sets the tags of a community, making those that do not exist.
func label(ctx context.Context, tx *store.Tx, community id.ID, tags []newTag) error {
	if _, err := store.Exec(ctx, tx, store.Q(`DELETE FROM community_tags WHERE community_id = %s`, community)); err != nil {
		return err
	}
	if len(tags) == 0 {
		return nil
	}
	rows, folds := make([]*store.Query, len(tags)), make([]string, len(tags))
	for i, t := range tags {
		folds[i] = text.Fold(t.Name)
		rows[i] = store.Q("(%s, %s, %s, %s)", t.ID, t.Name, folds[i], text.Slug(t.Name))
	}
	if _, err := store.Exec(ctx, tx, store.Q(`INSERT INTO tags (id, name, fold, slug) VALUES %s ON CONFLICT DO NOTHING`, store.Join(rows, ", "))); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO community_tags (community_id, tag_id)
		SELECT CAST(%s AS BIGINT), t.id FROM tags t WHERE t.fold IN %s`, community, store.Values(folds)))
	return err
}

type newTag struct {
	ID   id.ID
	Name string
}

func tagsOf(ctx context.Context, on store.Querier, community id.ID) ([]Tag, error) {
	return store.All[Tag](ctx, on, store.Q(`SELECT t.id, t.name, t.slug FROM community_tags x JOIN tags t ON t.id = x.tag_id
		WHERE x.community_id = %s ORDER BY t.fold`, community))
}
