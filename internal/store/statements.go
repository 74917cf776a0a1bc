package store

import (
	"context"
	"database/sql"

	lru "github.com/hashicorp/golang-lru/v2"
)

// kept is how many statements a connection keeps prepared: far more than the
// product composes.
const kept = 2000

// statements keeps the prepared statements of one SQLite handle: preparing
// costs more than most of our reads. Texts vary only with the length of IN
// lists, so a bounded cache holds them.
type statements struct {
	db    *sql.DB
	cache *lru.Cache[string, *sql.Stmt]
}

func newStatements(db *sql.DB) *statements {
	// An evicted statement is not closed: another goroutine may be about to
	// run it. It stays with its connections until they close.
	cache, err := lru.New[string, *sql.Stmt](kept)
	if err != nil {
		panic(err)
	}
	return &statements{db: db, cache: cache}
}

func (s *statements) get(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt, ok := s.cache.Get(text); ok {
		return stmt, nil
	}
	stmt, err := s.db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if old, had, _ := s.cache.PeekOrAdd(text, stmt); had {
		stmt.Close()
		return old, nil
	}
	return stmt, nil
}
