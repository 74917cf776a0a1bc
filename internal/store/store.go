// Package store is the thin skin between Parvis and its database: it opens
// SQLite (embedded, the default) or PostgreSQL, keeps prepared statements,
// scans rows into structs and runs transactions. It knows nothing of the
// product.
//
// What would surprise: on SQLite there is exactly one writing connection and
// a pool of readers that refuse to write (query_only), so a statement that
// changes anything must go through Write.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/georgysavva/scany/v2/sqlscan"
	"github.com/keegancsmith/sqlf"
)

// ErrNone is returned by One when no row matched.
var ErrNone = errors.New("no such row")

// Query is a composed statement with its bound values.
type Query = sqlf.Query

// Q composes a statement: every %s is a bound value or a nested *Query.
// A percent sign of the SQL itself is written %%. A whole number after LIMIT
// stands in the text: see bounded.
func Q(format string, args ...any) *Query { return sqlf.Sprintf(format, bounded(format, args)...) }

// Join composes fragments with a separator; an empty list gives the
// separator's neutral fragment the caller must have excluded.
func Join(parts []*Query, separator string) *Query { return sqlf.Join(parts, separator) }

// Values composes "(a, b, c)" from a list, for use after IN, the last value
// repeated up to a power of two: statements are kept by text, and few lengths
// make few texts. An empty list gives (NULL), which matches nothing.
func Values[T any](list []T) *Query {
	if len(list) == 0 {
		return Q("(NULL)")
	}
	size := 1
	for size < len(list) {
		size *= 2
	}
	parts := make([]*Query, size)
	for i := range parts {
		parts[i] = Q("%s", list[min(i, len(list)-1)])
	}
	return Q("(%s)", Join(parts, ", "))
}

// Querier is what reads: a *DB (any reader) or a *Tx (its own view).
type Querier interface {
	rows(ctx context.Context, q *Query) (*sql.Rows, error)
}

// All returns every row of q, scanned into T: a struct with db tags, or a
// single scalar. No row gives an empty slice, never nil.
func All[T any](ctx context.Context, on Querier, q *Query) ([]T, error) {
	rows, err := on.rows(ctx, q)
	if err != nil {
		return nil, err
	}
	out := []T{}
	if err := sqlscan.ScanAll(&out, rows); err != nil {
		return nil, explain(q, err)
	}
	return out, nil
}

// One returns the only row of q; ErrNone when there is none, an error when
// there are several.
func One[T any](ctx context.Context, on Querier, q *Query) (T, error) {
	var out T
	rows, err := on.rows(ctx, q)
	if err != nil {
		return out, err
	}
	if err := sqlscan.ScanOne(&out, rows); err != nil {
		if sqlscan.NotFound(err) {
			return out, ErrNone
		}
		return out, explain(q, err)
	}
	return out, nil
}

// Each iterates over the rows of q without holding them all; the sequence
// ends at the first error, which it yields.
func Each[T any](ctx context.Context, on Querier, q *Query) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		rows, err := on.rows(ctx, q)
		if err != nil {
			yield(zero, err)
			return
		}
		defer rows.Close()
		scanner := sqlscan.NewRowScanner(rows)
		for rows.Next() {
			var v T
			if err := scanner.Scan(&v); err != nil {
				yield(zero, explain(q, err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, explain(q, err))
		}
	}
}

// Exec runs a statement in a transaction and returns how many rows it changed.
func Exec(ctx context.Context, tx *Tx, q *Query) (int64, error) {
	count(ctx)
	res, err := tx.exec(ctx, q)
	if err != nil {
		return 0, explain(q, err)
	}
	return res.RowsAffected()
}

// explain adds the statement to an error, shortened, without its values:
// values belong to people and stay out of logs.
func explain(q *Query, err error) error {
	text := strings.Join(strings.Fields(q.Query(sqlf.PostgresBindVar)), " ")
	if len(text) > 200 {
		text = text[:200] + "…"
	}
	return fmt.Errorf("%w (in %s)", err, text)
}

type countKey struct{}

// Counted returns a context in which every statement sent to the database is
// counted, and the counter. It serves the tests that bound the queries of a
// page; it is not safe for concurrent statements.
func Counted(ctx context.Context) (context.Context, *int) {
	n := new(int)
	return context.WithValue(ctx, countKey{}, n), n
}

func count(ctx context.Context) {
	if n, ok := ctx.Value(countKey{}).(*int); ok {
		*n++
	}
}
