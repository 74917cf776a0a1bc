package desk_test

import (
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestPlan demands that a page of a desk is read from its index, in its order,
// whatever the other desks hold.
func TestPlan(t *testing.T) {
	w := build(t, storetest.Open(t, store.SQLite))
	for name, index := range map[string]string{
		"d.unit_id = %s AND d.acts = TRUE AND d.closed IS NULL ORDER BY d.rank, d.arrived, d.item_id":                         "deliveries_open",
		"d.unit_id = %s AND d.acts = TRUE AND d.closed IS NULL AND d.due IS NOT NULL AND d.due < 5 ORDER BY d.due, d.item_id": "deliveries_late",
		"d.unit_id = %s AND d.closed IS NOT NULL ORDER BY d.closed DESC, d.item_id DESC":                                      "deliveries_done",
	} {
		q := store.Q(name, w.Andes)
		rows, err := store.All[struct {
			ID, Parent, Notused int
			Detail              string
		}](t.Context(), w.DB, store.Q(`EXPLAIN QUERY PLAN SELECT d.item_id FROM deliveries d JOIN %s x ON x.id = d.item_id
			JOIN dispatches p ON p.item_id = d.item_id WHERE %s LIMIT 30`, access.From(w.As(t, w.Ana), access.ReadItem), q))
		must(t, err)
		var all []string
		for _, r := range rows {
			all = append(all, r.Detail)
		}
		plan := strings.Join(all, "\n")
		if !strings.Contains(plan, index) || strings.Contains(plan, "TEMP B-TREE FOR ORDER BY") {
			t.Errorf("%s is not read from %s in its order:\n%s", name, index, plan)
		}
	}
}
