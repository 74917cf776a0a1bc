package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

func fold(s string) string { return text.Fold(s) }

// ensureTags finds the tags of these names, making the ones that are new.
func ensureTags(ctx context.Context, tx *store.Tx, ids *id.Maker, names []string) ([]Tag, error) {
	if len(names) == 0 {
		return nil, nil
	}
	rows, folds := []*store.Query{}, []string{}
	for _, name := range names {
		rows = append(rows, store.Q("(%s, %s, %s, %s)", ids.New(), name, fold(name), text.Slug(name)))
		folds = append(folds, fold(name))
	}
	if _, err := store.Exec(ctx, tx, store.Q(`INSERT INTO tags (id, name, fold, slug) VALUES %s ON CONFLICT DO NOTHING`,
		store.Join(rows, ", "))); err != nil {
		return nil, err
	}
	return store.All[Tag](ctx, tx, store.Q(`SELECT id, name, slug, uses FROM tags WHERE fold IN %s ORDER BY fold`, store.Values(folds)))
}

func setItemTags(ctx context.Context, tx *store.Tx, item id.ID, tags []Tag) error {
	if _, err := store.Exec(ctx, tx, store.Q(`DELETE FROM item_tags WHERE item_id = %s`, item)); err != nil || len(tags) == 0 {
		return err
	}
	rows := []*store.Query{}
	for _, t := range tags {
		rows = append(rows, store.Q("(%s, %s)", item, t.ID))
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO item_tags (item_id, tag_id) VALUES %s`, store.Join(rows, ", ")))
	return err
}

// countTags takes the rows in one order, so that two items with the same tags
// never wait for each other.
func countTags(ctx context.Context, tx *store.Tx, item id.ID, by int) error {
	held, err := store.All[id.ID](ctx, tx, store.Q(`SELECT tag_id FROM item_tags WHERE item_id = %s ORDER BY tag_id`, item))
	if err != nil {
		return err
	}
	for _, tag := range held { // five at most
		if _, err := store.Exec(ctx, tx, store.Q(`UPDATE tags SET uses = uses + %s WHERE id = %s`, by, tag)); err != nil {
			return err
		}
	}
	return nil
}

type taggedRow struct {
	ItemID id.ID
	Tag
}

func tagsOf(ctx context.Context, on store.Querier, items []id.ID) (map[id.ID][]Tag, error) {
	out := map[id.ID][]Tag{}
	if len(items) == 0 {
		return out, nil
	}
	rows, err := store.All[taggedRow](ctx, on, store.Q(`SELECT it.item_id, t.id, t.name, t.slug, t.uses
		FROM item_tags it JOIN tags t ON t.id = it.tag_id WHERE it.item_id IN %s ORDER BY it.item_id, t.fold`, store.Values(items)))
	for _, r := range rows {
		out[r.ItemID] = append(out[r.ItemID], r.Tag)
	}
	return out, err
}

// seenTags are the tags that actor may know of: those of something that they
// read, or that a community they know of proposes.
func seenTags(actor access.Actor) *store.Query {
	return store.Q(`(SELECT t.* FROM tags t WHERE
		EXISTS (SELECT 1 FROM item_tags it JOIN %s x ON x.id = it.item_id WHERE it.tag_id = t.id)
		OR EXISTS (SELECT 1 FROM community_tags ct JOIN %s y ON y.id = ct.community_id WHERE ct.tag_id = t.id))`,
		access.From(actor, access.ReadItem), access.From(actor, access.ReadCommunity))
}

func suggestTags(ctx context.Context, on store.Querier, actor access.Actor, prefix string, limit int) ([]Tag, error) {
	return store.All[Tag](ctx, on, store.Q(`SELECT t.id, t.name, t.slug, t.uses FROM %s t
		WHERE t.fold >= %s AND t.fold < %s ORDER BY t.uses DESC, t.fold LIMIT %s`, seenTags(actor), prefix, prefix+"\U0010FFFF", limit))
}

func tagBySlug(ctx context.Context, on store.Querier, actor access.Actor, slug string) (Tag, error) {
	return store.One[Tag](ctx, on, store.Q(`SELECT t.id, t.name, t.slug, t.uses FROM %s t WHERE t.slug = %s`, seenTags(actor), slug))
}

func tagsOfCommunity(ctx context.Context, on store.Querier, community id.ID) ([]Tag, error) {
	return store.All[Tag](ctx, on, store.Q(`SELECT t.id, t.name, t.slug, t.uses FROM community_tags ct JOIN tags t ON t.id = ct.tag_id
		WHERE ct.community_id = %s ORDER BY t.fold`, community))
}

func allTags(ctx context.Context, on store.Querier, prefix string, after TagKey, limit int) ([]Tag, error) {
	rest := store.Q("TRUE")
	if after.ID != 0 {
		rest = store.Q("(uses < %s OR uses = %s AND id > %s)", after.Uses, after.Uses, after.ID)
	}
	return store.All[Tag](ctx, on, store.Q(`SELECT id, name, slug, uses FROM tags
		WHERE fold >= %s AND fold < %s AND %s ORDER BY uses DESC, id LIMIT %s`, prefix, prefix+"\U0010FFFF", rest, limit))
}

func renameTag(ctx context.Context, tx *store.Tx, tag id.ID, name string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE tags SET name = %s, fold = %s, slug = %s WHERE id = %s`, name, fold(name), text.Slug(name), tag))
	return err
}

// mergeTag gives everything that bears one tag to another.
func mergeTag(ctx context.Context, tx *store.Tx, from, into id.ID) error {
	for _, q := range []*store.Query{
		store.Q(`INSERT INTO item_tags (item_id, tag_id) SELECT item_id, CAST(%s AS BIGINT) FROM item_tags WHERE tag_id = %s ON CONFLICT DO NOTHING`, into, from),
		store.Q(`DELETE FROM item_tags WHERE tag_id = %s`, from),
		store.Q(`INSERT INTO community_tags (community_id, tag_id) SELECT community_id, CAST(%s AS BIGINT) FROM community_tags WHERE tag_id = %s ON CONFLICT DO NOTHING`, into, from),
		store.Q(`DELETE FROM community_tags WHERE tag_id = %s`, from),
		store.Q(`INSERT INTO follows (person_id, target_kind, target_id, level, created)
			SELECT person_id, target_kind, CAST(%s AS BIGINT), level, created FROM follows WHERE target_kind = 'tag' AND target_id = %s ON CONFLICT DO NOTHING`, into, from),
		store.Q(`DELETE FROM follows WHERE target_kind = 'tag' AND target_id = %s`, from),
		store.Q(`DELETE FROM tags WHERE id = %s`, from),
		store.Q(`UPDATE tags SET uses = (SELECT COUNT(*) FROM item_tags it JOIN %s x ON x.id = it.item_id
			WHERE it.tag_id = tags.id AND x.state = %s) WHERE id = %s`, anyItem, access.Published, into),
	} {
		if _, err := store.Exec(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}

// Mentions -----------------------------------------------------------------------

// peopleByHandle finds active people by what follows an @.
func peopleByHandle(ctx context.Context, on store.Querier, handles []string) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT x.id FROM %s x WHERE x.handle IN %s ORDER BY x.id`, anyPerson, store.Values(handles)))
}

func dropMentions(ctx context.Context, tx *store.Tx, item, comment id.ID, keep []id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM mentions WHERE item_id = %s AND comment_id = %s AND NOT (person_id IN %s)`,
		item, comment, store.Values(append([]id.ID{0}, keep...))))
	return err
}

// addMentions returns those who were not mentioned there before.
func addMentions(ctx context.Context, tx *store.Tx, item, comment id.ID, people []id.ID) ([]id.ID, error) {
	if len(people) == 0 {
		return nil, nil
	}
	rows := []*store.Query{}
	for _, p := range people {
		rows = append(rows, store.Q("(%s, %s, %s)", item, comment, p))
	}
	return store.All[id.ID](ctx, tx, store.Q(`INSERT INTO mentions (item_id, comment_id, person_id) VALUES %s
		ON CONFLICT DO NOTHING RETURNING person_id`, store.Join(rows, ", ")))
}

func mentionedIn(ctx context.Context, on store.Querier, items []id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT DISTINCT person_id FROM mentions WHERE item_id IN %s`, store.Values(items)))
}

func tagsByID(list ...id.ID) *store.Query {
	return store.Q(`SELECT id, name, slug, uses FROM tags WHERE id IN %s`, store.Values(list))
}

// Suggested is somebody who may be named after an @.
type Suggested struct {
	ID     id.ID
	Handle string
	Name   string
}

// suggestPeople finds active people by the beginning of their name or handle.
func suggestPeople(ctx context.Context, on store.Querier, actor access.Actor, typed, handle string, limit int) ([]Suggested, error) {
	return store.All[Suggested](ctx, on, store.Q(`SELECT x.id, x.handle, x.name FROM %s x WHERE x.state = %s AND
		(x.name_fold >= %s AND x.name_fold < %s OR x.handle >= %s AND x.handle < %s) ORDER BY x.name_fold, x.id LIMIT %s`,
		access.From(actor, access.ReadPerson), identity.Active, typed, typed+"\U0010FFFF", handle, handle+"\U0010FFFF", limit))
}

func readableTags(ctx context.Context, on store.Querier, actor access.Actor, ids []id.ID) ([]Tag, error) {
	return store.All[Tag](ctx, on, store.Q(`SELECT t.id, t.name, t.slug, t.uses FROM %s t WHERE t.id IN %s ORDER BY t.fold`, seenTags(actor), store.Values(ids)))
}
