package store

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// openJournalled opens a database with one table.
func openJournalled(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "parvis.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := put(t.Context(), db, Q("CREATE TABLE kept (n INTEGER)")); err != nil {
		t.Fatal(err)
	}
	return db
}

func put(ctx context.Context, db *DB, q *Query) error {
	return db.Write(ctx, func(tx *Tx) error { _, err := Exec(ctx, tx, q); return err })
}

// TestWriteReachesTheDisk: whoever writes is told once the log is on the disk,
// and those who write together share its turns.
func TestWriteReachesTheDisk(t *testing.T) {
	db := openJournalled(t)
	const writers, each = 8, 25
	var wait sync.WaitGroup
	for range writers {
		wait.Go(func() {
			for range each {
				err := db.Write(t.Context(), func(tx *Tx) error {
					before := db.log.asked.Load()
					tx.After(func() {
						if on := db.log.onDisk(); on <= before {
							t.Errorf("told when %d commits of more than %d were on the disk", on, before)
						}
					})
					_, err := Exec(t.Context(), tx, Q("INSERT INTO kept (n) VALUES (%s)", 1))
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if on := db.log.onDisk(); on != writers*each+1 || on != db.log.asked.Load() {
		t.Errorf("%d commits are on the disk of %d", on, db.log.asked.Load())
	}
}

func (j *journal) onDisk() uint64 {
	j.lock.Lock()
	defer j.lock.Unlock()
	return j.reached
}

// TestWriteSaysThatTheDiskFailed: nothing is acknowledged that may be lost.
func TestWriteSaysThatTheDiskFailed(t *testing.T) {
	db := openJournalled(t)
	path := db.log.path
	db.log.path = path + ".gone"
	if err := put(t.Context(), db, Q("INSERT INTO kept (n) VALUES (1)")); err == nil {
		t.Error("a commit was acknowledged without its log")
	}
	db.log.path = path
	if err := put(t.Context(), db, Q("INSERT INTO kept (n) VALUES (2)")); err != nil {
		t.Error(err)
	}
}

// TestJournalFollowsTheLog: SQLite may remove its log and make another.
func TestJournalFollowsTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	j := &journal{path: path}
	t.Cleanup(func() { j.close() })
	for range 2 {
		if err := os.WriteFile(path, []byte("frames"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := j.keep(); err != nil {
			t.Fatal(err)
		}
		there, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if mine, err := j.file.Stat(); err != nil || !os.SameFile(there, mine) {
			t.Errorf("another file is brought to the disk, %v", err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.keep(); err == nil {
		t.Error("a log that is not there was brought to the disk")
	}
}
