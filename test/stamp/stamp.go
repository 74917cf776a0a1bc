// Package stamp says in a report of figures what was measured, how and on
// what.
package stamp

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"parvis/internal/store"
)

// Commit is the commit that is measured.
func Commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

// Command is how the figures of a target of make are had again.
func Command(target string) string {
	if os.Getenv("BENCH_SCALE") == "full" {
		return "BENCH_SCALE=full make " + target
	}
	return "make " + target
}

// Machine is the processor and what else was asked of it at the time.
func Machine() string {
	model := runtime.GOARCH
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	busy := ""
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		busy = ", load average " + strings.Fields(string(load))[0] + " at the end"
	}
	return fmt.Sprintf("%s, %d cores, %s%s", model, runtime.NumCPU(), runtime.Version(), busy)
}

// Database is what a database promises of what it was given.
func Database(ctx context.Context, db *store.DB) (string, error) {
	if db.Engine() != store.Postgres {
		return store.One[string](ctx, db, store.Q(`SELECT 'journal_mode=' || (SELECT journal_mode FROM pragma_journal_mode) ||
			', synchronous=' || (SELECT CASE synchronous WHEN 0 THEN 'OFF' WHEN 1 THEN 'NORMAL, its log synced after each commit' ELSE 'FULL' END FROM pragma_synchronous)`))
	}
	return store.One[string](ctx, db, store.Q(`SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings
		WHERE name IN ('fsync', 'synchronous_commit', 'shared_buffers')`))
}
