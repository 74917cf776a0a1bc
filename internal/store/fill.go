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
	for chunk := range slices.Chunk(rows, many) {
		args := make([]any, 0, len(chunk)*width)
		for _, row := range chunk {
			args = append(args, values(row)...)
		}
		count(ctx)
		if _, err := tx.run(ctx, tx.marks(into, len(chunk), width), args); err != nil {
			return fmt.Errorf("%w (in %s)", err, into)
		}
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
