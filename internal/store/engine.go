package store

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing/fstest"
)

// dialect is all that differs between the engines in the schema: tokens that
// migrations write in double braces.
var dialect = map[Engine]map[string]string{
	SQLite: {
		"ID":   "INTEGER",             // the rowid itself
		"KEY":  "TEXT COLLATE BINARY", // compared byte by byte
		"BLOB": "BLOB",                //
		"TXN":  "INTEGER DEFAULT 0",   // one writer: commits happen in order of ids
		"FLAG": "BOOLEAN NOT NULL DEFAULT FALSE",
		// One tree instead of two for short rows found by a key of several columns.
		"CLUSTERED": " WITHOUT ROWID",
	},
	Postgres: {
		"ID":        "BIGINT",
		"KEY":       `TEXT COLLATE "C"`,
		"BLOB":      "BYTEA",
		"TXN":       "BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)",
		"FLAG":      "BOOLEAN NOT NULL DEFAULT FALSE",
		"CLUSTERED": "",
	},
}

// Settled is the condition under which every row of a log with a txn column
// that will ever come before this one is already visible. On PostgreSQL
// transactions commit out of the order of their ids, so a reader that follows
// the log waits for the older ones to end.
func (db *DB) Settled() *Query {
	if db.engine == Postgres {
		return Q("txn < pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
	}
	return Q("TRUE")
}

// Turn is the txn of a row about to be appended to the log in table. On SQLite
// it counts the rows, in the order of commits because there is one writer; on
// PostgreSQL it is the transaction. Neither leans on clocks nor on ids, so a
// row that is dated in the past is still read after those already read.
func (tx *Tx) Turn(table string) *Query {
	if tx.db.engine == Postgres {
		return Q("pg_current_xact_id()::text::bigint")
	}
	return Q("(SELECT COALESCE(MAX(txn), 0) + 1 FROM " + table + ")")
}

// Hold ends a SELECT whose rows are held until the end of the transaction, in
// the order of the SELECT. On SQLite there is one writer, who holds everything.
func (tx *Tx) Hold() *Query {
	if tx.db.engine == Postgres {
		return Q("FOR UPDATE")
	}
	return Q("")
}

// secondary lists what a load of many rows puts aside of a table: the indexes
// that are no key and, on PostgreSQL, the foreign keys, each with the statement
// that takes it away and the one that brings it back.
func (db *DB) secondary(table string) *Query {
	if db.engine == Postgres {
		return Q(`SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname) AS away,
				'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) AS back
			FROM pg_constraint WHERE conrelid = CAST(%s AS regclass) AND contype = 'f'
			UNION ALL SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
			FROM pg_index WHERE indrelid = CAST(%s AS regclass)
				AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))`, table, table)
	}
	return Q(`SELECT 'DROP INDEX ' || name AS away, sql AS back FROM sqlite_master
		WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s`, table)
}

// has tells whether a table is there.
func (db *DB) has(ctx context.Context, table string) (bool, error) {
	if db.engine == Postgres {
		return One[bool](ctx, db, Q("SELECT to_regclass(CAST(%s AS TEXT)) IS NOT NULL", table))
	}
	return One[bool](ctx, db, Q("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s)", table))
}

// render fills the tokens of the migrations for one engine.
func render(engine Engine, from fs.FS) (fs.FS, error) {
	out := fstest.MapFS{}
	names, err := fs.Glob(from, "*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		text := string(data)
		for token, value := range dialect[engine] {
			text = strings.ReplaceAll(text, "{{"+token+"}}", value)
		}
		if at := strings.Index(text, "{{"); at >= 0 {
			return nil, fmt.Errorf("migration %s: unknown token near %.20q", path.Base(name), text[at:])
		}
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out, nil
}
