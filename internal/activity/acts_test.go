package activity_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func newActs(t *testing.T, db *store.DB, dir string) *activity.Acts {
	t.Helper()
	key, err := activity.LoadKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	return activity.NewActs(db, clock.NewFake(noon), key)
}

func record(t *testing.T, db *store.DB, acts *activity.Acts, verbs ...string) {
	t.Helper()
	for _, verb := range verbs {
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			return acts.Record(t.Context(), tx, jade, verb, "person 4", map[string]string{"reason": "départ"})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestActsAreListedAndVerified(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		acts := newActs(t, db, t.TempDir())
		if n, err := acts.Verify(t.Context()); n != 0 || err != nil {
			t.Fatalf("empty log: %d, %v", n, err)
		}
		record(t, db, acts, "person.suspended", "person.restored")
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			return acts.Record(t.Context(), tx, access.SystemActor("expiry"), "guest.expired", "person 5", nil)
		})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := acts.Verify(t.Context()); n != 3 || err != nil {
			t.Fatalf("Verify: %d, %v", n, err)
		}
		got, err := acts.List(t.Context(), activity.ActFilter{Before: 3}, 1)
		if err != nil || len(got) != 1 || len(got[0].Hash) != 64 {
			t.Fatalf("%+v, %v", got, err)
		}
		got[0].Hash = ""
		want := []activity.Act{{Seq: 2, Verb: "person.restored", Actor: 7, Subject: "person 4", Data: []byte(`{"reason":"départ"}`), Created: clock.At(noon)}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for want, f := range map[int]activity.ActFilter{
			1: {Verb: "person.restored"}, 2: {Actor: 7}, 0: {Subject: "person 6"}, 3: {Before: 4},
		} {
			if got, err := acts.List(t.Context(), f, 10); len(got) != want || err != nil {
				t.Errorf("%+v: %d acts, want %d, %v", f, len(got), want, err)
			}
		}
		if got, err := acts.List(t.Context(), activity.ActFilter{System: true}, 10); len(got) != 1 || got[0].Subject != "person 5" || err != nil {
			t.Errorf("%+v, %v", got, err)
		}
		verbs, err := acts.Verbs(t.Context())
		if diff := cmp.Diff([]string{"guest.expired", "person.restored", "person.suspended"}, verbs); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if actors, err := acts.Actors(t.Context()); err != nil || len(actors) != 2 || actors[0] != 0 {
			t.Errorf("%v, %v", actors, err)
		}
		newest, err := acts.List(t.Context(), activity.ActFilter{}, 10)
		if err != nil || len(newest) != 3 || newest[0].Seq != 3 || newest[0].Actor != 0 || string(newest[0].Data) != "{}" {
			t.Errorf("%+v, %v", newest, err)
		}
	})
}

func TestAnActOfARolledBackChangeIsNotKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		acts := newActs(t, db, t.TempDir())
		refused := errors.New("refused")
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			if err := acts.Record(t.Context(), tx, jade, "person.suspended", "person 4", nil); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		record(t, db, acts, "unit.opened")
		if n, err := acts.Verify(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	})
}

func TestVerifySaysWhatWasTamperedWith(t *testing.T) {
	hash := strings.Repeat("ab", 32)
	tests := []struct {
		name, change string
		seq          int64
		why          string
	}{
		{"seq", "UPDATE acts SET seq = 9 WHERE seq = 5", 9, "removed"},
		{"verb", "UPDATE acts SET verb = 'person.praised' WHERE seq = 3", 3, "altered"},
		{"actor", "UPDATE acts SET actor_id = 8 WHERE seq = 3", 3, "altered"},
		{"no actor", "UPDATE acts SET actor_id = NULL WHERE seq = 3", 3, "altered"},
		{"subject", "UPDATE acts SET subject = 'person 5' WHERE seq = 3", 3, "altered"},
		{"data", "UPDATE acts SET data = '{}' WHERE seq = 3", 3, "altered"},
		{"created", "UPDATE acts SET created = created + 1 WHERE seq = 3", 3, "altered"},
		{"previous", "UPDATE acts SET previous = '" + hash + "' WHERE seq = 3", 3, "continue"},
		{"hash", "UPDATE acts SET hash = '" + hash + "' WHERE seq = 3", 3, "altered"},
		{"key", "UPDATE acts SET key = '" + hash + "' WHERE seq = 3", 3, "a key that is not this site's"},
		{"sign", "UPDATE acts SET sign = (SELECT sign FROM acts WHERE seq = 2) WHERE seq = 3", 3, "signature"},
		{"not a signature", "UPDATE acts SET sign = 'x' WHERE seq = 3", 3, "signature"},
		{"first removed", "DELETE FROM acts WHERE seq = 1", 2, "removed"},
		{"middle removed", "DELETE FROM acts WHERE seq = 3", 4, "removed"},
		{"middle removed and closed up", "DELETE FROM acts WHERE seq = 3; UPDATE acts SET seq = seq - 1 WHERE seq = 4; UPDATE acts SET seq = seq - 1 WHERE seq = 5", 3, "continue"},
		{"last removed", "DELETE FROM acts WHERE seq = 5", 5, "ended at act 5"},
		{"all removed", "DELETE FROM acts", 1, "ended at act 5"},
		{"last removed with the end", "DELETE FROM acts WHERE seq = 5; DELETE FROM settings WHERE name = 'acts.head'", 4, "missing or altered"},
		{"end rewritten", `DELETE FROM acts WHERE seq = 5; UPDATE settings SET value = REPLACE(value, '"seq":5', '"seq":4') WHERE name = 'acts.head'`, 4, "missing or altered"},
		{"two swapped", "UPDATE acts SET seq = 99 WHERE seq = 3; UPDATE acts SET seq = 3 WHERE seq = 4; UPDATE acts SET seq = 4 WHERE seq = 99", 3, "continue"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			db := storetest.Open(t, store.SQLite)
			acts := newActs(t, db, t.TempDir())
			record(t, db, acts, "a", "b", "c", "d", "e")
			alter(t, db, test.change)
			expectBroken(t, acts, test.seq, test.why)
		})
	}
}

func alter(t *testing.T, db *store.DB, statements string) {
	t.Helper()
	for statement := range strings.SplitSeq(statements, ";") {
		if _, err := db.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func expectBroken(t *testing.T, acts *activity.Acts, seq int64, why string) {
	t.Helper()
	count, err := acts.Verify(t.Context())
	var broken *activity.Broken
	if !errors.As(err, &broken) || !activity.IsBroken(err) {
		t.Fatalf("Verify: %d, %v", count, err)
	}
	if broken.Seq != seq || !strings.Contains(broken.Why, why) {
		t.Errorf("said %q, want act %d … %s", broken, seq, why)
	}
	if int64(count) > seq {
		t.Errorf("%d sound entries before act %d", count, seq)
	}
}

// A later act must not heal a log from which the last ones were removed.
func TestRecordingOnDoesNotHeal(t *testing.T) {
	tests := []struct {
		name, change string
		seq          int64
	}{
		{"last removed", "DELETE FROM acts WHERE seq = 3", 4},
		{"last removed with the end", "DELETE FROM acts WHERE seq = 3; DELETE FROM settings", 3},
		{"end altered", "UPDATE settings SET value = '{}'", 4},
		{"all removed, end altered", "DELETE FROM acts; UPDATE settings SET value = '{}'", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			db := storetest.Open(t, store.SQLite)
			acts := newActs(t, db, t.TempDir())
			record(t, db, acts, "a", "b", "c")
			alter(t, db, test.change)
			record(t, db, acts, "d", "e")
			expectBroken(t, acts, test.seq, "removed")
		})
	}
}

func TestActsOfAnotherKeyAreNotOurs(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	record(t, db, newActs(t, db, t.TempDir()), "a")
	expectBroken(t, newActs(t, db, t.TempDir()), 1, "a key that is not this site's")
}

func TestWritersTakeTurns(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		acts := newActs(t, db, t.TempDir())
		const writers, each = 8, 10
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					err := db.Write(t.Context(), func(tx *store.Tx) error {
						return acts.Record(t.Context(), tx, jade, fmt.Sprintf("w%d.%d", w, i), "site", nil)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n, err := acts.Verify(t.Context()); n != writers*each || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	})
}

func TestKey(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "audit.key")
	var wg sync.WaitGroup
	keys := make([]string, 8)
	for i := range keys {
		wg.Go(func() {
			key, err := activity.LoadKey(dir)
			if err != nil {
				t.Error(err)
			}
			keys[i] = string(key)
		})
	}
	wg.Wait()
	for _, key := range keys {
		if key != keys[0] || len(key) != 64 {
			t.Fatal("two keys were made for one folder")
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	refused := func(what string) {
		t.Helper()
		if _, err := activity.LoadKey(dir); err == nil {
			t.Errorf("%s: accepted", what)
		}
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	refused("readable by others")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("not a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused("not a key")
	if _, err := activity.LoadKey(filepath.Join(dir, "missing")); err == nil {
		t.Error("a missing folder was accepted")
	}
}
