package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Fill writes many rows: into is an INSERT up to the list of its columns, and
// values gives those of one row in that order, always as many. Rows go in
// statements of a few dozen, one text for all but the last: SQLite prepares it
// once, PostgreSQL plans it once.
func Fill[T any](ctx context.Context, tx *Tx, into string, rows []T, values func(T) []any) error {
	if len(rows) == 0 {
		return nil
	}
	width := len(values(rows[0]))
	many := max(1, 640/width)
	run := func(chunk []T, exec func(args []any) error) error {
		args := make([]any, 0, len(chunk)*width)
		for _, row := range chunk {
			args = append(args, values(row)...)
		}
		count(ctx)
		if err := exec(args); err != nil {
			return fmt.Errorf("%w (in %s)", err, into)
		}
		return nil
	}
	full := rows[:len(rows)/many*many]
	if len(full) > 0 {
		statement, err := tx.tx.PrepareContext(ctx, tx.marks(into, many, width))
		if err != nil {
			return fmt.Errorf("%w (in %s)", err, into)
		}
		defer statement.Close()
		for chunk := range slices.Chunk(full, many) {
			if err := run(chunk, func(args []any) error { _, err := statement.ExecContext(ctx, args...); return err }); err != nil {
				return err
			}
		}
	}
	if rest := rows[len(full):]; len(rest) > 0 {
		return run(rest, func(args []any) error {
			_, err := tx.tx.ExecContext(ctx, tx.marks(into, len(rest), width), args...)
			return err
		})
	}
	return nil
}

// marks adds the places of the values. SQLite finds a numbered place by its
// name among all those before it, so there the places have no name.
func (tx *Tx) marks(into string, rows, width int) string {
	var b strings.Builder
	b.WriteString(into)
	b.WriteString(" VALUES ")
	for row := range rows {
		for column := range width {
			switch {
			case column > 0:
				b.WriteString(", ")
			case row > 0:
				b.WriteString(", (")
			default:
				b.WriteString("(")
			}
			if tx.db.engine == SQLite {
				b.WriteString("?")
				continue
			}
			b.WriteString("$")
			b.WriteString(strconv.Itoa(row*width + column + 1))
		}
		b.WriteString(")")
	}
	return b.String()
}
