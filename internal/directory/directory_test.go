package directory

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/text"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// shelf keeps photos in memory.
type shelf map[string][]byte

func (s shelf) Put(_ context.Context, content io.Reader) (string, error) {
	data, err := io.ReadAll(content)
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	s[hash] = data
	return hash, err
}

type closing struct{ *bytes.Reader }

func (closing) Close() error { return nil }

func (s shelf) Open(_ context.Context, hash string) (io.ReadSeekCloser, error) {
	return closing{bytes.NewReader(s[hash])}, nil
}

// hall is a directory on one engine, with somebody to administer it.
type hall struct {
	*Service
	t    *testing.T
	ctx  context.Context
	root access.Actor
}

func each(t *testing.T, body func(t *testing.T, h *hall)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ids, err := id.NewMaker(1)
		if err != nil {
			t.Fatal(err)
		}
		clk := clock.NewFake(time.Now())
		log := activity.NewLog(db, ids, clk, slog.New(slog.DiscardHandler))
		h := &hall{t: t, ctx: t.Context(), Service: New(Config{
			DB: db, IDs: ids, Clock: clk, Log: log, Photos: shelf{},
			Acts:   activity.NewActs(db, clk, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))),
			People: identity.New(identity.Config{DB: db, IDs: ids, Clock: clk}),
		})}
		h.root = h.as(h.person("Rachid Administrateur", identity.Agent, true))
		body(t, h)
	})
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) refused(kind fault.Kind, err error) {
	h.t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		h.t.Errorf("got %v, want the fault %v", err, kind)
	}
}

// person makes somebody; their handle and e-mail come from the name.
func (h *hall) person(name string, kind identity.Kind, admin bool) id.ID {
	h.t.Helper()
	p := h.IDs.New()
	handle := text.Slug(name)
	var sponsor, expires any
	if kind == identity.Guest {
		sponsor, expires = h.root.Person(), h.Clock.Now().Add(time.Hour).UnixMilli()
	}
	h.exec(store.Q(`INSERT INTO persons (id, kind, state, handle, name, name_fold, email, admin, sponsor_id, expires, created, updated)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1, 1)`,
		p, kind, identity.Active, handle, name, text.Fold(name), handle+"@exemple.fr", admin, sponsor, expires))
	return p
}

func (h *hall) agent(name string) id.ID { h.t.Helper(); return h.person(name, identity.Agent, false) }

func (h *hall) exec(q *store.Query) {
	h.t.Helper()
	h.must(h.DB.Write(h.ctx, func(tx *store.Tx) error {
		_, err := store.Exec(h.ctx, tx, q)
		return err
	}))
}

func (h *hall) as(person id.ID) access.Actor {
	h.t.Helper()
	a, err := h.People.ActorOf(h.ctx, person)
	h.must(err)
	return a
}

// load imports units as CSV and demands that it works.
func (h *hall) load(csv string) Report {
	h.t.Helper()
	r, err := h.Import(h.ctx, h.root, strings.NewReader(csv), false)
	if err != nil {
		h.t.Fatalf("%v: %+v", err, r.Problems)
	}
	return r
}

// unit finds a unit by its code.
func (h *hall) unit(code string) Unit {
	h.t.Helper()
	found, err := unitsByCode(h.ctx, h.DB, []string{code})
	h.must(err)
	u, err := findUnit(h.ctx, h.DB, found[code])
	h.must(err)
	return u
}

// sound demands that paths and depths follow from parents, everywhere.
func (h *hall) sound() {
	h.t.Helper()
	all, err := allUnits(h.ctx, h.DB)
	h.must(err)
	by := map[id.ID]Unit{}
	for _, u := range all {
		by[u.ID] = u
	}
	for _, u := range all {
		if path, depth := under(by[u.Parent], u.ID); path != u.Path || depth != u.Depth {
			h.t.Errorf("%s stands at %s, %d; want %s, %d", u.Code, u.Path, u.Depth, path, depth)
		}
	}
}

func counts(r Report) string {
	var out []string
	for _, s := range Sorts() {
		if n := r.Counts[s]; n > 0 {
			out = append(out, fmt.Sprintf("%s %d", s, n))
		}
	}
	return strings.Join(out, ", ")
}

const tree = "code,parent,name,acronym\nM,,Ministère,MIN\nD1,M,Direction une,D1\nD2,M,Direction deux,\nB1,D1,Bureau des lois,BL\n"
