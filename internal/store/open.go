package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/keegancsmith/sqlf"
	_ "modernc.org/sqlite" // the "sqlite" driver
)

// Engine names the database behind a DB.
type Engine string

// The two engines that Parvis runs on.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine Engine
	write  *sql.DB
	read   *sql.DB
	writes *statements
	reads  *statements
	log    *journal // of SQLite; nil on PostgreSQL, which brings a commit to the disk itself, and for what may be lost
}

// MayLose, at the end of the address of a SQLite database, is for what can be made
// again: nobody waits for the disk, and the last commits may be lost with the
// power. PostgreSQL has its own settings for it.
const MayLose = "?sync=off"

// Open opens the database that address names: "sqlite:PATH" (created with its
// folder when missing) or "postgres://…". It does not migrate.
func Open(ctx context.Context, address string) (*DB, error) {
	switch {
	case strings.HasPrefix(address, "sqlite:"):
		return openSQLite(ctx, strings.TrimPrefix(address, "sqlite:"))
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		return openPostgres(ctx, address)
	}
	return nil, fmt.Errorf("database %q: expected sqlite:PATH or postgres://USER@HOST/NAME", address)
}

// What a load of many rows changes for a while (Bulk), and what it comes back to.
// A commit that finds so many pages in the log carries them over and waits for the
// disk: few at a time, so that nobody who types waits long.
const (
	foreignKeys = "foreign_keys(1)"
	cacheSize   = "cache_size(-16000)"
	checkpoint  = "wal_autocheckpoint(400)"
)

func openSQLite(ctx context.Context, path string) (*DB, error) {
	path, mayLose := strings.CutSuffix(path, MayLose)
	if path == "" {
		return nil, fmt.Errorf("database sqlite: expected a path, as in sqlite:/var/lib/parvis/parvis.db")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, fmt.Errorf("database folder: %w", err)
	}
	// analysis_limit keeps ANALYZE from gathering samples of values: with
	// samples, SQLite plans a statement anew for each value that is bound.
	pragmas := []string{"analysis_limit(1000)", "busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", foreignKeys, cacheSize, "temp_store(MEMORY)"}
	dsn := func(extra ...string) string {
		v := url.Values{"_pragma": append(append([]string{}, pragmas...), extra...), "_txlock": {"immediate"}}
		return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + v.Encode()
	}
	write, err := sql.Open("sqlite", dsn(checkpoint))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	write.SetConnMaxIdleTime(0)
	if err := write.PingContext(ctx); err != nil {
		write.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	read, err := sql.Open("sqlite", dsn("query_only(1)"))
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	readers := max(4, runtime.NumCPU())
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	db := &DB{engine: SQLite, write: write, read: read, writes: newStatements(write), reads: newStatements(read)}
	if !mayLose {
		db.log = &journal{path: path + "-wal"}
	}
	return db, nil
}

// plans are settings of PostgreSQL for statements that are short, many and
// the same: who may read what takes ten times longer to plan than to answer,
// so a statement is planned once, for every value, and never compiled.
func plans() map[string]string {
	return map[string]string{"plan_cache_mode": "force_generic_plan", "jit": "off"}
}

func openPostgres(ctx context.Context, address string) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("open postgres: %w", err)
	}
	for name, value := range plans() {
		if _, said := config.RuntimeParams[name]; !said {
			config.RuntimeParams[name] = value
		}
	}
	config.StatementCacheCapacity = kept
	db := stdlib.OpenDB(*config)
	conns := max(16, 4*runtime.NumCPU())
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("connect to postgres: %w", err)
	}
	// pgx keeps its own prepared statements, so ours would only be in the way.
	return &DB{engine: Postgres, write: db, read: db}, nil
}

// Engine tells which engine this is.
func (db *DB) Engine() Engine { return db.engine }

// SQL gives the writing handle to the libraries that bring their own queries
// (job queue, migrations).
func (db *DB) SQL() *sql.DB { return db.write }

// Ping asks the database whether it answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }

// Close closes every connection. On SQLite the write-ahead log is folded into
// the main file.
func (db *DB) Close() error {
	if db.engine == SQLite {
		db.read.Close()
	}
	if db.log != nil {
		db.log.close()
	}
	return db.write.Close()
}

func (db *DB) rows(ctx context.Context, q *Query) (*sql.Rows, error) {
	count(ctx)
	text := q.Query(sqlf.PostgresBindVar)
	if db.reads == nil {
		rows, err := db.read.QueryContext(ctx, text, q.Args()...)
		return rows, wrap(q, err)
	}
	stmt, err := db.reads.get(ctx, text)
	if err != nil {
		return nil, explain(q, err)
	}
	rows, err := stmt.QueryContext(ctx, q.Args()...)
	return rows, wrap(q, err)
}

func wrap(q *Query, err error) error {
	if err == nil {
		return nil
	}
	return explain(q, err)
}
