package knowledge

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// anyItem reads the spine of sheets that were judged, or that the rounds look at.
var anyItem = access.From(access.SystemActor("sheets that are judged, and their rounds"), access.ReadItem)

const columns = `s.item_id, x.community_id, x.owner_id, s.status, s.section_id, s.months, s.review, s.verified, s.verifier_id,
	s.checked, x.revision, s.asked, s.escalated, s.orphaned, s.origin_id, s.comment_id`

func sheetsOf(ctx context.Context, on store.Querier, items []id.ID) ([]Sheet, error) {
	if len(items) == 0 {
		return nil, nil
	}
	return store.All[Sheet](ctx, on, store.Q(`SELECT `+columns+` FROM sheets s JOIN %s x ON x.id = s.item_id WHERE s.item_id IN %s`,
		anyItem, store.Values(items)))
}

// sheetOf reads one; what is not a sheet is not found.
func sheetOf(ctx context.Context, on store.Querier, item id.ID) (Sheet, error) {
	list, err := sheetsOf(ctx, on, []id.ID{item})
	if err == nil && len(list) == 0 {
		err = fault.NotFound()
	}
	if err != nil {
		return Sheet{}, err
	}
	return list[0], nil
}

func insertSheet(ctx context.Context, tx *store.Tx, s Sheet, position int) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO sheets (item_id, status, section_id, position, months, origin_id, comment_id)
		VALUES (%s, %s, %s, %s, %s, %s, %s)`, s.Item, s.Status, s.Section.Nullable(), position, s.Months, s.Origin.Nullable(), s.Comment.Nullable()))
	return err
}

// erase forgets what a sheet has beside its item.
func erase(ctx context.Context, tx *store.Tx, item id.ID) error {
	for _, q := range []*store.Query{
		store.Q(`DELETE FROM sheet_sources WHERE item_id = %s`, item),
		store.Q(`DELETE FROM sheet_contributors WHERE item_id = %s`, item),
		store.Q(`DELETE FROM sheet_reports WHERE item_id = %s`, item),
		store.Q(`DELETE FROM sheets WHERE item_id = %s`, item),
	} {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}

// Sources and contributors -------------------------------------------------------

func putSources(ctx context.Context, tx *store.Tx, item id.ID, list []Source) error {
	if _, err := store.Exec(ctx, tx, store.Q(`DELETE FROM sheet_sources WHERE item_id = %s`, item)); err != nil {
		return err
	}
	var rows []*store.Query
	for i, s := range list {
		rows = append(rows, store.Q("(%s, %s, %s, %s, %s)", item, i, s.Title, s.Link, s.Item.Nullable()))
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO sheet_sources (item_id, position, title, link, source_id) VALUES %s`, store.Join(rows, ", ")))
	return err
}

func sourcesOf(ctx context.Context, on store.Querier, item id.ID) ([]Source, error) {
	return store.All[Source](ctx, on, store.Q(`SELECT title, link, source_id FROM sheet_sources WHERE item_id = %s ORDER BY position`, item))
}

// titlesOf names the items that actor may read.
func titlesOf(ctx context.Context, on store.Querier, actor access.Actor, items []id.ID) ([]Link, error) {
	if len(items) == 0 {
		return nil, nil
	}
	return store.All[Link](ctx, on, store.Q(`SELECT x.id, x.title FROM %s x WHERE x.id IN %s`,
		access.From(actor, access.ReadItem), store.Values(items)))
}

// madeFrom names the sheets made from a thread that actor may read.
func madeFrom(ctx context.Context, on store.Querier, actor access.Actor, origin id.ID) ([]Link, error) {
	return store.All[Link](ctx, on, store.Q(`SELECT x.id, x.title FROM sheets s JOIN %s x ON x.id = s.item_id
		WHERE s.origin_id = %s AND x.state IN (%d, %d) ORDER BY x.id LIMIT 20`,
		access.From(actor, access.ReadItem), origin, access.Published, access.Archived))
}

// spokeIn lists who wrote an item, who answered it and who wrote the comment
// that was chosen.
func spokeIn(ctx context.Context, on store.Querier, item, comment id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT author_id FROM %s x WHERE x.id = %s
		UNION SELECT c.author_id FROM comments c WHERE c.item_id = %s AND c.state = %d AND (c.kind = 2 OR c.id = %s)`,
		anyItem, item, item, access.Published, comment))
}

func putContributors(ctx context.Context, tx *store.Tx, item id.ID, people []id.ID) error {
	var rows []*store.Query
	for _, p := range people {
		rows = append(rows, store.Q("(%s, %s)", item, p))
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO sheet_contributors (item_id, person_id) VALUES %s`, store.Join(rows, ", ")))
	return err
}

func contributorsOf(ctx context.Context, on store.Querier, item id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT person_id FROM sheet_contributors WHERE item_id = %s ORDER BY person_id`, item))
}

// Settings -------------------------------------------------------------------------

func monthsOf(ctx context.Context, on store.Querier, community id.ID) (int, error) {
	n, err := store.One[int](ctx, on, store.Q(`SELECT months FROM sheet_settings WHERE community_id = %s`, community))
	if errors.Is(err, store.ErrNone) {
		return DefaultMonths, nil
	}
	return n, err
}

func setMonths(ctx context.Context, tx *store.Tx, community id.ID, months int) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO sheet_settings (community_id, months) VALUES (%s, %s)
		ON CONFLICT (community_id) DO UPDATE SET months = excluded.months`, community, months))
	return err
}

// owned lists the sheets of somebody that actor reads, those to review first.
func owned(ctx context.Context, on store.Querier, actor access.Actor, person id.ID, limit int) ([]Entry, error) {
	return store.All[Entry](ctx, on, store.Q(`SELECT `+entry+` FROM %s x JOIN sheets s ON s.item_id = x.id
		WHERE x.owner_id = %s AND x.state = %d ORDER BY (CASE s.status WHEN 3 THEN 0 ELSE 1 END), s.review, s.item_id LIMIT %s`,
		access.From(actor, access.ReadItem), person, access.Published, limit))
}

// byHandle finds somebody by what follows an @; what they may do is judged after.
func byHandle(ctx context.Context, on store.Querier, handle string) (id.ID, error) {
	return store.One[id.ID](ctx, on, store.Q(`SELECT p.id FROM %s p WHERE p.handle = %s`,
		access.From(access.SystemActor("who is named to answer for a sheet"), access.ReadPerson), handle))
}
