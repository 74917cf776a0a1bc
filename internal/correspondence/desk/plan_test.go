package desk

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/keegancsmith/sqlf"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestPlan demands that a page of a desk is read from its index, whatever the
// other desks hold, and that nothing is read whole on the way.
func TestPlan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		crowd(t, db)
		actor := access.Signed(access.Facts{Person: 7, Units: []id.ID{1003}, Clearance: access.Limited})
		many := make([]id.ID, 128)
		for i := range many {
			many[i] = id.ID(1001 + i)
		}
		at := Cursor{AsOf: clock.At(time.UnixMilli(5000))}
		waiting := waitingRows(actor, 1003, true, at, 30)
		lists := map[string]*store.Query{
			"deliveries_late":    waiting,
			"deliveries_open":    waiting,
			"deliveries_done":    doneRows(actor, 1003, false, at, 30),
			"deliveries_kept":    keptRows(actor, 1003, at.AsOf),
			"deliveries_arrived": belowRows(actor, many, at, 30),
			"deliveries_place":   belowRows(actor, []id.ID{1003}, at, 30),
		}
		if db.Engine() == store.SQLite {
			wellRead(t, db, actor, at, lists) // before it was told how much there is
		}
		run(t, db, `ANALYZE`)
		wellRead(t, db, actor, at, lists)
	})
}

// wellRead demands of the lists that each be read from the index that names it, and
// of counts that they be read from theirs alone.
func wellRead(t *testing.T, db *store.DB, actor access.Actor, at Cursor, lists map[string]*store.Query) {
	t.Helper()
	counts := planOf(t, db, countDesk(actor, 1003, at.AsOf))
	for _, index := range []string{"deliveries_open", "deliveries_late"} {
		// Whether PostgreSQL reads an index alone depends on what it swept.
		if !strings.Contains(counts, "COVERING INDEX "+index) && db.Engine() == store.SQLite {
			t.Errorf("counts are not read from %s alone:\n%s", index, counts)
		}
	}
	for index, list := range lists {
		plan := planOf(t, db, list)
		// Of so few, PostgreSQL sorts what stands below rather than walk its index.
		if !strings.Contains(plan, index) && !(db.Engine() == store.Postgres && index == "deliveries_arrived") {
			t.Errorf("this is not read from %s:\n%s", index, plan)
		}
		// Each dispatch is looked up from its delivery.
		for line := range strings.Lines(plan) {
			if strings.HasPrefix(line, "SEARCH i ") && !strings.Contains(line, "INTEGER PRIMARY KEY") {
				t.Errorf("%s: dispatches are not found from deliveries:\n%s", index, plan)
			}
		}
		// What is named for the unit is looked up, not gathered beforehand.
		if strings.Contains(plan, "hashed SubPlan") {
			t.Errorf("%s: a question about one row is asked about all:\n%s", index, plan)
		}
		for _, whole := range []string{"SCAN i", "SCAN p", "SCAN n", "Seq Scan on items", "Seq Scan on named_units", "Seq Scan on deliveries"} {
			for line := range strings.Lines(plan) {
				if line = strings.TrimSpace(line); line == whole || strings.Contains(line, whole+" ") {
					t.Errorf("%s: %s reads all of a table:\n%s", index, line, plan)
				}
			}
		}
	}
}

// crowd makes two hundred desks with some thousands of deliveries.
func crowd(t *testing.T, db *store.DB) {
	t.Helper()
	const many = 8000
	numbers := fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < %d) `, many)
	statements := []string{
		`INSERT INTO persons (id, kind, state, handle, name, name_fold, created, updated) VALUES (7, 1, 2, 'ana', 'Ana', 'ana', 0, 0)`,
		`INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, created, activity) VALUES (1, 'C', 'c', 'C', 1, 3, 1, 0, 0)`,
		numbers + `INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, created, activity) SELECT 10 + i, 'C', 'c', 'C', 1, 0, 1, 0, 0 FROM n WHERE i < 200`,
		numbers + `INSERT INTO units (id, code, name, name_fold, path, depth) SELECT 1000 + i, 'u' || i, 'U', 'u', '/' || i || '/', 1 FROM n WHERE i <= 200`,
		numbers + `INSERT INTO items (id, kind, community_id, author_id, state, audience, title, title_fold, created, activity) SELECT i, 'dispatch', 1, 7, 4, 5, 'D', 'd', i, i FROM n`,
		numbers + `INSERT INTO dispatches (item_id, unit_id, type, precedence, step, holder_since) SELECT i, 1001 + i % 200, 'TD', 1, 4, i FROM n`,
		numbers + `INSERT INTO named_units (item_id, unit_id) SELECT i, 1001 + (i * 7 + k.k) % 200 FROM n, (SELECT 1 AS k UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) k`,
		numbers + `INSERT INTO deliveries (item_id, unit_id, acts, state, rank, arrived, due, closed, kept) SELECT i, 1001 + (i * 7 + k.k) % 200, k.k = 1, 1, -1, i,
			CASE WHEN i % 3 = 0 THEN i + 100 END, CASE WHEN i % 5 > 0 THEN i + 50 END, CASE WHEN i % 10 = 0 THEN i END
			FROM n, (SELECT 1 AS k UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) k`,
	}
	run(t, db, statements...)
}

func run(t *testing.T, db *store.DB, statements ...string) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		for _, text := range statements {
			if _, err := store.Exec(t.Context(), tx, store.Q(strings.ReplaceAll(text, "%", "%%"))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// planOf is how the database means to answer, whichever values it is asked with.
func planOf(t *testing.T, db *store.DB, q *store.Query) string {
	t.Helper()
	if db.Engine() == store.SQLite {
		rows, err := store.All[struct {
			ID, Parent, Notused int
			Detail              string
		}](t.Context(), db, store.Q(`EXPLAIN QUERY PLAN %s`, q))
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, r := range rows {
			lines = append(lines, r.Detail)
		}
		return strings.Join(lines, "\n")
	}
	tx, err := db.SQL().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	args := make([]string, len(q.Args()))
	for i, a := range q.Args() {
		if v, ok := a.(driver.Valuer); ok {
			if a, err = v.Value(); err != nil {
				t.Fatal(err)
			}
		}
		args[i] = fmt.Sprintf("'%v'", a)
	}
	if _, err := tx.ExecContext(t.Context(), `PREPARE list AS `+q.Query(sqlf.PostgresBindVar)); err != nil {
		t.Fatal(err)
	}
	defer tx.ExecContext(context.WithoutCancel(t.Context()), `DEALLOCATE list`)
	rows, err := tx.QueryContext(t.Context(), `EXPLAIN (COSTS OFF) EXECUTE list (`+strings.Join(args, ", ")+`)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
