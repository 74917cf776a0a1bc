package content

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// anyItem reads items that were already judged through access.Load, or that
// the system works on.
var anyItem = access.From(access.SystemActor("judged when it was loaded"), access.ReadItem)

// anyPlace names the communities of items that may be read.
var anyPlace = access.From(access.SystemActor("the place of an item that is read"), access.ReadCommunity)

// anyPerson finds whom a text names; what they may read is judged after.
var anyPerson = access.From(access.SystemActor("who is named in a text"), access.ReadPerson)

// spine is what lists show of an item, x; its first argument is access.Excerpt.
const spine = `x.id, x.kind, x.community_id, x.author_id, x.owner_id, x.state, x.audience, x.title, %s, x.revision, x.closed,
	x.pinned, x.important, x.comments, x.useful, x.useless, x.thanks, x.created, x.edited, x.editor_id, x.published, x.activity,
	x.reason, x.binned, x.binner_id, COALESCE(x.binned_from, 0) AS binned_from, x.joined_id`

// lockItem makes the transactions on one item wait for each other.
func lockItem(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET revision = revision WHERE id = %s`, item))
	return err
}

func itemByID(ctx context.Context, on store.Querier, item id.ID) (Item, error) {
	it, err := store.One[Item](ctx, on, store.Q(`SELECT `+spine+` FROM %s x WHERE x.id = %s`, access.Excerpt, anyItem, item))
	if errors.Is(err, store.ErrNone) {
		return it, fault.NotFound()
	}
	return it, err
}

func insertItem(ctx context.Context, tx *store.Tx, it Item, source, origin string) error {
	var from any
	if origin != "" {
		from = origin
	}
	n, err := store.Exec(ctx, tx, store.Q(`INSERT INTO items (id, kind, community_id, author_id, state, audience, title, title_fold,
		excerpt, important, origin, created, published, activity)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING`,
		it.ID, it.Kind, it.Community, it.Author, it.State, it.Audience, it.Title, fold(it.Title),
		it.Excerpt, it.Important, from, it.Created, it.Published, it.Activity))
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, ErrReplayed)
	}
	_, err = store.Exec(ctx, tx, store.Q(`INSERT INTO bodies (item_id, source, fold) VALUES (%s, %s, %s)`, it.ID, source, fold(source)))
	return err
}

func bodyOf(ctx context.Context, on store.Querier, item id.ID) (string, error) {
	return store.One[string](ctx, on, store.Q(`SELECT source FROM bodies WHERE item_id = %s`, item))
}

// textsOf reads the texts of those that actor reads.
func textsOf(ctx context.Context, on store.Querier, actor access.Actor, items []id.ID) ([]body, error) {
	return store.All[body](ctx, on, store.Q(`SELECT x.id, b.source FROM %s x JOIN bodies b ON b.item_id = x.id WHERE x.id IN %s`,
		access.From(actor, access.ReadItem), store.Values(items)))
}

type body struct {
	ID     id.ID
	Source string
}

func setOwner(ctx context.Context, tx *store.Tx, item, owner id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET owner_id = %s WHERE id = %s`, owner, item))
	return err
}

func setProtection(ctx context.Context, tx *store.Tx, item id.ID, p access.Protection) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET protection = %s WHERE id = %s`, p, item))
	return err
}

func dropOrigin(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET origin = NULL WHERE id = %s`, item))
	return err
}

// setState moves an item from a state to another and notes when it came out.
func setState(ctx context.Context, tx *store.Tx, item id.ID, to access.State, published clock.Time, reason string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET state = %s, reason = %s,
		published = COALESCE(%s, published),
		activity = CASE WHEN activity < COALESCE(%s, activity) THEN COALESCE(%s, activity) ELSE activity END,
		binned = NULL, binner_id = NULL, binned_from = NULL WHERE id = %s`,
		to, reason, moment(published), moment(published), moment(published), item))
	return err
}

func setFlag(ctx context.Context, tx *store.Tx, item id.ID, column *store.Query, on bool) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET %s = %s WHERE id = %s`, column, on, item))
	return err
}

var (
	pinned = store.Q("pinned")
	closed = store.Q("closed")
	frozen = store.Q("frozen")
)

func binItem(ctx context.Context, tx *store.Tx, it Item, by id.ID, at clock.Time, reason string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET state = %s, binned_from = state, binner_id = %s, binned = %s, reason = %s,
		pinned = FALSE WHERE id = %s`, access.Binned, by.Nullable(), at, reason, it.ID))
	return err
}

func moveItem(ctx context.Context, tx *store.Tx, item, to id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE items SET community_id = %s, pinned = FALSE WHERE id = %s`, to, item))
	return err
}

func countCommunity(ctx context.Context, tx *store.Tx, community id.ID, by int, activity clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE communities SET items = items + %s,
		activity = CASE WHEN activity < %s THEN %s ELSE activity END WHERE id = %s`,
		by, millis(activity), millis(activity), community))
	return err
}

// millis is a moment that compares with columns, 0 for none.
func millis(t clock.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment is a bound value whose type PostgreSQL knows even when it is NULL.
func moment(t clock.Time) *store.Query {
	if t.IsZero() {
		return store.Q("CAST(NULL AS BIGINT)")
	}
	return store.Q("CAST(%s AS BIGINT)", t.UnixMilli())
}

// placeByID names a community that actor may know of.
func placeByID(ctx context.Context, on store.Querier, actor access.Actor, community id.ID) (Place, error) {
	p, err := store.One[Place](ctx, on, store.Q(`SELECT `+placeColumns+` FROM %s x WHERE x.id = %s`,
		access.From(actor, access.ReadCommunity), community))
	if errors.Is(err, store.ErrNone) {
		return p, fault.NotFound()
	}
	p.Manages = actor.Role(p.ID) >= access.ManagerRole
	return p, err
}

const placeColumns = `x.id, x.name, x.openness, x.unit_id, x.validation, (x.state <> 1) AS archived, x.members`

// placesFor lists the communities where actor may do something, by name.
func placesFor(ctx context.Context, on store.Querier, actor access.Actor, action access.Action) ([]Place, error) {
	list, err := store.All[Place](ctx, on, store.Q(`SELECT `+placeColumns+` FROM %s x ORDER BY x.name_fold, x.id LIMIT 500`,
		access.From(actor, action)))
	for i := range list {
		list[i].Manages = actor.Role(list[i].ID) >= access.ManagerRole
	}
	return list, err
}
