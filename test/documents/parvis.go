package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	machine "parvis/test/process"
	"parvis/test/stamp"
)

// parvis is the product, with a site of its own.
type parvis struct {
	*process
	engine         store.Engine
	binary, folder string
	database       string
	settings       string // what the database promises
	metrics        string // where profiles are had; "" for nowhere
	cookie, token  string // of a member
	community      id.ID
}

// newParvis makes a small site.
func newParvis(ctx context.Context, o options, engine store.Engine) (*parvis, error) {
	at, err := machine.Free()
	if err != nil {
		return nil, err
	}
	binary, err := filepath.Abs(o.binary)
	if err != nil {
		return nil, err
	}
	p := &parvis{process: &process{at: at}, engine: engine, binary: binary, folder: filepath.Join(o.data, string(engine))}
	if p.metrics, err = machine.Free(); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(p.folder); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(p.folder, 0o750); err != nil {
		return nil, err
	}
	p.database = "sqlite:" + filepath.Join(p.folder, "parvis.db")
	if engine == store.Postgres {
		if p.database, err = freshDatabase(ctx); err != nil {
			return nil, err
		}
	}
	made := exec.CommandContext(ctx, p.binary, "demo", "--data", p.folder, "--database", p.database, "--scale", "--people=60", "--communities=3", "--items=60")
	if out, err := made.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("making a site: %w: %s", err, out)
	}
	return p, p.signIn(ctx)
}

// freshDatabase makes one anew on the server of PARVIS_TEST_POSTGRES.
func freshDatabase(ctx context.Context) (string, error) {
	address := os.Getenv("PARVIS_TEST_POSTGRES")
	if address == "" {
		return "", fmt.Errorf("PARVIS_TEST_POSTGRES is not set: run make bench-documents")
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("PARVIS_TEST_POSTGRES: %w", err)
	}
	server, err := sql.Open("pgx", address)
	if err != nil {
		return "", err
	}
	defer server.Close()
	name := "parvis_bench_documents"
	for _, command := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name} {
		if _, err := server.ExecContext(ctx, command); err != nil {
			return "", err
		}
	}
	u.Path = "/" + name
	return strings.Replace(u.String(), "///", "//", 1), nil
}

// signIn opens a session of somebody who writes in a community.
func (p *parvis) signIn(ctx context.Context) error {
	db, err := store.Open(ctx, p.database)
	if err != nil {
		return err
	}
	defer db.Close()
	ids, err := id.NewMaker(1000)
	if err != nil {
		return err
	}
	people := identity.New(identity.Config{DB: db, IDs: ids, Clock: clock.System{}})
	type seat struct {
		Person    id.ID `db:"person_id"`
		Community id.ID `db:"community_id"`
	}
	at, err := store.One[seat](ctx, db, store.Q(`SELECT m.person_id, m.community_id FROM memberships m JOIN communities c ON c.id = m.community_id
		JOIN %s p ON p.id = m.person_id WHERE m.state = 1 AND c.state = 1 AND NOT c.validation AND p.kind = 1 AND p.state = 2 AND p.charter > 0 LIMIT 1`,
		access.From(access.SystemActor("who writes in the measure"), access.ReadPerson)))
	if err != nil {
		return fmt.Errorf("somebody who writes: %w", err)
	}
	p.community = at.Community
	if p.settings, err = stamp.Database(ctx, db); err != nil {
		return err
	}
	return db.Write(ctx, func(tx *store.Tx) (err error) {
		if p.cookie, err = people.OpenSession(ctx, tx, at.Person, "bench", "127.0.0.1"); err != nil {
			return err
		}
		_, p.token, err = people.CreateToken(ctx, tx, at.Person, identity.NewToken{Name: "bench", Scopes: []access.Scope{access.Read, access.Write}})
		return err
	})
}

func (p *parvis) name() string {
	return map[store.Engine]string{store.SQLite: "Parvis, SQLite", store.Postgres: "Parvis, PostgreSQL"}[p.engine]
}

func (p *parvis) keeps() bool { return true }

func (p *parvis) start(ctx context.Context) error {
	return p.run(ctx, filepath.Join(p.folder, "log"), nil, p.binary, "serve", "--data", p.folder, "--database", p.database,
		"--listen", p.at, "--log-level", "warn", "--metrics-listen", p.metrics, "--development")
}

// another is a second node on the same database.
func (p *parvis) another() (*parvis, error) {
	at, err := machine.Free()
	if err != nil {
		return nil, err
	}
	other := *p
	other.process, other.folder = &process{at: at}, filepath.Join(p.folder, "other")
	if other.metrics, err = machine.Free(); err != nil {
		return nil, err
	}
	return &other, os.MkdirAll(other.folder, 0o750)
}

// live is the memory of objects and of stacks.
func (p *parvis) live(ctx context.Context) (n int64, err error) {
	for range 2 { // what has a finaliser goes the second time
		if _, err := fetch(ctx, "http://"+p.metrics+"/debug/pprof/heap?gc=1"); err != nil {
			return 0, err
		}
	}
	text, err := fetch(ctx, "http://"+p.metrics+"/metrics")
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "go_memstats_alloc_bytes" || name == "go_memstats_stack_inuse_bytes" {
			bytes, err := strconv.ParseFloat(value, 64)
			if err != nil {
				return 0, err
			}
			n += int64(bytes)
		}
	}
	return n, err
}

func (p *parvis) documents(ctx context.Context, many int) ([]string, error) {
	list := make([]string, many)
	for i := range list {
		body, err := json.Marshal(map[string]string{"title": fmt.Sprintf("Document %d", i+1)})
		if err != nil {
			return nil, err
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+p.at+"/api/communities/"+p.community.String()+"/documents", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "Bearer "+p.token)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		var made struct{ ID string }
		if err != nil || answer.StatusCode != http.StatusCreated || json.Unmarshal(text, &made) != nil {
			return nil, fmt.Errorf("a document is not made: %s %s", answer.Status, text)
		}
		list[i] = made.ID
	}
	return list, p.told(ctx)
}

// told waits until all who follow a community were told of its new documents:
// that goes on in the background, and is no part of what is measured.
func (p *parvis) told(ctx context.Context) error {
	db, err := store.Open(ctx, p.database)
	if err != nil {
		return err
	}
	defer db.Close()
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(100 * time.Millisecond) {
		waiting, err := store.One[int](ctx, db, store.Q(`SELECT COUNT(*) FROM spreads`))
		if err != nil || waiting == 0 {
			return err
		}
	}
	return errors.New("the new documents are not told")
}

func (p *parvis) door(document string) (path, header string) {
	return "/d/" + document + "/live", "Cookie: parvis=" + p.cookie + "\r\n"
}

func (p *parvis) greet(*line, string) error { return nil }

// database is what the processes of PostgreSQL have used for this site so far.
func (p *parvis) databaseCPU(ctx context.Context) time.Duration {
	if p.engine != store.Postgres {
		return 0
	}
	db, err := store.Open(ctx, p.database)
	if err != nil {
		return 0
	}
	defer db.Close()
	list, err := store.All[int](ctx, db, store.Q(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`))
	if err != nil {
		return 0
	}
	var all time.Duration
	for _, pid := range list {
		all += machine.CPU(pid)
	}
	return all
}

// profile records what the program does for a while.
func (p *parvis) profile(ctx context.Context, o options, name string) (done func()) {
	if o.profile == "" {
		return func() {}
	}
	ended := make(chan error, 1)
	go func() {
		text, err := fetch(ctx, fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", p.metrics, int(o.each.Seconds())))
		if err == nil {
			err = os.WriteFile(filepath.Join(o.profile, string(p.engine)+"-"+name+".prof"), text, 0o644)
		}
		ended <- err
	}()
	return func() {
		if err := <-ended; err != nil {
			fmt.Fprintln(os.Stderr, "no profile:", err)
		}
	}
}

func fetch(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", address, answer.Status)
	}
	return io.ReadAll(answer.Body)
}
