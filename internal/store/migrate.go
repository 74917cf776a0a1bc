package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migration is one step of the schema and whether it has been applied.
type Migration struct {
	Version int64
	Name    string
	Applied bool
}

func (db *DB) provider() (*goose.Provider, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	rendered, err := render(db.engine, sub)
	if err != nil {
		return nil, err
	}
	kind := goose.DialectSQLite3
	if db.engine == Postgres {
		kind = goose.DialectPostgres
	}
	return goose.NewProvider(kind, db.write, rendered)
}

// Migrate brings the schema to the version this program knows and returns how
// many steps it took. Steps only go forward.
func (db *DB) Migrate(ctx context.Context) (int, error) {
	p, err := db.provider()
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	done, err := p.Up(ctx)
	if err != nil {
		return len(done), fmt.Errorf("migrate: %w", err)
	}
	if err := db.bringBack(ctx); err != nil {
		return len(done), fmt.Errorf("end an interrupted load: %w", err)
	}
	return len(done), nil
}

// Migrations lists the steps with their state, oldest first.
func (db *DB) Migrations(ctx context.Context) ([]Migration, error) {
	p, err := db.provider()
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	states, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	out := make([]Migration, len(states))
	for i, s := range states {
		out[i] = Migration{Version: s.Source.Version, Name: s.Source.Path, Applied: s.State == goose.StateApplied}
	}
	return out, nil
}
