package store

import (
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
	},
	Postgres: {
		"ID":   "BIGINT",
		"KEY":  `TEXT COLLATE "C"`,
		"BLOB": "BYTEA",
		"TXN":  "BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)",
		"FLAG": "BOOLEAN NOT NULL DEFAULT FALSE",
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
