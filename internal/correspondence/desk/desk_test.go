package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence/desk"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func TestList(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		soon := clock.At(w.Clock.Now().Add(time.Hour))
		for _, s := range []sent{
			{title: "routine", acts: []id.ID{w.Andes}, read: []id.ID{w.Trade}},
			{title: "urgent", precedence: desk.Urgent, acts: []id.ID{w.Andes}},
			{title: "due", acts: []id.ID{w.Andes}, due: soon},
			{title: "later", acts: []id.ID{w.Andes}, due: clock.At(soon.AddDate(0, 1, 0))},
			{title: "now", precedence: desk.Immediate, acts: []id.ID{w.Andes}},
			{title: "secret", protection: access.Restricted, acts: []id.ID{w.Andes}},
		} {
			w.send(t, s)
		}
		w.expect(t, w.Ana, w.Andes, desk.ToHandle, "now urgent routine due later secret")
		w.expect(t, w.Ana, w.Andes, desk.ToRead, "")
		w.expect(t, w.Tom, w.Trade, desk.ToRead, "routine")

		w.Clock.Add(2 * time.Hour)
		w.expect(t, w.Ana, w.Andes, desk.ToHandle, "due now urgent routine later secret")
		p, err := w.desks.List(t.Context(), w.As(t, w.Ana), w.Andes, desk.ToHandle, nil, 10)
		must(t, err)
		if c := p.Counts; c.Handle != 6 || c.Read != 0 || c.Late != 1 || c.HandleOldest.IsZero() {
			t.Errorf("counts: %+v", c)
		}
		if r := p.Rows[0]; !r.Late(w.Clock.Now()) || r.Issuer.Name != "Lima" || r.Number != 3 || r.Precedence() != desk.Routine {
			t.Errorf("first row: %+v", r)
		}

		// Nobody sees above their clearance, not even in counts.
		w.clear(t, w.Abel, access.Public)
		w.expect(t, w.Abel, w.Andes, desk.ToHandle, "due now urgent routine later")
		p, err = w.desks.List(t.Context(), w.As(t, w.Abel), w.Andes, desk.ToHandle, nil, 10)
		must(t, err)
		if p.Counts.Handle != 5 {
			t.Errorf("counts of who is not cleared: %+v", p.Counts)
		}

		for who, want := range map[id.ID]fault.Kind{w.Tom: fault.KindNotFound, w.Dora: fault.KindNotFound, w.Gaspard: fault.KindForbidden, 0: fault.KindForbidden} {
			_, err := w.desks.List(t.Context(), w.As(t, who), w.Andes, desk.ToHandle, nil, 10)
			contenttest.Wants(t, "the desk of others", err, want)
		}
		mine, err := w.desks.Desks(t.Context(), w.As(t, w.Ana))
		must(t, err)
		if len(mine) != 1 || mine[0].Name != "Andes" || mine[0].Level.NameFR != "Bureau" || mine[0].Above.Name != "Amériques" {
			t.Errorf("own desks: %+v", mine)
		}
	})
}

// TestLateBeyondMany counts what is late and comes after all that is counted: it
// presses least.
func TestLateBeyondMany(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.send(t, sent{title: "late", acts: []id.ID{w.Andes}, due: clock.At(w.Clock.Now().Add(time.Hour))})
		one := w.send(t, sent{title: "now", precedence: desk.Immediate, acts: []id.ID{w.Andes}})
		const others = `WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < %d) `
		for _, copied := range []string{
			`INSERT INTO items (id, kind, community_id, author_id, state, audience, title, title_fold, created, published, activity)
				SELECT n.i, 'dispatch', %s, %s, 4, 5, 'now', 'now', 0, 0, 0 FROM n`,
			`INSERT INTO dispatches (item_id, unit_id, type, precedence, step, holder_since) SELECT n.i, d.unit_id, d.type, d.precedence, 4, 0 FROM n, dispatches d WHERE d.item_id = %s`,
			`INSERT INTO named_units (item_id, unit_id) SELECT n.i, %s FROM n`,
			`INSERT INTO deliveries (item_id, unit_id, acts, state, rank, arrived) SELECT n.i, d.unit_id, d.acts, d.state, d.rank, d.arrived FROM n, deliveries d WHERE d.item_id = %s`,
		} {
			args := []any{desk.Many}
			switch {
			case strings.Contains(copied, "INTO items"):
				args = append(args, w.place, w.Lea)
			case strings.Contains(copied, "named_units"):
				args = append(args, w.Andes)
			default:
				args = append(args, one)
			}
			w.exec(t, store.Q(others+copied, args...))
		}
		w.Clock.Add(2 * time.Hour)
		p, err := w.desks.List(t.Context(), w.As(t, w.Ana), w.Andes, desk.ToHandle, nil, 2)
		must(t, err)
		if c := p.Counts; c.Handle != desk.Many || c.Late != 1 {
			t.Errorf("counts: %+v", c)
		}
		if p.Rows[0].Title != "late" || p.Rows[1].Title != "now" {
			t.Errorf("what is late comes first: %s, then %s", p.Rows[0].Title, p.Rows[1].Title)
		}
	})
}

func TestGestures(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, ana := t.Context(), w.As(t, w.Ana)
		item := w.send(t, sent{title: "one", acts: []id.ID{w.Andes, w.Trade}})

		must(t, w.desks.Acknowledge(ctx, ana, w.Andes, item))
		if w.look(t, w.Ana, w.Andes, item).Row.Acknowledged.IsZero() || !w.look(t, w.Tom, w.Trade, item).Row.Acknowledged.IsZero() {
			t.Error("one desk acknowledges for itself alone")
		}
		must(t, w.desks.Unacknowledge(ctx, ana, w.Andes, item))

		was, err := w.desks.Take(ctx, ana, w.Andes, item)
		must(t, err)
		if was != 0 || w.look(t, w.Ana, w.Andes, item).Row.Assignee != w.Ana {
			t.Error("not taken")
		}
		was, err = w.desks.Assign(ctx, ana, w.Andes, item, w.Abel)
		must(t, err)
		if was != w.Ana {
			t.Errorf("was %v", was)
		}
		_, err = w.desks.Assign(ctx, ana, w.Andes, item, w.Tom)
		contenttest.Wants(t, "assign to another unit", err, fault.Invalid)

		due := clock.At(w.Clock.Now().Add(time.Hour))
		_, err = w.desks.SetDue(ctx, ana, w.Andes, item, due)
		must(t, err)
		passed := clock.At(w.Clock.Now().Add(-time.Hour))
		_, err = w.desks.SetDue(ctx, ana, w.Andes, item, passed)
		contenttest.Wants(t, "a date that has passed", err, fault.Invalid)
		_, err = w.desks.Redate(ctx, ana, w.Andes, item, due)
		must(t, err)
		must(t, w.desks.Close(ctx, ana, w.Andes, item, "Répondu."))
		w.expect(t, w.Ana, w.Andes, desk.ToHandle, "")
		w.expect(t, w.Ana, w.Andes, desk.Done, "one")
		w.expect(t, w.Tom, w.Trade, desk.ToHandle, "one")
		contenttest.Wants(t, "close twice", w.desks.Close(ctx, ana, w.Andes, item, ""), fault.Conflict)
		_, err = w.desks.Take(ctx, ana, w.Andes, item)
		contenttest.Wants(t, "take what is closed", err, fault.Conflict)
		must(t, w.desks.Reopen(ctx, ana, w.Andes, item))
		if r := w.look(t, w.Ana, w.Andes, item).Row; r.State != desk.Taken || r.Assignee != w.Abel || r.Outcome != "" || !r.Due.Equal(due.Time) {
			t.Errorf("reopened: %+v", r)
		}

		contenttest.Wants(t, "by another unit", w.desks.Close(ctx, w.As(t, w.Tom), w.Andes, item, ""), fault.KindForbidden)
		contenttest.Wants(t, "by who does not read", w.desks.Close(ctx, w.As(t, w.Dora), w.Andes, item, ""), fault.KindNotFound)
		contenttest.Wants(t, "on no desk", w.desks.Close(ctx, w.As(t, w.Lea), w.Lima, item, ""), fault.KindNotFound)
		if got := w.Verbs(t, item); len(got) != 7 {
			t.Errorf("events: %v", got)
		}
	})
}

func TestPass(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, ana := t.Context(), w.As(t, w.Ana)
		item := w.send(t, sent{title: "one", acts: []id.ID{w.Andes}, protection: access.Restricted})
		if w.reads(t, w.Tom, item) {
			t.Fatal("read before it is passed")
		}
		w.clear(t, w.Tom, access.Limited)
		err := w.desks.Pass(ctx, ana, w.Andes, item, w.Trade, "Pour vous.")
		contenttest.Wants(t, "pass to a head without clearance", err, fault.Invalid)
		w.clear(t, w.Tom, access.Restricted)
		contenttest.Wants(t, "pass to oneself", w.desks.Pass(ctx, ana, w.Andes, item, w.Andes, ""), fault.Invalid)
		contenttest.Wants(t, "pass to no desk", w.desks.Pass(ctx, ana, w.Andes, item, w.IDs.New(), ""), fault.Invalid)

		must(t, w.desks.Pass(ctx, ana, w.Andes, item, w.Trade, "Pour vous."))
		w.expect(t, w.Ana, w.Andes, desk.ToHandle, "")
		w.expect(t, w.Tom, w.Trade, desk.ToHandle, "one")
		if r := w.look(t, w.Tom, w.Trade, item).Row; r.Line != "Pour vous." || r.Sender.Name != "Andes" || !w.reads(t, w.Ana, item) {
			t.Errorf("passed: %+v", r)
		}

		must(t, w.desks.TakeBack(ctx, ana, w.Andes, item))
		w.expect(t, w.Ana, w.Andes, desk.ToHandle, "one")
		if w.reads(t, w.Tom, item) {
			t.Error("read after it was taken back")
		}

		must(t, w.desks.Pass(ctx, ana, w.Andes, item, w.Trade, ""))
		_, err = w.desks.Take(ctx, w.As(t, w.Tom), w.Trade, item)
		must(t, err)
		contenttest.Wants(t, "take back what is begun", w.desks.TakeBack(ctx, ana, w.Andes, item), fault.Conflict)
		contenttest.Wants(t, "pass back", w.desks.Pass(ctx, w.As(t, w.Tom), w.Trade, item, w.Andes, ""), fault.Invalid)
	})
}

func TestNotes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, ana := t.Context(), w.As(t, w.Ana)
		item := w.send(t, sent{title: "one", acts: []id.ID{w.Andes}, read: []id.ID{w.Trade}})
		_, err := w.desks.Say(ctx, ana, w.Andes, item, "Entre nous.")
		must(t, err)
		if n := w.look(t, w.Abel, w.Andes, item).Notes; len(n) != 1 || n[0].Source != "Entre nous." {
			t.Errorf("notes: %+v", n)
		}
		if n := w.look(t, w.Tom, w.Trade, item).Notes; len(n) != 0 {
			t.Errorf("notes of another unit: %+v", n)
		}
		_, err = w.desks.Say(ctx, ana, w.Andes, item, " ")
		contenttest.Wants(t, "an empty note", err, fault.Invalid)
		_, err = w.desks.Ask(ctx, ana, w.Andes, item, w.Dora, "Qu’en dites-vous ?")
		contenttest.Wants(t, "ask who does not read", err, fault.Invalid)

		note, err := w.desks.Ask(ctx, ana, w.Andes, item, w.Tom, "Qu’en dites-vous ?")
		must(t, err)
		contenttest.Wants(t, "unsay of another", w.desks.Unsay(ctx, w.As(t, w.Abel), w.Andes, item, note), fault.KindForbidden)
		c, err := w.desks.Contribution(ctx, w.As(t, w.Tom), note)
		must(t, err)
		if c.By.Name != "Andes" || c.Title != "one" {
			t.Errorf("asked: %+v", c)
		}
		_, err = w.desks.Contribution(ctx, ana, note)
		contenttest.Wants(t, "what another is asked", err, fault.KindNotFound)
		asked, err := w.desks.Asked(ctx, w.As(t, w.Tom))
		must(t, err)
		if len(asked) != 1 || asked[0].ID != note {
			t.Errorf("asked: %+v", asked)
		}
		must(t, w.desks.Give(ctx, w.As(t, w.Tom), note, "Rien à dire."))
		contenttest.Wants(t, "give twice", w.desks.Give(ctx, w.As(t, w.Tom), note, "Si."), fault.Conflict)
		contenttest.Wants(t, "unsay what was answered", w.desks.Unsay(ctx, ana, w.Andes, item, note), fault.Conflict)
		if n := w.look(t, w.Ana, w.Andes, item).Notes; len(n) != 3 || n[1].Answered.IsZero() || n[2].Author != w.Tom {
			t.Errorf("notes: %+v", n)
		}
		other, err := w.desks.Say(ctx, ana, w.Andes, item, "Encore.")
		must(t, err)
		must(t, w.desks.Unsay(ctx, ana, w.Andes, item, other))
	})
}

// TestReceived: what came to a desk of somebody is known to them, done with or
// not, and what came to others alone is not.
func TestReceived(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		acts, reads := w.send(t, sent{title: "one", acts: []id.ID{w.Andes}}), w.send(t, sent{title: "two", read: []id.ID{w.Andes}})
		other := w.send(t, sent{title: "three", acts: []id.ID{w.Trade}})
		must(t, w.desks.Close(t.Context(), w.As(t, w.Ana), w.Andes, acts, ""))
		for who, want := range map[id.ID][]id.ID{w.Ana: {acts, reads}, w.Tom: {other}, w.Olga: nil} {
			got, err := w.desks.Received(t.Context(), w.As(t, who), []id.ID{acts, reads, other})
			must(t, err)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("somebody received %v, want %v", got, want)
			}
		}
	})
}
