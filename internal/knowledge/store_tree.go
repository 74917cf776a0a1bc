package knowledge

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Section is a node of a tree.
type Section struct {
	ID        id.ID
	Community id.ID `db:"community_id"`
	Parent    id.ID `db:"parent_id"`
	Name      string
	Removed   bool
}

// Entry is a sheet as a tree shows it.
type Entry struct {
	ID       id.ID
	Title    string
	Status   Status
	Section  id.ID `db:"section_id"`
	Owner    id.ID `db:"owner_id"`
	Author   id.ID `db:"author_id"`
	Review   clock.Time
	Verified clock.Time
	Checked  int
	Revision int
}

// Modified tells whether the text changed since it was verified.
func (e Entry) Modified() bool { return e.Status != Draft && e.Revision > e.Checked }

const entry = `x.id, x.title, s.status, s.section_id, x.owner_id, x.author_id, s.review, s.verified, s.checked, x.revision`

func sectionsOf(ctx context.Context, on store.Querier, community id.ID) ([]Section, error) {
	return store.All[Section](ctx, on, store.Q(`SELECT id, community_id, parent_id, name, removed FROM sheet_sections
		WHERE community_id = %s ORDER BY position, id`, community))
}

// entriesOf lists the sheets of a community in the order of its sections.
func entriesOf(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, tag string, limit int) ([]Entry, error) {
	narrow := store.Q("TRUE")
	if tag != "" {
		narrow = store.Q(`EXISTS (SELECT 1 FROM item_tags it JOIN tags t ON t.id = it.tag_id WHERE it.item_id = x.id AND t.slug = %s)`, tag)
	}
	return store.All[Entry](ctx, on, store.Q(`SELECT `+entry+` FROM %s x JOIN sheets s ON s.item_id = x.id
		WHERE x.community_id = %s AND x.kind = 'knowledge' AND x.state = %d AND %s ORDER BY s.position, s.item_id LIMIT %s`,
		access.From(actor, access.ReadItem), community, access.Published, narrow, limit))
}

func insertSection(ctx context.Context, tx *store.Tx, s Section, position int) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO sheet_sections (id, community_id, parent_id, position, name) VALUES (%s, %s, %s, %s, %s)`,
		s.ID, s.Community, s.Parent.Nullable(), position, s.Name))
	return err
}

func nameSection(ctx context.Context, tx *store.Tx, section id.ID, name string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE sheet_sections SET name = %s WHERE id = %s`, name, section))
	return err
}

func removeSection(ctx context.Context, tx *store.Tx, section id.ID, yes bool) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE sheet_sections SET removed = %s WHERE id = %s`, yes, section))
	return err
}

// orderSections puts sections under one parent, in this order.
func orderSections(ctx context.Context, tx *store.Tx, parent id.ID, sections []id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE sheet_sections SET parent_id = %s, position = CASE id %s ELSE position END WHERE id IN %s`,
		parent.Nullable(), ranks(sections), store.Values(sections)))
	return err
}

// orderSheets gives the sheets of one section their places, in this order.
func orderSheets(ctx context.Context, tx *store.Tx, section id.ID, sheets []id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE sheets SET section_id = %s, position = CASE item_id %s ELSE position END WHERE item_id IN %s`,
		section.Nullable(), ranks(sheets), store.Values(sheets)))
	return err
}

// ranks are the branches of a CASE that gives each id its place in a list.
func ranks(list []id.ID) *store.Query {
	parts := make([]*store.Query, len(list))
	for i, v := range list {
		parts[i] = store.Q("WHEN %s THEN %d", v, i)
	}
	return store.Join(parts, " ")
}

func file(ctx context.Context, tx *store.Tx, item, section id.ID, position int) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE sheets SET section_id = %s, position = %s WHERE item_id = %s`, section.Nullable(), position, item))
	return err
}

// lastPosition is that of the last sheet of a section, of those that are not
// filed for zero.
func lastPosition(ctx context.Context, on store.Querier, community, section id.ID) (int, error) {
	where := store.Q("s.section_id = %s", section)
	if section == 0 {
		where = store.Q("s.section_id IS NULL")
	}
	return store.One[int](ctx, on, store.Q(`SELECT COALESCE(MAX(s.position), 0) FROM sheets s JOIN %s x ON x.id = s.item_id
		WHERE x.community_id = %s AND x.kind = 'knowledge' AND %s`, anyItem, community, where))
}
