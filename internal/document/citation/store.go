package citation

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

// every finds what a document leads to, whoever reads it.
var every = access.From(access.SystemActor("what a document leads to"), access.ReadItem)

func kept(ctx context.Context, tx *store.Tx, item id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, tx, store.Q(`SELECT c.cited_id FROM document_citations c JOIN %s x ON x.id = c.cited_id WHERE c.item_id = %s`, every, item))
}

func drop(ctx context.Context, tx *store.Tx, item, cited id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM document_citations WHERE item_id = %s AND cited_id = %s`, item, cited))
	return err
}

// add notes those of a list that there are: a link may lead to what never was.
func add(ctx context.Context, tx *store.Tx, item id.ID, cited []id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO document_citations (cited_id, item_id) SELECT x.id, %s FROM %s x WHERE x.id IN %s`,
		item, every, store.Values(cited)))
	return err
}

func citing(ctx context.Context, on store.Querier, actor access.Actor, item id.ID, limit int) ([]Citing, error) {
	return store.All[Citing](ctx, on, store.Q(`SELECT x.id, x.title, x.activity FROM document_citations c JOIN %s x ON x.id = c.item_id
		WHERE c.cited_id = %s AND x.state IN (%d, %d) ORDER BY x.activity DESC, x.id DESC LIMIT %d`,
		access.From(actor, access.ReadItem), item, access.Published, access.Archived, limit))
}
