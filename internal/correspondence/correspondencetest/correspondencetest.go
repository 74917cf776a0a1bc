// Package correspondencetest is a small chain of units for tests about
// dispatches.
package correspondencetest

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"testing"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/desk"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/text"
)

// World is a ministry: under it the directorate of Europe with the post of Rome,
// and the post of Lima; each has a desk, the archives have none. Rita drafts in
// Rome, which Hugo heads; Lucie works in Lima, which Luis heads. Ines works in
// the directorate of Europe, and is cleared for nothing. Olga, of contenttest,
// is an agent of no unit; Garance is a guest. All others read what is restricted.
type World struct {
	*contenttest.World
	Dispatches *correspondence.Service
	Desks      *desk.Service
	Acts       *activity.Acts

	Ministry, Europe, Rome, Lima, Records id.ID
	Rita, Hugo, Lucie, Luis, Ines         id.ID
}

// New makes a World.
func New(t testing.TB, db *store.DB) *World {
	t.Helper()
	w := &World{}
	clk := &later{}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	w.Acts = activity.NewActs(db, clk, key)
	w.World = contenttest.New(t, db, append(correspondence.Kinds(clk, correspondence.Register{DB: db, Clock: clk, Acts: w.Acts}), contenttest.Plain)...)
	clk.Clock = w.Clock
	w.Desks = desk.NewService(desk.Parts{
		DB: db, IDs: w.IDs, Clock: w.Clock, Log: w.Log, Queue: w.Queue, Hub: realtime.NewHub(db, slog.New(slog.DiscardHandler)), Content: w.Content,
	})
	w.Dispatches = correspondence.NewService(correspondence.Parts{
		DB: db, IDs: w.IDs, Clock: w.Clock, Log: w.Log, Queue: w.Queue, People: w.People, Content: w.Content, Delivered: w.deliver, Filed: w.file,
	})
	w.Run(t, store.Q(`INSERT INTO dispatch_levels (place, name_fr, name_en) VALUES (1, 'Bureau', 'Desk')`))
	w.Ministry = w.Unit(t, 0, "/", "Ministère", true)
	w.Europe = w.Unit(t, w.Ministry, "/m/", "Europe", true)
	w.Rome = w.Unit(t, w.Europe, "/m/e/", "Rome", true)
	w.Lima = w.Unit(t, w.Ministry, "/m/", "Lima", true)
	w.Records = w.Unit(t, w.Ministry, "/m/", "Archives", false)
	w.Rita = w.Agent(t, "rita.sala", w.Rome, false, access.Restricted)
	w.Hugo = w.Agent(t, "hugo.marin", w.Rome, true, access.Restricted)
	w.Lucie = w.Agent(t, "lucie.vega", w.Lima, false, access.Restricted)
	w.Luis = w.Agent(t, "luis.prado", w.Lima, true, access.Restricted)
	w.Ines = w.Agent(t, "ines.costa", w.Europe, false, access.Public)
	return w
}

// deliver lays a dispatch on desks as the program does.
func (w *World) deliver(ctx context.Context, tx *store.Tx, d correspondence.Dispatch, to []correspondence.Addressee) error {
	return w.Desks.Deliver(ctx, tx, d.Item, desk.Precedence(d.Precedence), d.Due, received(to))
}

// file does the same of what was released elsewhere.
func (w *World) file(ctx context.Context, tx *store.Tx, d correspondence.Dispatch, to []correspondence.Addressee, closed func(id.ID) clock.Time) error {
	return w.Desks.File(ctx, tx, d.Item, desk.Precedence(d.Precedence), d.Released, d.Due, received(to), closed)
}

func received(to []correspondence.Addressee) []desk.Addressee {
	list := make([]desk.Addressee, len(to))
	for i, a := range to {
		list[i] = desk.Addressee{Unit: a.Unit, Acts: a.Acts}
	}
	return list
}

// Unit adds one under another, whose path is given; with a desk or none.
func (w *World) Unit(t testing.TB, above id.ID, path, name string, desk bool) id.ID {
	t.Helper()
	u := w.IDs.New()
	w.Run(t, store.Q(`INSERT INTO units (id, code, parent_id, name, name_fold, path, depth) VALUES (%s, %s, %s, %s, %s, %s, 1)`,
		u, u.String(), above.Nullable(), name, text.Fold(name), path+text.Fold(name[:1])+"/"))
	if desk {
		w.Run(t, store.Q(`INSERT INTO dispatch_desks (unit_id, level, above_id, since) VALUES (%s, 1, %s, %s)`, u, above.Nullable(), w.Clock.Now()))
	}
	return u
}

// Agent adds somebody who works in a unit.
func (w *World) Agent(t testing.TB, handle string, unit id.ID, head bool, clearance access.Protection) id.ID {
	t.Helper()
	p := w.Person(t, identity.Agent, handle, handle)
	w.Run(t, store.Q(`UPDATE persons SET clearance = %s WHERE id = %s`, clearance, p))
	w.Run(t, store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main) VALUES (%s, %s, %s, 'Agent', %s, TRUE)`, w.IDs.New(), p, unit, head))
	return p
}

// Run changes the database as no gesture would.
func (w *World) Run(t testing.TB, q *store.Query) {
	t.Helper()
	if err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := store.Exec(t.Context(), tx, q)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// Writing is a dispatch of Rome for Lima to act, to be signed by Hugo.
func (w *World) Writing(change ...func(*correspondence.Writing)) correspondence.Writing {
	out := correspondence.Writing{
		Unit: w.Rome, Subject: "Visite du ministre", Source: "Le programme est arrêté.", Signatory: w.Hugo,
		Qualified: &correspondence.Qualification{Type: "TD", Precedence: correspondence.Routine, Protection: access.Limited, Distribution: access.ForNamed},
		To:        []correspondence.Target{{Unit: w.Lima, Acts: true}},
	}
	for _, c := range change {
		c(&out)
	}
	return out
}

// Draft has Rita begin one.
func (w *World) Draft(t testing.TB, change ...func(*correspondence.Writing)) correspondence.Dispatch {
	t.Helper()
	d, err := w.Dispatches.Draft(t.Context(), w.As(t, w.Rita), w.Writing(change...))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Released has Rita draft one and Hugo sign it.
func (w *World) Released(t testing.TB, change ...func(*correspondence.Writing)) correspondence.Dispatch {
	t.Helper()
	d := w.Draft(t, change...)
	if err := w.Dispatches.Send(t.Context(), w.As(t, w.Rita), d.Item); err != nil {
		t.Fatal(err)
	}
	d, err := w.Dispatches.Release(t.Context(), w.As(t, w.Hugo), d.Item, d.Released)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
