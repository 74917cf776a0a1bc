package proposal

import (
	"context"

	"parvis/internal/id"
	"parvis/internal/store"
)

func keptOf(ctx context.Context, on store.Querier, item id.ID) ([]Kept, error) {
	return store.All[Kept](ctx, on, store.Q(`SELECT proposal, person_id, outcome, COALESCE(decider_id, 0) AS decider_id, COALESCE(decided, 0) AS decided
		FROM document_proposals WHERE item_id = %s`, item))
}

func insertKept(ctx context.Context, tx *store.Tx, item id.ID, list []Kept) error {
	return store.Fill(ctx, tx, `INSERT INTO document_proposals (item_id, proposal, person_id, outcome, decider_id, decided)`, list, func(k Kept) []any {
		return []any{item, k.Proposal, k.Person, k.Outcome, k.Decider.Nullable(), k.Decided}
	})
}

func setOutcome(ctx context.Context, tx *store.Tx, item id.ID, k Kept) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE document_proposals SET outcome = %s, decider_id = %s, decided = %s WHERE item_id = %s AND proposal = %s`,
		k.Outcome, k.Decider.Nullable(), k.Decided, item, k.Proposal))
	return err
}
