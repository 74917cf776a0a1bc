package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/keegancsmith/sqlf"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Tx is a writing transaction.
type Tx struct {
	db    *DB
	tx    *sql.Tx
	after []func()
}

// Write runs body in one transaction and commits it when body returns nil: when
// Write does, it is on the disk, as far as PostgreSQL's own settings say so there.
// On PostgreSQL a transaction that lost a deadlock or a serialisation race is
// run again, so body must have no effect outside the transaction; what must
// happen once it is durable is given to After.
func (db *DB) Write(ctx context.Context, body func(tx *Tx) error) error {
	const tries = 4
	for try := 1; ; try++ {
		err := db.writeOnce(ctx, body)
		if err == nil || try == tries || !again(err) {
			return err
		}
	}
}

func (db *DB) writeOnce(ctx context.Context, body func(tx *Tx) error) error {
	sqltx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer sqltx.Rollback()
	tx := &Tx{db: db, tx: sqltx}
	if err := body(tx); err != nil {
		return err
	}
	if err := sqltx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if db.log != nil {
		if err := db.log.keep(); err != nil {
			return fmt.Errorf("commit: %w", err)
		}
	}
	for _, f := range tx.after {
		f()
	}
	return nil
}

// After registers what to do once the transaction is durable. It is not
// called when the transaction fails.
func (tx *Tx) After(f func()) { tx.after = append(tx.after, f) }

// SQL gives the underlying transaction to the job queue, whose rows must
// commit with ours.
func (tx *Tx) SQL() *sql.Tx { return tx.tx }

// Engine tells which engine this is.
func (tx *Tx) Engine() Engine { return tx.db.engine }

func (tx *Tx) rows(ctx context.Context, q *Query) (*sql.Rows, error) {
	count(ctx)
	text := q.Query(sqlf.PostgresBindVar)
	if tx.db.writes == nil {
		rows, err := tx.tx.QueryContext(ctx, text, q.Args()...)
		return rows, wrap(q, err)
	}
	stmt, err := tx.prepared(ctx, text)
	if err != nil {
		return nil, explain(q, err)
	}
	rows, err := stmt.QueryContext(ctx, q.Args()...)
	return rows, wrap(q, err)
}

func (tx *Tx) exec(ctx context.Context, q *Query) (sql.Result, error) {
	return tx.run(ctx, q.Query(sqlf.PostgresBindVar), q.Args())
}

func (tx *Tx) run(ctx context.Context, text string, args []any) (sql.Result, error) {
	if tx.db.writes == nil {
		return tx.tx.ExecContext(ctx, text, args...)
	}
	stmt, err := tx.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// prepared finds the statement on the transaction's own connection. The only
// writing connection is held by this transaction, so preparing through the
// pool would wait for ourselves: a text seen for the first time is prepared
// on the transaction and kept for the next one after commit.
func (tx *Tx) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt, ok := tx.db.writes.cache.Get(text); ok {
		return tx.tx.StmtContext(ctx, stmt), nil
	}
	stmt, err := tx.tx.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	tx.After(func() {
		// Losing this race or this statement only costs a preparation.
		tx.db.writes.get(context.WithoutCancel(ctx), text)
	})
	return stmt, nil
}

func again(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	return false
}

// IsConflict tells whether err is a broken uniqueness rule: somebody else was
// first.
func IsConflict(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}
