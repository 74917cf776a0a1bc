package desk_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence/desk"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/notification"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/text"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// world is a small ministry: the post of Lima writes to two desks of a
// directorate, above which stand a cabinet and a minister.
type world struct {
	*contenttest.World
	desks   *desk.Service
	notices *notification.Service
	place   id.ID // where dispatches are

	Lima, Andes, Trade, Americas, Cabinet, Minister id.ID // units

	Lea, Ana, Abel, Tom, Dora, Carl, Max id.ID // of each, in that order; Ana and Abel are of Andes
}

func each(t *testing.T, body func(t *testing.T, w *world)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { body(t, build(t, db)) })
}

func build(t testing.TB, db *store.DB) *world {
	w := &world{World: contenttest.New(t, db, contenttest.Plain, content.Kind{Name: "dispatch", Make: content.Publish})}
	quiet := slog.New(slog.DiscardHandler)
	hub := realtime.NewHub(db, quiet)
	w.desks = desk.NewService(desk.Parts{DB: db, IDs: w.IDs, Clock: w.Clock, Log: w.Log, Queue: w.Queue, Hub: hub, Content: w.Content,
		Acts: activity.NewActs(db, w.Clock, make([]byte, 64))})
	w.notices = notification.New(db, w.Clock, hub, quiet)
	desk.Tell(w.notices)
	w.Log.Follow("notices", w.notices.Handle)
	w.place = w.Community(t, "Correspondance", access.Sealed)
	w.exec(t, store.Q(`INSERT INTO dispatch_types (code, name_fr, name_en, place) VALUES ('TD', 'Télégramme', 'Telegram', 1) ON CONFLICT DO NOTHING`))
	for i, name := range []string{"Bureau", "Direction", "Cabinet", "Ministre"} {
		keeps := 0
		if name == "Cabinet" {
			keeps = 2
		}
		w.exec(t, store.Q(`INSERT INTO dispatch_levels (place, name_fr, name_en, keeps) VALUES (%s, %s, %s, %s)`, i+1, name, name, keeps))
	}
	w.Minister = w.unit(t, "Ministre", 4, 0)
	w.Cabinet = w.unit(t, "Cabinet", 3, w.Minister)
	w.Americas = w.unit(t, "Amériques", 2, w.Cabinet)
	w.Andes = w.unit(t, "Andes", 1, w.Americas)
	w.Trade = w.unit(t, "Commerce", 1, w.Americas)
	w.Lima = w.unit(t, "Lima", 1, 0)
	w.Lea, w.Ana, w.Abel = w.agent(t, "Lea", w.Lima, true), w.agent(t, "Ana", w.Andes, true), w.agent(t, "Abel", w.Andes, false)
	w.Tom, w.Dora = w.agent(t, "Tom", w.Trade, true), w.agent(t, "Dora", w.Americas, true)
	w.Carl, w.Max = w.agent(t, "Carl", w.Cabinet, true), w.agent(t, "Max", w.Minister, true)
	return w
}

func (w *world) exec(t testing.TB, q *store.Query) {
	t.Helper()
	if err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := store.Exec(t.Context(), tx, q)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) unit(t testing.TB, name string, level int, above id.ID) id.ID {
	t.Helper()
	u := w.IDs.New()
	w.exec(t, store.Q(`INSERT INTO units (id, code, name, name_fold, path, depth) VALUES (%s, %s, %s, %s, %s, 0)`,
		u, strings.ToLower(name), name, text.Fold(name), "/"+u.String()+"/"))
	w.exec(t, store.Q(`INSERT INTO dispatch_desks (unit_id, level, above_id, since) VALUES (%s, %s, %s, %s)`, u, level, above.Nullable(), w.Clock.Now()))
	return u
}

func (w *world) agent(t testing.TB, name string, unit id.ID, head bool) id.ID {
	t.Helper()
	p := w.Person(t, identity.Agent, strings.ToLower(name), name)
	w.exec(t, store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main) VALUES (%s, %s, %s, 'Agent', %s, TRUE)`, w.IDs.New(), p, unit, head))
	w.clear(t, p, access.Restricted)
	return p
}

func (w *world) clear(t testing.TB, person id.ID, p access.Protection) {
	t.Helper()
	w.exec(t, store.Q(`UPDATE persons SET clearance = %s WHERE id = %s`, p, person))
}

// sent is a dispatch that Lima released.
type sent struct {
	title      string
	precedence desk.Precedence
	protection access.Protection
	due        clock.Time
	acts, read []id.ID
}

// send releases a dispatch: for named units alone.
func (w *world) send(t testing.TB, s sent) id.ID {
	t.Helper()
	item, now := w.IDs.New(), w.Clock.Add(time.Second)
	if s.precedence == 0 {
		s.precedence = desk.Routine
	}
	w.exec(t, store.Q(`INSERT INTO items (id, kind, community_id, author_id, state, audience, protection, title, title_fold, created, published, activity)
		VALUES (%s, 'dispatch', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)`,
		item, w.place, w.Lea, access.Published, access.ForNamed, s.protection, s.title, text.Fold(s.title), now, now, now))
	w.exec(t, store.Q(`INSERT INTO bodies (item_id, source, fold) VALUES (%s, 'Texte.', 'texte')`, item))
	w.exec(t, store.Q(`INSERT INTO dispatches (item_id, unit_id, type, precedence, step, holder_since, year, number, released, due)
		VALUES (%s, %s, 'TD', %s, 4, %s, 2026, (SELECT COUNT(*) + 1 FROM dispatches), %s, %s)`, item, w.Lima, s.precedence, now, now, s.due))
	w.exec(t, store.Q(`INSERT INTO named_units (item_id, unit_id) VALUES (%s, %s)`, item, w.Lima))
	var to []desk.Addressee
	for i, u := range append(s.acts, s.read...) {
		acts := i < len(s.acts)
		to = append(to, desk.Addressee{Unit: u, Acts: acts})
		w.exec(t, store.Q(`INSERT INTO dispatch_addressees (item_id, unit_id, acts) VALUES (%s, %s, %s)`, item, u, acts))
		w.exec(t, store.Q(`INSERT INTO named_units (item_id, unit_id) VALUES (%s, %s)`, item, u))
	}
	if err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.desks.Deliver(t.Context(), tx, item, s.precedence, s.due, to)
	}); err != nil {
		t.Fatal(err)
	}
	return item
}

// titles lists a desk page by page, two rows at a time.
func (w *world) titles(t testing.TB, person, unit id.ID, v desk.View) string {
	t.Helper()
	var out []string
	var after *desk.Cursor
	for {
		p, err := w.desks.List(t.Context(), w.As(t, person), unit, v, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Rows {
			out = append(out, r.Title)
		}
		if after = p.Next; after == nil {
			return strings.Join(out, " ")
		}
	}
}

func (w *world) expect(t testing.TB, person, unit id.ID, v desk.View, want string) {
	t.Helper()
	if got := w.titles(t, person, unit, v); got != want {
		t.Errorf("%s: %q, want %q", v, got, want)
	}
}

func (w *world) look(t testing.TB, person, unit, item id.ID) desk.One {
	t.Helper()
	one, err := w.desks.Look(t.Context(), w.As(t, person), unit, item)
	must(t, err)
	return one
}

func (w *world) reads(t testing.TB, person, item id.ID) bool {
	t.Helper()
	_, err := access.Load(t.Context(), w.DB, w.As(t, person), access.ReadItem, item)
	return err == nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
