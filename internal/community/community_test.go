package community

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// town is a small site on one engine: the service and the people who use it.
type town struct {
	*Service
	t     *testing.T
	ctx   context.Context
	db    *store.DB
	clock *clock.Fake
	log   *activity.Log
	known *identity.Service
}

func each(t *testing.T, body func(t *testing.T, w *town)) {
	t.Helper()
	catalogue, err := i18n.Load(Messages)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ids, err := id.NewMaker(1)
		if err != nil {
			t.Fatal(err)
		}
		clk := clock.NewFake(time.Now())
		log := activity.NewLog(db, ids, clk, slog.New(slog.DiscardHandler))
		acts := activity.NewActs(db, clk, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
		w := &town{
			Service: New(db, ids, clk, log, acts), t: t, db: db, clock: clk, log: log,
			ctx:   i18n.With(t.Context(), catalogue.In(i18n.French)),
			known: identity.New(identity.Config{DB: db, IDs: ids, Clock: clk}),
		}
		body(t, w)
	})
}

func (w *town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refused demands a fault of one kind.
func (w *town) refused(kind fault.Kind, err error) {
	w.t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		w.t.Errorf("got %v, want the fault %v", err, kind)
	}
}

func (w *town) exec(q *store.Query) {
	w.t.Helper()
	w.must(w.db.Write(w.ctx, func(tx *store.Tx) error {
		_, err := store.Exec(w.ctx, tx, q)
		return err
	}))
}

// person makes somebody and returns their id.
func (w *town) person(name string, kind identity.Kind, admin bool) id.ID {
	w.t.Helper()
	p := w.ids.New()
	w.exec(store.Q(`INSERT INTO persons (id, kind, state, handle, name, name_fold, admin, created, updated)
		VALUES (%s, %s, %s, %s, %s, %s, %s, 1, 1)`, p, kind, identity.Active, name, name, name, admin))
	return p
}

func (w *town) agent(name string) id.ID { return w.person(name, identity.Agent, false) }
func (w *town) guest(name string) id.ID { return w.person(name, identity.Guest, false) }
func (w *town) admin(name string) id.ID { return w.person(name, identity.Agent, true) }

// as gives the rights that somebody has now.
func (w *town) as(person id.ID) access.Actor {
	w.t.Helper()
	a, err := w.known.ActorOf(w.ctx, person)
	w.must(err)
	return a
}

// open makes a community of one openness, managed by who.
func (w *town) open(who id.ID, openness access.Openness) id.ID {
	w.t.Helper()
	c, err := w.Open(w.ctx, w.as(who), Opening{Name: "Accueil du public", Purpose: "Mieux répondre ensemble"})
	w.must(err)
	w.must(w.SetOpenness(w.ctx, w.as(who), c.ID, openness))
	return c.ID
}

// standing is where somebody stands, from the table itself.
func (w *town) standing(community, person id.ID) Standing {
	w.t.Helper()
	m, err := membershipOf(w.ctx, w.db, community, person)
	w.must(err)
	return m.State
}

// counted demands that the counters of a community are those of its rows.
func (w *town) counted(community id.ID, members, managers int) {
	w.t.Helper()
	type tally struct{ Members, Managers, Rows, Leading int }
	got, err := store.One[tally](w.ctx, w.db, store.Q(`SELECT c.members, c.managers,
		(SELECT COUNT(*) FROM memberships m WHERE m.community_id = c.id AND m.state = 1) AS rows,
		(SELECT COUNT(*) FROM memberships m WHERE m.community_id = c.id AND m.state = 1 AND m.role = 3) AS leading
		FROM communities c WHERE c.id = %s`, community))
	w.must(err)
	if want := (tally{members, managers, members, managers}); got != want {
		w.t.Errorf("counters %+v, want %+v", got, want)
	}
}

// told lists what the log says of a community, in the order of ids. It reads
// the table: on PostgreSQL the log itself waits for the transactions of others.
func (w *town) told(community id.ID) []activity.Event {
	w.t.Helper()
	type row struct {
		Verb   activity.Verb
		Person id.ID
		Data   string
	}
	rows, err := store.All[row](w.ctx, w.db, store.Q(`SELECT verb, person_id AS person, data FROM events WHERE community_id = %s ORDER BY id`, community))
	w.must(err)
	out := make([]activity.Event, len(rows))
	for i, r := range rows {
		out[i] = activity.Event{Verb: r.Verb, Person: r.Person, Data: json.RawMessage(r.Data)}
	}
	return out
}

func (w *town) lastTold(community id.ID) activity.Event {
	w.t.Helper()
	events := w.told(community)
	if len(events) == 0 {
		w.t.Fatal("nothing was told")
	}
	return events[len(events)-1]
}

// unit makes a unit under another.
func (w *town) unit(code string, parent id.ID, parentPath string) (id.ID, string) {
	w.t.Helper()
	u := w.ids.New()
	path := parentPath + u.String() + "/"
	w.exec(store.Q(`INSERT INTO units (id, code, parent_id, name, name_fold, path, depth) VALUES (%s, %s, %s, %s, %s, %s, 0)`,
		u, code, parent.Nullable(), code, code, path))
	return u, path
}

func (w *town) function(person, unit id.ID, head bool) {
	w.t.Helper()
	w.exec(store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main) VALUES (%s, %s, %s, 'chargé', %s, TRUE)`,
		w.ids.New(), person, unit, head))
}

// changed tells the log that the functions of somebody changed, and waits for
// whoever follows it.
func (w *town) changed(person id.ID) {
	w.t.Helper()
	w.must(w.db.Write(w.ctx, func(tx *store.Tx) error {
		_, err := w.log.Append(w.ctx, tx, access.SystemActor("test"), activity.Event{Verb: functionsChanged, Person: person})
		return err
	}))
	w.must(w.log.CatchUp(w.ctx))
}

func message(t *testing.T, e activity.Event) string {
	t.Helper()
	var s said
	if err := json.Unmarshal(e.Data, &s); err != nil {
		t.Fatal(err)
	}
	return s.Message
}

func names(lines []Line) string {
	out := ""
	for _, l := range lines {
		out += fmt.Sprintf("%s ", l.Name)
	}
	return out
}
