package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/test/stamp"
)

// site is a large site with what is asked of it.
type site struct {
	folder, address string
	made            string // how long it took to make
	size            int64  // bytes of the database
	visitors        []visitor
	threads         []id.ID // items with fifty comments that every agent reads
}

// visitor is somebody signed in.
type visitor struct {
	person      id.ID
	cookie      string  // of their session
	token       string  // of their programs
	communities []id.ID // active ones that they belong to
	items       []id.ID // where they may comment
}

// prepare finds the site kept from an earlier run, or makes it.
func prepare(ctx context.Context, o options, engine string) (*site, error) {
	s := &site{folder: filepath.Join(o.data, engine+"-"+o.size.String())}
	done := filepath.Join(s.folder, "complete")
	var err error
	if s.address, err = addressOf(engine, s.folder, o.size); err != nil {
		return nil, err
	}
	if _, missing := os.Stat(done); missing != nil || !there(ctx, engine, s.address) {
		if err := s.fill(ctx, o, engine, done); err != nil {
			return nil, err
		}
	}
	made, err := os.ReadFile(done)
	if err != nil {
		return nil, err
	}
	s.made = string(made)
	db, err := store.Open(ctx, s.address)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := s.signIn(ctx, db); err != nil {
		return nil, err
	}
	if s.threads, err = store.All[id.ID](ctx, db, store.Q(`SELECT i.id FROM items i JOIN communities c ON c.id = i.community_id
		WHERE i.comments >= 50 AND i.comments < 60 AND i.state = 4 AND i.audience = 0 AND c.openness = 0 AND NOT i.closed LIMIT 500`)); err != nil {
		return nil, err
	}
	if engine == "sqlite" {
		if info, err := os.Stat(strings.TrimPrefix(s.address, "sqlite:")); err == nil {
			s.size = info.Size()
		}
		return s, nil
	}
	s.size, err = store.One[int64](ctx, db, store.Q("SELECT pg_database_size(current_database())"))
	return s, err
}

// addressOf names the database; PARVIS_TEST_POSTGRES is a server on which
// databases may be made.
func addressOf(engine, folder string, of size) (string, error) {
	if engine == "sqlite" {
		return "sqlite:" + filepath.Join(folder, "parvis.db"), nil
	}
	server := os.Getenv("PARVIS_TEST_POSTGRES")
	if server == "" {
		return "", fmt.Errorf("PARVIS_TEST_POSTGRES is not set: run make bench")
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", fmt.Errorf("PARVIS_TEST_POSTGRES: %w", err)
	}
	u.Path = "/parvis_bench_" + strings.ReplaceAll(of.String(), "-", "_")
	return strings.Replace(u.String(), "///", "//", 1), nil
}

// there tells whether the database answers.
func there(ctx context.Context, engine, address string) bool {
	if engine == "sqlite" {
		return true
	}
	db, err := store.Open(ctx, address)
	if err != nil {
		return false
	}
	return db.Close() == nil
}

func (s *site) fill(ctx context.Context, o options, engine, done string) error {
	if err := os.RemoveAll(s.folder); err != nil {
		return err
	}
	if err := os.MkdirAll(s.folder, 0o750); err != nil {
		return err
	}
	if engine == "postgres" {
		if err := fresh(ctx, s.address); err != nil {
			return err
		}
	}
	fmt.Printf("making the %s site once, in %s\n", engine, s.folder)
	command := exec.CommandContext(ctx, o.binary, "demo", "--data", s.folder, "--database", s.address, "--scale",
		fmt.Sprintf("--people=%d", o.size.people), fmt.Sprintf("--communities=%d", o.size.communities), fmt.Sprintf("--items=%d", o.size.items))
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	began := time.Now()
	if err := command.Run(); err != nil {
		return err
	}
	return os.WriteFile(done, []byte(time.Since(began).Round(time.Second).String()), 0o600)
}

// fresh makes the database anew.
func fresh(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	server, err := sql.Open("pgx", os.Getenv("PARVIS_TEST_POSTGRES"))
	if err != nil {
		return err
	}
	defer server.Close()
	name := strings.TrimPrefix(u.Path, "/")
	for _, command := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name} {
		if _, err := server.ExecContext(ctx, command); err != nil {
			return err
		}
	}
	return nil
}

// state is what the database promises of what it was given, and how many facts
// have followers still to be told: writing is answered before, and what many
// follow waits for a quiet moment.
func (s *site) state(ctx context.Context) (settings string, untold int, err error) {
	db, err := store.Open(ctx, s.address)
	if err != nil {
		return "", 0, err
	}
	defer db.Close()
	if settings, err = stamp.Database(ctx, db); err != nil {
		return "", 0, err
	}
	untold, err = store.One[int](ctx, db, store.Q("SELECT COUNT(*) FROM spreads"))
	return settings, untold, err
}

// visitors is how many people ask.
const visitors = 200

// signIn opens the sessions of some people, and finds where they may go.
func (s *site) signIn(ctx context.Context, db *store.DB) error {
	ids, err := id.NewMaker(1000)
	if err != nil {
		return err
	}
	people := identity.New(identity.Config{DB: db, IDs: ids, Clock: clock.System{}})
	chosen, err := store.All[id.ID](ctx, db, store.Q(`SELECT p.id FROM %s p WHERE p.kind = 1 AND p.state = 2 AND p.charter > 0
		AND (SELECT COUNT(*) FROM memberships m WHERE m.person_id = p.id AND m.state = 1) BETWEEN 4 AND 12 LIMIT %s`,
		access.From(access.SystemActor("who visits in the measure"), access.ReadPerson), visitors))
	if err != nil {
		return err
	}
	for _, p := range chosen {
		v := visitor{person: p}
		v.communities, err = store.All[id.ID](ctx, db, store.Q(`SELECT m.community_id FROM memberships m JOIN communities c ON c.id = m.community_id
			WHERE m.person_id = %s AND m.state = 1 AND c.state = 1 AND NOT c.validation AND c.items > 20`, p))
		if err != nil {
			return err
		}
		v.items, err = store.All[id.ID](ctx, db, store.Q(`SELECT i.id FROM items i WHERE i.community_id IN %s AND i.state = 4 AND NOT i.closed
			AND i.comments < 20 ORDER BY i.id DESC LIMIT 40`, store.Values(v.communities)))
		if err != nil {
			return err
		}
		if len(v.communities) == 0 || len(v.items) == 0 {
			continue
		}
		err = db.Write(ctx, func(tx *store.Tx) (err error) {
			if v.cookie, err = people.OpenSession(ctx, tx, p, "bench", "127.0.0.1"); err != nil {
				return err
			}
			_, v.token, err = people.CreateToken(ctx, tx, p, identity.NewToken{Name: "bench", Scopes: []access.Scope{access.Read}})
			return err
		})
		if err != nil {
			return err
		}
		s.visitors = append(s.visitors, v)
	}
	if len(s.visitors) < 20 {
		return fmt.Errorf("only %d people may visit", len(s.visitors))
	}
	return nil
}
