package template

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

const columns = "x.id AS item_id, x.community_id, x.title, t.name, t.help, t.site, t.removed, t.created"

// templateOf is what a document is offered as, removed or not; the caller has
// judged the document.
func templateOf(ctx context.Context, on store.Querier, actor access.Actor, item id.ID) (Template, error) {
	return store.One[Template](ctx, on, store.Q(`SELECT `+columns+` FROM document_templates t JOIN %s x ON x.id = t.item_id
		WHERE t.item_id = %s`, access.From(actor, access.ReadItem), item))
}

// offered are the templates that actor may read, of a community and of the
// site, those of the community first.
func offered(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, limit int) ([]Template, error) {
	return store.All[Template](ctx, on, store.Q(`SELECT `+columns+` FROM document_templates t JOIN %s x ON x.id = t.item_id
		WHERE NOT t.removed AND x.state = %d AND (t.site OR x.community_id = %s)
		ORDER BY t.site, t.name_fold, t.item_id LIMIT %d`,
		access.From(actor, access.ReadItem), access.Published, community, limit))
}

// keep writes what a document is offered as.
func keep(ctx context.Context, tx *store.Tx, o Offer, by id.ID, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO document_templates (item_id, name, name_fold, help, site, removed, person_id, created)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
		ON CONFLICT (item_id) DO UPDATE SET name = excluded.name, name_fold = excluded.name_fold, help = excluded.help, site = excluded.site, removed = excluded.removed`,
		o.Item, o.Name, text.Fold(o.Name), o.Help, o.Site, false, by, at))
	return err
}

func setRemoved(ctx context.Context, tx *store.Tx, item id.ID, removed bool) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`UPDATE document_templates SET removed = %s WHERE item_id = %s`, removed, item))
}
