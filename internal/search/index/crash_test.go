package index

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"parvis/internal/id"
	"parvis/internal/store"
)

// TestKilledWriter: after a kill -9 while it writes, the file holds whole
// batches, says which, and goes on.
func TestKilledWriter(t *testing.T) {
	if path := os.Getenv("INDEX_TO_WRITE"); path != "" {
		writeForEver(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "search.db")
	for _, said := range []int{1, 4, 9} {
		child := exec.Command(os.Args[0], "-test.run", "^TestKilledWriter$")
		child.Env = append(os.Environ(), "INDEX_TO_WRITE="+path)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range said {
			if !lines.Scan() {
				t.Fatal("the writer ended by itself")
			}
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		child.Wait()
		x, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		place, err := x.Place(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		batches, _ := strconv.Atoi(place)
		if batches < said || x.Docs() != batches*size {
			t.Errorf("place %q and %d documents after %d batches were told", place, x.Docs(), said)
		}
		if r := x.ask(t, Query{Words: "grève"}); r.Total != batches*size {
			t.Errorf("%d found of %d", r.Total, batches*size)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// size is how many documents the killed writer puts in a batch.
const size = 50

func writeForEver(t *testing.T, path string) {
	x, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	place, err := x.Place(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n, _ := strconv.Atoi(place)
	for {
		var b Batch
		for i := range size {
			b.Put = append(b.Put, note(id.ID(n*size+i+1), "Grève", "Des agents et des congés."))
		}
		n++
		b.Place = strconv.Itoa(n)
		if err := x.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("written\n")
	}
}

// TestUnusable: a file of another version or of another nature asks to be made
// again, and can be.
func TestUnusable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "search.db")
	if err := os.WriteFile(path, []byte("This is no database, whatever its name says."), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrUnusable) {
		t.Errorf("a text file: %v", err)
	}
	if err := Delete(path); err != nil {
		t.Fatal(err)
	}
	x, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	x.Close()
	fresh := path + ".fresh"
	if x, err = Open(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	if err := x.Apply(t.Context(), Batch{Put: []Doc{note(1, "Grève", "")}, Place: "7"}); err != nil {
		t.Fatal(err)
	}
	if x.Close(); Replace(fresh, path) != nil {
		t.Fatal("not replaced")
	}
	if x, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if place, _ := x.Place(t.Context()); place != "7" || x.Docs() != 1 {
		t.Errorf("after the replacement: place %q, %d documents", place, x.Docs())
	}
}

// TestOld: a file whose words another version cut is refused, unless one asks
// for it; one of another layout always is.
func TestOld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "search.db")
	x, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	bear := func(version string) {
		t.Helper()
		err := x.db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := store.Exec(t.Context(), tx, store.Q("UPDATE index_state SET value = %s WHERE name = 'version'", version))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		x.Close()
	}
	bear(strconv.Itoa(layout) + ".0")
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrUnusable) {
		t.Errorf("older words: %v", err)
	}
	if x, err = OpenOld(t.Context(), path); err != nil || !x.Old() {
		t.Fatalf("asked for: %v", err)
	}
	bear("0." + strconv.Itoa(layout))
	if _, err := OpenOld(t.Context(), path); !errors.Is(err, ErrUnusable) {
		t.Errorf("another layout: %v", err)
	}
}
