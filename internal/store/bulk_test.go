package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// indexes counts those of the tables of items, keys left out.
func indexes(t *testing.T, db *store.DB) int {
	t.Helper()
	q := "SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'item_tags'"
	if db.Engine() == store.Postgres {
		q = "SELECT COUNT(*) FROM pg_indexes WHERE tablename = 'item_tags' AND indexname NOT LIKE '%_pkey'"
	}
	n, err := store.One[int](t.Context(), db, store.Q(strings.ReplaceAll(q, "%", "%%")))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func link(ctx context.Context, db *store.DB) error {
	return db.Write(ctx, func(tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, store.Q("INSERT INTO item_tags (item_id, tag_id) VALUES (1, 2)"))
		return err
	})
}

func TestBulk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		before := indexes(t, db)
		err := db.Bulk(t.Context(), []string{"item_tags"}, func(context.Context) error {
			if n := indexes(t, db); n != 0 {
				t.Errorf("%d indexes during the load", n)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if after := indexes(t, db); after != before || before == 0 {
			t.Errorf("%d indexes before the load, %d after", before, after)
		}
		if err := link(t.Context(), db); err == nil {
			t.Error("a row that refers to nothing was written after the load")
		}
	})
}

// A load that brought rows that refer to nothing is refused, and stays so
// until they are gone.
func TestBulkUnsound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		err := db.Bulk(t.Context(), []string{"item_tags"}, func(ctx context.Context) error { return link(ctx, db) })
		if err == nil {
			t.Fatal("rows that refer to nothing were accepted")
		}
		if _, err := db.Migrate(t.Context()); err == nil {
			t.Fatal("they were accepted later")
		}
	})
}

func TestBulkInterrupted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		before := indexes(t, db)
		failed := errors.New("power is off")
		err := db.Bulk(t.Context(), []string{"item_tags"}, func(context.Context) error { return failed })
		if !errors.Is(err, failed) {
			t.Fatalf("the load gave %v", err)
		}
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if after := indexes(t, db); after != before {
			t.Errorf("%d indexes before, %d after the next start", before, after)
		}
		if err := link(t.Context(), db); err == nil {
			t.Error("foreign keys are no longer checked")
		}
	})
}
