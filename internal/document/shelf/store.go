package shelf

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

func linesOf(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, after *Cursor, limit int) ([]Line, error) {
	from := store.Q("")
	if after != nil {
		from = store.Q(" AND (x.activity, x.id) < (%s, %s)", after.At, after.ID)
	}
	return store.All[Line](ctx, on, store.Q(`SELECT x.id, x.title, x.state, x.audience, COALESCE(above.title, '') AS under,
			COALESCE(d.writer_id, x.author_id) AS writer, x.activity, d.written, x.comments
		FROM %s x JOIN documents d ON d.item_id = x.id
		LEFT JOIN document_pages p ON p.item_id = x.id LEFT JOIN %s above ON above.id = p.parent_id AND above.state NOT IN (%d, %d)
		WHERE x.kind = 'document' AND x.community_id = %s AND x.state NOT IN (%d, %d)%s
		ORDER BY x.activity DESC, x.id DESC LIMIT %s`,
		access.From(actor, access.ReadItem), access.From(actor, access.ReadItem), access.Binned, access.Erased, community, access.Binned, access.Erased, from, limit))
}
