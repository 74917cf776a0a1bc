package measure

import (
	"strings"
	"testing"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestPlan demands that a desk is counted from an index alone: thirteen weeks of
// it are thousands of deliveries.
func TestPlan(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	s := Quarter.span(clock.System{}.Now())
	for name, q := range map[string]*store.Query{
		"counts": countsIn([]id.ID{5}, s.before, s.from, earlier),
		"times":  timesIn([]id.ID{5}, s.before, s.from, earlier, store.Q(`d.closed`)),
	} {
		rows, err := store.All[struct {
			ID, Parent, Notused int
			Detail              string
		}](t.Context(), db, store.Q(`EXPLAIN QUERY PLAN %s`, q))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if strings.HasPrefix(r.Detail, "SEARCH d") && !strings.Contains(r.Detail, "COVERING INDEX deliveries_measured") {
				t.Errorf("%s: %s", name, r.Detail)
			}
		}
	}
}
