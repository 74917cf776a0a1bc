package content

import (
	"context"

	"parvis/internal/store"
)

func dropUnusedTags(ctx context.Context, tx *store.Tx) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`DELETE FROM tags WHERE NOT EXISTS (SELECT 1 FROM item_tags it WHERE it.tag_id = tags.id)
		AND NOT EXISTS (SELECT 1 FROM community_tags ct WHERE ct.tag_id = tags.id)
		AND NOT EXISTS (SELECT 1 FROM follows f WHERE f.target_kind = 'tag' AND f.target_id = tags.id)`))
}
