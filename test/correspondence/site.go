package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/test/stamp"
)

// site is a ministry with those who ask for its pages.
type site struct {
	folder, address string
	made            time.Duration
	bytes           int64
	settings        string

	posts, directorates, cabinet []visitor
	flood, fifty                 []waiting
}

// visitor is somebody signed in, at the desk of their unit.
type visitor struct {
	unit   id.ID
	person id.ID
	cookie string
	items  []id.ID // some that are on their desk
}

// waiting is a dispatch that waits for a signature.
type waiting struct {
	Item   id.ID `db:"item_id"`
	Signer id.ID `db:"signatory_id"`
	cookie string
}

// prepare makes the site, or takes the one that was kept.
func prepare(ctx context.Context, o options, engine string) (s *site, err error) {
	s = &site{folder: filepath.Join(o.data, fmt.Sprintf("%s-%d", engine, o.size.dispatches))}
	if s.address, err = addressOf(engine, s.folder); err != nil {
		return nil, err
	}
	done := filepath.Join(s.folder, "complete")
	if _, missing := os.Stat(done); missing != nil || !o.keep {
		began := time.Now()
		if err := s.fill(ctx, o, engine); err != nil {
			return nil, err
		}
		s.made = time.Since(began).Round(time.Second)
		if err := os.WriteFile(done, []byte(s.made.String()), 0o600); err != nil {
			return nil, err
		}
	}
	made, err := os.ReadFile(done)
	if err != nil {
		return nil, err
	}
	if s.made, err = time.ParseDuration(string(made)); err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, s.address)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if s.settings, err = stamp.Database(ctx, db); err != nil {
		return nil, err
	}
	if s.bytes, err = sizeOf(ctx, db, s.address); err != nil {
		return nil, err
	}
	return s, s.signIn(ctx, db)
}

// addressOf names the database; PARVIS_TEST_POSTGRES is a server on which
// databases may be made.
func addressOf(engine, folder string) (string, error) {
	if engine == "sqlite" {
		return "sqlite:" + filepath.Join(folder, "parvis.db"), nil
	}
	u, err := url.Parse(os.Getenv("PARVIS_TEST_POSTGRES"))
	if err != nil || u.Scheme == "" {
		return "", fmt.Errorf("PARVIS_TEST_POSTGRES is not the address of a server: run make bench-correspondence")
	}
	u.Path = "/parvis_correspondence"
	return strings.Replace(u.String(), "///", "//", 1), nil
}

// onServer runs a command on the server of PostgreSQL.
func onServer(ctx context.Context, commands ...string) error {
	server, err := sql.Open("pgx", os.Getenv("PARVIS_TEST_POSTGRES"))
	if err != nil {
		return err
	}
	defer server.Close()
	for _, command := range commands {
		if _, err := server.ExecContext(ctx, command); err != nil {
			return err
		}
	}
	return nil
}

const dropDatabase = "DROP DATABASE IF EXISTS parvis_correspondence WITH (FORCE)"

// remove takes the site away.
func (s *site) remove(ctx context.Context, engine string) error {
	if engine == "postgres" {
		if err := onServer(ctx, dropDatabase); err != nil {
			return err
		}
	}
	return os.RemoveAll(s.folder)
}

func (s *site) fill(ctx context.Context, o options, engine string) error {
	if err := s.remove(ctx, engine); err != nil {
		return err
	}
	if err := os.MkdirAll(s.folder, 0o750); err != nil {
		return err
	}
	if engine == "postgres" {
		if err := onServer(ctx, "CREATE DATABASE parvis_correspondence"); err != nil {
			return err
		}
	}
	fmt.Printf("making the %s site in %s\n", engine, s.folder)
	command := exec.CommandContext(ctx, o.binary, "demo", "--data", s.folder, "--database", s.address, "--scale",
		fmt.Sprintf("--people=%d", o.size.people), "--communities=200", "--items=5000")
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return err
	}
	db, err := store.Open(ctx, s.address)
	if err != nil {
		return err
	}
	defer db.Close()
	return pour(ctx, db, o.size)
}

func sizeOf(ctx context.Context, db *store.DB, address string) (int64, error) {
	if db.Engine() == store.Postgres {
		return store.One[int64](ctx, db, store.Q("SELECT pg_database_size(current_database())"))
	}
	info, err := os.Stat(strings.TrimPrefix(address, "sqlite:"))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// signIn opens the sessions of some people, and finds where they may go.
func (s *site) signIn(ctx context.Context, db *store.DB) error {
	ids, err := id.NewMaker(1000)
	if err != nil {
		return err
	}
	people := identity.New(identity.Config{DB: db, IDs: ids, Clock: clock.System{}})
	open := func(from, to, each int) (out []visitor, err error) {
		type place struct{ Unit, Person id.ID }
		list, err := store.All[place](ctx, db, store.Q(`SELECT r.unit_id AS unit, r.person_id AS person FROM (SELECT f.unit_id, f.person_id,
			ROW_NUMBER() OVER (PARTITION BY f.unit_id ORDER BY f.id) AS nth FROM functions f WHERE f.unit_id BETWEEN %s AND %s) r
			WHERE r.nth <= %s ORDER BY r.nth, r.unit_id`, from, to, each))
		for _, p := range list {
			v := visitor{unit: p.Unit, person: p.Person}
			if err := db.Write(ctx, func(tx *store.Tx) (err error) {
				v.cookie, err = people.OpenSession(ctx, tx, p.Person, "bench", "127.0.0.1")
				return err
			}); err != nil {
				return nil, err
			}
			if v.items, err = s.onDesk(ctx, db, people, v); err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, err
	}
	if s.posts, err = open(firstPost, firstPost+posts-1, 2); err != nil {
		return err
	}
	if s.directorates, err = open(firstDirectorate, firstDirectorate+directorates-1, 3); err != nil {
		return err
	}
	if s.cabinet, err = open(cabinet, cabinet, 10); err != nil {
		return err
	}
	heads := map[id.ID]string{}
	for _, v := range s.posts {
		heads[v.person] = v.cookie
	}
	waits := func(least, most int) ([]waiting, error) {
		list, err := store.All[waiting](ctx, db, store.Q(`SELECT d.item_id, d.signatory_id FROM dispatches d WHERE d.step = 3
			AND (SELECT COUNT(*) FROM dispatch_addressees a WHERE a.item_id = d.item_id) BETWEEN %s AND %s ORDER BY d.item_id`, least, most))
		for i := range list {
			list[i].cookie = heads[list[i].Signer]
		}
		return list, err
	}
	if s.fifty, err = waits(50, 50); err != nil {
		return err
	}
	s.flood, err = waits(1, 12)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(s.flood), func(i, j int) { s.flood[i], s.flood[j] = s.flood[j], s.flood[i] })
	return err
}

// onDesk are some dispatches on the desk of a visitor that they read.
func (s *site) onDesk(ctx context.Context, db *store.DB, people *identity.Service, v visitor) ([]id.ID, error) {
	actors, err := people.Actors(ctx, db, []id.ID{v.person})
	if err != nil {
		return nil, err
	}
	return store.All[id.ID](ctx, db, store.Q(`SELECT d.item_id FROM deliveries d JOIN %s x ON x.id = d.item_id
		WHERE d.unit_id = %s AND d.closed IS NULL ORDER BY d.arrived DESC LIMIT 20`, access.From(actors[v.person], access.ReadItem), v.unit))
}
