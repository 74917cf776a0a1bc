package store_test

import (
	"context"
	"errors"
	"testing"

	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func put(t *testing.T, db *store.DB, name, value string) error {
	t.Helper()
	return db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := store.Exec(t.Context(), tx, store.Q("INSERT INTO settings (name, value) VALUES (%s, %s)", name, value))
		return err
	})
}

func TestWriteCommitsOrLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := put(t, db, "a", "1"); err != nil {
			t.Fatal(err)
		}
		refused := errors.New("refused")
		after := false
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			tx.After(func() { after = true })
			if _, err := store.Exec(t.Context(), tx, store.Q("UPDATE settings SET value = %s", "2")); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) || after {
			t.Fatalf("err = %v, after = %v", err, after)
		}
		got, err := store.One[string](t.Context(), db, store.Q("SELECT value FROM settings WHERE name = %s", "a"))
		if err != nil || got != "1" {
			t.Fatalf("value = %q, %v", got, err)
		}
	})
}

func TestConflictIsRecognised(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := put(t, db, "a", "1"); err != nil {
			t.Fatal(err)
		}
		if err := put(t, db, "a", "2"); !store.IsConflict(err) {
			t.Fatalf("second insert: %v, want a conflict", err)
		}
	})
}

func TestOneAndEach(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		type pair struct{ Name, Value string }
		if _, err := store.One[pair](t.Context(), db, store.Q("SELECT name, value FROM settings")); !errors.Is(err, store.ErrNone) {
			t.Fatalf("empty table: %v, want ErrNone", err)
		}
		for _, n := range []string{"a", "b", "c"} {
			if err := put(t, db, n, n+n); err != nil {
				t.Fatal(err)
			}
		}
		ctx, n := store.Counted(t.Context())
		var got []string
		for p, err := range store.Each[pair](ctx, db, store.Q("SELECT name, value FROM settings WHERE name IN %s ORDER BY name", store.Values([]string{"a", "c", "z"}))) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, p.Name+p.Value)
		}
		if len(got) != 2 || got[0] != "aaa" || got[1] != "ccc" || *n != 1 {
			t.Fatalf("got %v in %d statements", got, *n)
		}
	})
}

func TestReadersCannotWriteOnSQLite(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	_, err := store.All[string](t.Context(), db, store.Q("INSERT INTO settings (name, value) VALUES ('x', 'y') RETURNING name"))
	if err == nil {
		t.Fatal("a reader wrote")
	}
}

func TestOpenSaysWhatIsExpected(t *testing.T) {
	for _, address := range []string{"", "mysql://x", "parvis.db", "sqlite:"} {
		if _, err := store.Open(context.Background(), address); err == nil {
			t.Errorf("%q was accepted", address)
		}
	}
}

func TestMigrationsAreAllApplied(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		list, err := db.Migrations(t.Context())
		if err != nil || len(list) == 0 {
			t.Fatalf("migrations: %v, %v", list, err)
		}
		for _, m := range list {
			if !m.Applied {
				t.Errorf("%s is not applied", m.Name)
			}
		}
		if n, err := db.Migrate(t.Context()); n != 0 || err != nil {
			t.Fatalf("second Migrate: %d, %v", n, err)
		}
	})
}
