package store

import (
	"context"
	"errors"
	"fmt"
)

// Bulk runs load, which writes many rows into tables, without their secondary
// indexes and without checking foreign keys, and brings both back afterwards:
// sorting a whole index costs a fraction of placing each row in it. It is for
// a site that nobody uses yet. What was put aside is written down in the
// database, so that after an interruption the next Migrate brings it back.
func (db *DB) Bulk(ctx context.Context, tables []string, load func(ctx context.Context) error) error {
	if err := db.putAside(ctx, tables); err != nil {
		return fmt.Errorf("prepare to load: %w", err)
	}
	if err := db.spacious(ctx, true); err != nil {
		return fmt.Errorf("prepare to load: %w", err)
	}
	if err := load(ctx); err != nil {
		return errors.Join(err, db.spacious(context.WithoutCancel(ctx), false))
	}
	if err := db.bringBack(ctx); err != nil {
		return fmt.Errorf("bring the indexes back: %w", err)
	}
	return db.spacious(ctx, false)
}

// spacious gives the one writing connection of SQLite memory for a load, or
// takes it back. While it has it, foreign keys are not checked.
func (db *DB) spacious(ctx context.Context, on bool) error {
	if db.engine != SQLite {
		return nil
	}
	pragmas := []string{foreignKeys, cacheSize, checkpoint}
	if on {
		pragmas = []string{"foreign_keys(0)", "cache_size(-256000)", "wal_autocheckpoint(50000)"}
	}
	for _, pragma := range pragmas {
		if _, err := db.write.ExecContext(ctx, "PRAGMA "+pragma); err != nil {
			return err
		}
	}
	return nil
}

// aside is the table that remembers what was put aside.
const aside = "put_aside"

type secondary struct{ Away, Back string }

func (db *DB) putAside(ctx context.Context, tables []string) error {
	var list []secondary
	for _, table := range tables {
		of, err := All[secondary](ctx, db, db.secondary(table))
		if err != nil {
			return err
		}
		list = append(list, of...)
	}
	return db.Write(ctx, func(tx *Tx) error {
		if _, err := Exec(ctx, tx, Q("CREATE TABLE "+aside+" (position INTEGER PRIMARY KEY, statement TEXT NOT NULL)")); err != nil {
			return err
		}
		// Indexes come back before the foreign keys that lean on them.
		for i, s := range list {
			if _, err := Exec(ctx, tx, Q("INSERT INTO "+aside+" (position, statement) VALUES (%s, %s)", len(list)-i, s.Back)); err != nil {
				return err
			}
			if _, err := tx.tx.ExecContext(ctx, s.Away); err != nil {
				return err
			}
		}
		return nil
	})
}

// bringBack brings back what was put aside, if anything.
func (db *DB) bringBack(ctx context.Context) error {
	if there, err := db.has(ctx, aside); err != nil || !there {
		return err
	}
	return db.Write(ctx, func(tx *Tx) error {
		list, err := All[string](ctx, tx, Q("SELECT statement FROM "+aside+" ORDER BY position"))
		if err != nil {
			return err
		}
		if db.engine == Postgres {
			if _, err := tx.tx.ExecContext(ctx, "SET LOCAL maintenance_work_mem = '256MB'"); err != nil {
				return err
			}
		}
		for _, statement := range list {
			if _, err := tx.tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%w (in %s)", err, statement)
			}
		}
		if err := tx.sound(ctx); err != nil {
			return err
		}
		_, err = Exec(ctx, tx, Q("DROP TABLE "+aside))
		return err
	})
}

// sound refuses rows that refer to nothing: SQLite did not look at them.
func (tx *Tx) sound(ctx context.Context) error {
	if tx.db.engine != SQLite {
		return nil
	}
	rows, err := tx.tx.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		var table, parent string
		var row, key any
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return err
		}
		return fmt.Errorf("a row of %s refers to nothing in %s", table, parent)
	}
	return rows.Err()
}
