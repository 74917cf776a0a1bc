package storetest

import (
	"path/filepath"
	"testing"

	"modernc.org/sqlite"

	"parvis/internal/store"
)

// Snapshot keeps what a SQLite database holds now, and returns what puts it
// back, in a few milliseconds and under the program that uses it: whoever still
// reads or writes must have finished.
func Snapshot(t testing.TB, db *store.DB) (restore func()) {
	t.Helper()
	kept := filepath.Join(t.TempDir(), "kept.db")
	if _, err := db.SQL().ExecContext(t.Context(), "VACUUM INTO '"+kept+"'"); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		conn, err := db.SQL().Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if err := conn.Raw(func(c any) error { return copyFrom(c, kept) }); err != nil {
			t.Fatalf("putting back what the database held: %v", err)
		}
	}
}

func copyFrom(conn any, kept string) error {
	b, err := conn.(interface {
		NewRestore(from string) (*sqlite.Backup, error)
	}).NewRestore("file:" + kept)
	if err != nil {
		return err
	}
	if _, err := b.Step(-1); err != nil {
		b.Finish()
		return err
	}
	return b.Finish()
}
