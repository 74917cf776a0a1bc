package search

import (
	"context"
	"maps"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// indexing reads everything: what it writes bears the tokens of its readers.
var indexing = access.SystemActor("the index of search follows what is written")

// out are the states in which something is found.
var out = []access.State{access.Published, access.Archived}

// said is a text to index, with who wrote it and where.
type said struct {
	ID        id.ID
	Item      id.ID
	Kind      string
	Answer    bool
	Title     string
	Source    string
	Community id.ID
	Author    id.ID
	Name      string // of the author
	At        clock.Time
	Useful    int
}

func itemTexts(ctx context.Context, on store.Querier, items []id.ID) ([]said, error) {
	return store.All[said](ctx, on, store.Q(`SELECT i.id, i.id AS item, i.kind, FALSE AS answer, i.title, COALESCE(b.source, '') AS source,
			i.community_id AS community, i.author_id AS author, p.name, COALESCE(i.published, i.created) AS at, i.useful
		FROM %s i LEFT JOIN bodies b ON b.item_id = i.id JOIN %s p ON p.id = i.author_id
		WHERE i.id IN %s AND i.state IN %s ORDER BY i.id`,
		access.From(indexing, access.ReadItem), access.From(indexing, access.ReadPerson), store.Values(items), store.Values(out)))
}

// commentTexts reads comments that are out, of items that are.
func commentTexts(ctx context.Context, on store.Querier, where *store.Query, limit int) ([]said, error) {
	return store.All[said](ctx, on, store.Q(`SELECT k.id, k.item_id AS item, i.kind, k.kind = %d AS answer, '' AS title, k.source,
			i.community_id AS community, k.author_id AS author, p.name, k.created AS at, k.useful
		FROM comments k JOIN %s i ON i.id = k.item_id JOIN %s p ON p.id = k.author_id
		WHERE %s AND k.state = %d AND i.state IN %s ORDER BY k.id LIMIT %s`,
		content.Answer, access.From(indexing, access.ReadItem), access.From(indexing, access.ReadPerson), where, access.Published, store.Values(out), limit))
}

func commentsNamed(comments []id.ID) *store.Query {
	return store.Q("k.id IN %s", store.Values(comments))
}

func commentsUnder(items []id.ID, after id.ID) *store.Query {
	return store.Q("k.item_id IN %s AND k.id > %s", store.Values(items), after)
}

// joined is a file that came with an item or a comment.
type joined struct {
	ID        id.ID
	Item      id.ID
	Comment   id.ID
	Kind      string // of the item
	Name      string
	Hash      string
	Community id.ID
	Author    id.ID
	Owner     string // the author's name
	At        clock.Time
}

// fileTexts reads the files of items that are out; those of comments in the
// bin are left out.
func fileTexts(ctx context.Context, on store.Querier, where *store.Query, limit int) ([]joined, error) {
	return store.All[joined](ctx, on, store.Q(`SELECT f.id, f.item_id AS item, COALESCE(f.comment_id, 0) AS comment, i.kind, f.name, f.hash,
			i.community_id AS community, f.owner_id AS author, p.name AS owner, f.created AS at
		FROM files f JOIN %s i ON i.id = f.item_id JOIN %s p ON p.id = f.owner_id
		LEFT JOIN comments k ON k.id = f.comment_id AND k.item_id = f.item_id
		WHERE %s AND (f.comment_id IS NULL OR k.state = %d) AND i.state IN %s ORDER BY f.id LIMIT %s`,
		access.From(indexing, access.ReadItem), access.From(indexing, access.ReadPerson), where, access.Published, store.Values(out), limit))
}

func filesNamed(files []id.ID) *store.Query { return store.Q("f.id IN %s", store.Values(files)) }

func filesUnder(items []id.ID, after id.ID) *store.Query {
	return store.Q("f.item_id IN %s AND f.id > %s", store.Values(items), after)
}

// attachedTo is filesUnder without the versions of the items of a shelf; what
// came with comments under them stays.
func attachedTo(items []id.ID, after id.ID, s shelf) *store.Query {
	if len(s.files) == 0 {
		return filesUnder(items, after)
	}
	return store.Q("%s AND (f.comment_id IS NOT NULL OR f.item_id NOT IN %s)", filesUnder(items, after), store.Values(slices.Sorted(maps.Keys(s.files))))
}

// hashesOf are those of files of these items.
func hashesOf(ctx context.Context, on store.Querier, items, files []id.ID) ([]hashed, error) {
	return store.All[hashed](ctx, on, store.Q(`SELECT id, hash FROM files WHERE id IN %s AND item_id IN %s`, store.Values(files), store.Values(items)))
}

// tagged is a tag on an item.
type tagged struct {
	Item id.ID
	ID   id.ID
	Name string
}

func tagsOn(ctx context.Context, on store.Querier, items []id.ID) ([]tagged, error) {
	return store.All[tagged](ctx, on, store.Q(`SELECT it.item_id AS item, t.id, t.name FROM item_tags it JOIN tags t ON t.id = it.tag_id
		WHERE it.item_id IN %s ORDER BY it.item_id, t.fold`, store.Values(items)))
}

// known is somebody or a place, by name and what is said of it.
type described struct {
	ID    id.ID
	Name  string
	Hint  string // handle
	About string
	More  string // functions and units; tags of a place
	At    clock.Time
}

func peopleTexts(ctx context.Context, on store.Querier, people []id.ID) ([]described, error) {
	return store.All[described](ctx, on, store.Q(`SELECT p.id, p.name, p.handle AS hint, p.about, p.created AS at,
			COALESCE((SELECT string_agg(f.title || ' ' || u.name || ' ' || u.acronym, ' ') FROM functions f JOIN units u ON u.id = f.unit_id
				WHERE f.person_id = p.id), '') AS more
		FROM %s p WHERE p.id IN %s AND p.state = %d ORDER BY p.id`,
		access.From(indexing, access.ReadPerson), store.Values(people), identity.Active))
}

func placeTexts(ctx context.Context, on store.Querier, places []id.ID) ([]described, error) {
	return store.All[described](ctx, on, store.Q(`SELECT c.id, c.name, '' AS hint, c.purpose AS about, c.created AS at,
			COALESCE((SELECT string_agg(t.name, ' ') FROM community_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.community_id = c.id), '') AS more
		FROM %s c WHERE c.id IN %s ORDER BY c.id`, access.From(indexing, access.ReadCommunity), store.Values(places)))
}

// What goes after an id, to read everything in runs.

func itemsAfter(ctx context.Context, on store.Querier, after id.ID, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT i.id FROM %s i WHERE i.id > %s ORDER BY i.id LIMIT %s`,
		access.From(indexing, access.ReadItem), after, limit))
}

func peopleAfter(ctx context.Context, on store.Querier, after id.ID, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT p.id FROM %s p WHERE p.id > %s ORDER BY p.id LIMIT %s`,
		access.From(indexing, access.ReadPerson), after, limit))
}

func placesAfter(ctx context.Context, on store.Querier, after id.ID, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT c.id FROM %s c WHERE c.id > %s ORDER BY c.id LIMIT %s`,
		access.From(indexing, access.ReadCommunity), after, limit))
}

func itemsOfPlace(ctx context.Context, on store.Querier, place, after id.ID, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT i.id FROM %s i WHERE i.community_id = %s AND i.id > %s ORDER BY i.id LIMIT %s`,
		access.From(indexing, access.ReadItem), place, after, limit))
}

func itemsOfTag(ctx context.Context, on store.Querier, tag, after id.ID, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT i.id FROM %s i JOIN item_tags it ON it.item_id = i.id
		WHERE it.tag_id = %s AND i.id > %s ORDER BY i.id LIMIT %s`, access.From(indexing, access.ReadItem), tag, after, limit))
}

func itemsOfPerson(ctx context.Context, on store.Querier, who, after id.ID, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT i.id FROM %s i WHERE i.author_id = %s AND i.id > %s ORDER BY i.id LIMIT %s`,
		access.From(indexing, access.ReadItem), who, after, limit))
}

func commentsOfPerson(ctx context.Context, on store.Querier, who, after id.ID, limit int) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT k.id FROM comments k JOIN %s i ON i.id = k.item_id
		WHERE k.author_id = %s AND k.id > %s ORDER BY k.id LIMIT %s`, access.From(indexing, access.ReadItem), who, after, limit))
}

// countAll is how much there is to index, about: for the bar of progress.
func countAll(ctx context.Context, on store.Querier) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT (SELECT COUNT(*) FROM %s i) + (SELECT COUNT(*) FROM %s p) + (SELECT COUNT(*) FROM %s c)`,
		access.From(indexing, access.ReadItem), access.From(indexing, access.ReadPerson), access.From(indexing, access.ReadCommunity)))
}

func filesOfComments(ctx context.Context, on store.Querier, comments []id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT f.id FROM files f JOIN comments k ON k.id = f.comment_id AND k.item_id = f.item_id
		WHERE f.comment_id IN %s`, store.Values(comments)))
}

// freshItems are those of some items that came out here since a moment: what was
// brought from elsewhere is no news.
func freshItems(ctx context.Context, on store.Querier, items []id.ID, since clock.Time) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT i.id FROM %s i WHERE i.id IN %s AND i.origin IS NULL AND i.published >= %s ORDER BY i.id`,
		access.From(indexing, access.ReadItem), store.Values(items), since))
}

// bearer is a file that bears some content.
type bearer struct {
	ID      id.ID
	Item    id.ID
	Comment id.ID
}

func filesOfHash(ctx context.Context, on store.Querier, hash string) ([]bearer, error) {
	return store.All[bearer](ctx, on, store.Q(`SELECT f.id, f.item_id AS item, COALESCE(f.comment_id, 0) AS comment
		FROM files f JOIN %s i ON i.id = f.item_id WHERE f.hash = %s`, access.From(indexing, access.ReadItem), hash))
}
