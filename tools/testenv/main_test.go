package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// alone gives a test a folder of temporary files that nobody else uses, and an
// environment where nothing is at hand yet.
func alone(t *testing.T) (folder string) {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "te")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", folder)
	t.Setenv(postgresVariable, "")
	return folder
}

func empty(t *testing.T, folder string) {
	t.Helper()
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("what is left in the folder: %v %v", left, err)
	}
}

func TestCommand(t *testing.T) {
	seen := filepath.Join(t.TempDir(), "seen")
	folder := alone(t)
	code, err := run(t.Context(), []string{"--", "sh", "-c",
		`echo "$PARVIS_TEST_POSTGRES $PARVIS_TEST_CHROMIUM $(pwd)" >` + seen + `; test -S "$TMPDIR"/../.s.PGSQL.5432 && touch "$TMPDIR"/left && exit 7`}, os.Stdout)
	if code != 7 || err != nil {
		t.Errorf("the code is %d: %v", code, err)
	}
	text, _ := os.ReadFile(seen)
	words := strings.Fields(string(text))
	if len(words) != 3 || !strings.HasPrefix(words[0], "postgres://parvis@/postgres?host=") || words[2] != root() {
		t.Errorf("the command saw %q", text)
	}
	empty(t, folder)
}

func TestInterrupted(t *testing.T) {
	began := filepath.Join(t.TempDir(), "began")
	folder := alone(t)
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		for {
			if _, err := os.Stat(began); err == nil {
				interrupt()
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	code, err := run(ctx, []string{"--", "sh", "-c", "touch " + began + "; sleep 60 & wait"}, os.Stdout)
	if code != 130 || err == nil {
		t.Errorf("the code is %d: %v", code, err)
	}
	empty(t, folder)
}

func TestKept(t *testing.T) {
	folder := alone(t)
	var first, again strings.Builder
	if code, err := run(t.Context(), []string{"start"}, &first); code != 0 {
		t.Fatal(err)
	}
	defer dismiss()
	if code, err := run(t.Context(), []string{"start"}, &again); code != 0 || first.String() != again.String() {
		t.Errorf("a second start says %s, not %s: %v", again.String(), first.String(), err)
	}
	if !strings.HasPrefix(first.String(), "export PARVIS_TEST_POSTGRES='postgres://") {
		t.Errorf("start says %s", first.String())
	}
	if err := answers(address(keptFolder())); err != nil {
		t.Error(err)
	}
	for range 2 { // the second has nothing to stop
		if code, err := run(t.Context(), []string{"stop"}, os.Stdout); code != 0 {
			t.Error(err)
		}
	}
	empty(t, folder)
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name, postgres, chromium string
		args                     []string
		code                     int
		want                     string
	}{
		{"no command", "", "", []string{"--"}, 2, ""},
		{"no such word", "", "", []string{"begin"}, 2, ""},
		{"not a URL", "localhost", "", []string{"--", "true"}, 1, "it is not a URL such as"},
		{"nobody there", "postgres://a@127.0.0.1:1/a", "", []string{"--", "true"}, 1, "nothing answers at 127.0.0.1:1"},
		{"no browser", "", "/bin/ls", []string{"--", "true"}, 1, "does not answer like a browser"},
	} {
		t.Run(c.name, func(t *testing.T) {
			alone(t)
			t.Setenv(postgresVariable, c.postgres)
			if c.chromium != "" {
				t.Setenv(chromiumVariable, c.chromium)
			}
			code, err := run(t.Context(), c.args, os.Stdout)
			if code != c.code || (c.want != "") != (err != nil) || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("the code is %d: %v", code, err)
			}
		})
	}
}

func TestSweep(t *testing.T) {
	parent := t.TempDir()
	for name, pid := range map[string]int{"dead": 1 << 30, "alive": os.Getpid(), "new": 0} {
		folder := filepath.Join(parent, folderPrefix+name)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if pid != 0 {
			if err := os.WriteFile(filepath.Join(folder, keeperFile), []byte(strconv.Itoa(pid)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	sweep(parent)
	left, _ := filepath.Glob(filepath.Join(parent, "*"))
	if len(left) != 2 {
		t.Errorf("left: %v", left)
	}
}

func TestNoProgram(t *testing.T) {
	broken := t.TempDir()
	for _, name := range []string{"initdb", "postgres"} {
		text := "#!/bin/sh\necho \"$0 (PostgreSQL) $(basename $0)\"\n"
		if err := os.WriteFile(filepath.Join(broken, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	found, tried := tryFolders(t.Context(), []string{t.TempDir(), broken}, nil)
	if found != nil || !strings.Contains(tried, "two versions") || strings.Count(tried, "\n") != 2 {
		t.Errorf("found %v, tried %s", found, tried)
	}
}
