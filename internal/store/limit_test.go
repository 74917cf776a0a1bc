package store_test

import (
	"testing"

	"github.com/keegancsmith/sqlf"

	"parvis/internal/store"
)

func TestLimitsStandInTheText(t *testing.T) {
	inner := store.Q("SELECT a FROM t WHERE b LIKE '%%x' AND c = %s LIMIT %s", "y", 3)
	for _, test := range []struct {
		q    *store.Query
		text string
		args int
	}{
		{store.Q("SELECT 1 LIMIT %d", 20), "SELECT 1 LIMIT 20", 0},
		{inner, "SELECT a FROM t WHERE b LIKE '%x' AND c = $1 LIMIT 3", 1},
		{store.Q("(%s) UNION (%s) LIMIT %s", inner, inner, 5), "(SELECT a FROM t WHERE b LIKE '%x' AND c = $1 LIMIT 3) UNION (SELECT a FROM t WHERE b LIKE '%x' AND c = $2 LIMIT 3) LIMIT 5", 2},
		{store.Q("SELECT a LIMIT %s OFFSET %s", 2, 4), "SELECT a LIMIT 2 OFFSET $1", 1},
		{store.Q("SELECT a LIMIT %s", "2"), "SELECT a LIMIT $1", 1},
	} {
		if got := test.q.Query(sqlf.PostgresBindVar); got != test.text || len(test.q.Args()) != test.args {
			t.Errorf("got %q with %d values, want %q with %d", got, len(test.q.Args()), test.text, test.args)
		}
	}
}
