// Package storetest runs a test on SQLite and on PostgreSQL, each time on a
// fresh, migrated, empty database.
//
// The schema is migrated once per test binary and engine, then copied: a file
// copy on SQLite, CREATE DATABASE … TEMPLATE on PostgreSQL.
package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"parvis/internal/jobs"
	"parvis/internal/store"
)

// Each runs body once per engine, as the subtests "sqlite" and "postgres".
func Each(t *testing.T, body func(t *testing.T, db *store.DB)) {
	t.Helper()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) { body(t, Open(t, engine)) })
	}
}

// Open gives a fresh migrated database of one engine, closed and removed when
// the test ends. PostgreSQL is found by PARVIS_TEST_POSTGRES, the address of a
// server where databases may be created; without it the test fails.
func Open(t testing.TB, engine store.Engine) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), Address(t, engine))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Address is where a fresh migrated database is, for tests that start the
// whole program on it. What a test writes may be lost with the power.
func Address(t testing.TB, engine store.Engine) string {
	t.Helper()
	if engine == store.SQLite {
		return sqliteCopy(t)
	}
	return postgresCopy(t)
}

var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "parvis-template")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func sqliteCopy(t testing.TB) string {
	t.Helper()
	data, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "parvis.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path + store.MayLose
}

func migrate(address string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, address)
	if err != nil {
		return err
	}
	if _, err := db.Migrate(ctx); err != nil {
		db.Close()
		return err
	}
	if err := jobs.Migrate(ctx, db); err != nil {
		db.Close()
		return err
	}
	return db.Close()
}

var (
	copies           atomic.Int64
	postgresTemplate = sync.OnceValues(func() (string, error) {
		name := fmt.Sprintf("parvis_t%d", os.Getpid())
		if err := command("DROP DATABASE IF EXISTS " + name); err != nil {
			return "", err
		}
		if err := command("CREATE DATABASE " + name); err != nil {
			return "", err
		}
		address, err := named(name)
		if err != nil {
			return "", err
		}
		return name, migrate(address)
	})
)

func postgresCopy(t testing.TB) string {
	t.Helper()
	if os.Getenv("PARVIS_TEST_POSTGRES") == "" {
		t.Fatal("PostgreSQL is needed: run make test, or set PARVIS_TEST_POSTGRES to the address of a server where databases may be created")
	}
	template, err := postgresTemplate()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("%s_%d", template, copies.Add(1))
	if err := command("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := command("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	address, err := named(name)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// Main runs the tests of a package and then removes what the package shared.
// Packages that use PostgreSQL call it from TestMain, so that a server kept
// between runs is left as it was.
func Main(m *testing.M) {
	code := m.Run()
	if os.Getenv("PARVIS_TEST_POSTGRES") != "" {
		if err := command(fmt.Sprintf("DROP DATABASE IF EXISTS parvis_t%d WITH (FORCE)", os.Getpid())); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

// named is the address of another database on the test server.
func named(name string) (string, error) {
	u, err := url.Parse(os.Getenv("PARVIS_TEST_POSTGRES"))
	if err != nil {
		return "", fmt.Errorf("PARVIS_TEST_POSTGRES: %w", err)
	}
	u.Path = "/" + name
	return strings.Replace(u.String(), "///", "//", 1), nil
}

func command(text string) error {
	db, err := sql.Open("pgx", os.Getenv("PARVIS_TEST_POSTGRES"))
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Exec(text); err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	return nil
}
