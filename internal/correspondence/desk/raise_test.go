package desk_test

import (
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence/desk"
	"parvis/internal/fault"
	"parvis/internal/id"
)

func TestRaise(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, ana, dora := t.Context(), w.As(t, w.Ana), w.As(t, w.Dora)
		item := w.send(t, sent{title: "one", acts: []id.ID{w.Andes}})
		more := w.send(t, sent{title: "two", precedence: desk.Urgent, acts: []id.ID{w.Andes}})
		contenttest.Wants(t, "raise without a word", w.desks.Raise(ctx, ana, w.Andes, item, " "), fault.Invalid)
		must(t, w.desks.Raise(ctx, ana, w.Andes, item, "Décision à prendre."))
		must(t, w.desks.Raise(ctx, ana, w.Andes, more, "Aussi."))
		contenttest.Wants(t, "raise twice", w.desks.Raise(ctx, ana, w.Andes, item, "Encore."), fault.Invalid)
		w.expect(t, w.Ana, w.Andes, desk.ToHandle, "two one")
		w.expect(t, w.Dora, w.Americas, desk.ToHandle, "two one")
		if r := w.look(t, w.Ana, w.Andes, item).Row; !r.Raised {
			t.Error("not shown as raised")
		}
		if r := w.look(t, w.Dora, w.Americas, item).Row; r.Line != "Décision à prendre." || r.Raiser != w.Ana || r.Sender.Name != "Andes" {
			t.Errorf("raised: %+v", r)
		}
		// Raising names the unit above, and nobody else.
		if !w.reads(t, w.Dora, item) || w.reads(t, w.Carl, item) || w.reads(t, w.Tom, item) {
			t.Error("who reads what was raised")
		}

		must(t, w.desks.Lower(ctx, ana, w.Andes, item))
		w.expect(t, w.Dora, w.Americas, desk.ToHandle, "two")
		if w.reads(t, w.Dora, item) || !w.reads(t, w.Ana, item) {
			t.Error("who reads what was lowered")
		}
		contenttest.Wants(t, "lower twice", w.desks.Lower(ctx, ana, w.Andes, item), fault.KindNotFound)

		must(t, w.desks.Raise(ctx, dora, w.Americas, more, "Pour le cabinet."))
		contenttest.Wants(t, "lower what went further", w.desks.Lower(ctx, ana, w.Andes, more), fault.Conflict)
		contenttest.Wants(t, "raise from the top", w.desks.Raise(ctx, w.As(t, w.Lea), w.Lima, more, "x"), fault.KindNotFound)
	})
}

func TestRaiseWhatWasAddressed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, ana := t.Context(), w.As(t, w.Ana)
		item := w.send(t, sent{title: "one", acts: []id.ID{w.Andes}, read: []id.ID{w.Americas}})
		must(t, w.desks.Raise(ctx, ana, w.Andes, item, "Voyez."))
		if r := w.look(t, w.Dora, w.Americas, item).Row; r.Line != "Voyez." || r.Acts {
			t.Errorf("raised: %+v", r)
		}
		must(t, w.desks.Lower(ctx, ana, w.Andes, item))
		if r := w.look(t, w.Dora, w.Americas, item).Row; r.Line != "" || r.Raiser != 0 {
			t.Errorf("lowered: %+v", r)
		}
	})
}

func TestRaiseRestricted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		item := w.send(t, sent{title: "one", acts: []id.ID{w.Andes}, protection: access.Restricted})
		w.clear(t, w.Dora, access.Public)
		err := w.desks.Raise(t.Context(), w.As(t, w.Ana), w.Andes, item, "Voyez.")
		contenttest.Wants(t, "raise above a clearance", err, fault.Invalid)
		if n := len(w.Verbs(t, item)); n != 0 {
			t.Errorf("%d events of what was refused", n)
		}
	})
}

func TestBelow(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.send(t, sent{title: "andes", acts: []id.ID{w.Andes}})
		both := w.send(t, sent{title: "both", acts: []id.ID{w.Andes}, read: []id.ID{w.Americas}})
		w.send(t, sent{title: "cabinet", acts: []id.ID{w.Cabinet, w.Trade}})
		see := func(person, unit, only id.ID) string {
			t.Helper()
			out := ""
			var after *desk.Cursor
			for {
				b, err := w.desks.Below(t.Context(), w.As(t, person), unit, only, after, 1)
				must(t, err)
				for _, r := range b.Rows {
					out += r.Title + "@" + r.Place.Name + " "
				}
				if after = b.Next; after == nil {
					return out
				}
			}
		}
		// Looking down shows what one reads anyway.
		if got := see(w.Dora, w.Americas, 0); got != "both@Andes " {
			t.Errorf("below the directorate: %q", got)
		}
		if got := see(w.Carl, w.Cabinet, 0); got != "cabinet@Commerce " {
			t.Errorf("below the cabinet: %q", got)
		}
		if got := see(w.Carl, w.Cabinet, w.Andes); got != "" {
			t.Errorf("one desk below the cabinet: %q", got)
		}
		_, err := w.desks.Below(t.Context(), w.As(t, w.Dora), w.Americas, w.Lima, nil, 10)
		contenttest.Wants(t, "a desk that is not below", err, fault.KindNotFound)
		_, err = w.desks.Below(t.Context(), w.As(t, w.Ana), w.Americas, 0, nil, 10)
		contenttest.Wants(t, "below another desk", err, fault.KindNotFound)
		must(t, w.desks.Close(t.Context(), w.As(t, w.Ana), w.Andes, both, ""))
		if got := see(w.Dora, w.Americas, 0); got != "" {
			t.Errorf("closed below: %q", got)
		}
	})
}

func TestSelection(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, carl := t.Context(), w.As(t, w.Carl)
		w.Clock.Set(time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC))
		a := w.send(t, sent{title: "a", acts: []id.ID{w.Cabinet}, read: []id.ID{w.Minister}})
		b := w.send(t, sent{title: "b", acts: []id.ID{w.Cabinet}})
		c := w.send(t, sent{title: "c", acts: []id.ID{w.Cabinet, w.Andes}})
		must(t, w.desks.Keep(ctx, carl, w.Cabinet, b))
		w.Clock.Add(time.Minute)
		must(t, w.desks.Keep(ctx, carl, w.Cabinet, a))
		contenttest.Wants(t, "keep more than there is room for", w.desks.Keep(ctx, carl, w.Cabinet, c), fault.Conflict)
		contenttest.Wants(t, "keep where nothing is kept", w.desks.Keep(ctx, w.As(t, w.Ana), w.Andes, c), fault.Conflict)
		see := func(person id.ID) string {
			t.Helper()
			s, err := w.desks.Selection(ctx, w.As(t, person), w.Cabinet)
			must(t, err)
			out := ""
			for _, r := range s.Rows {
				out += r.Title
			}
			return out
		}
		if got := see(w.Carl); got != "ba" {
			t.Errorf("selection: %q", got)
		}
		// Keeping names nobody: the minister reads of it what they read anyway.
		if got := see(w.Max); got != "a" {
			t.Errorf("selection as the unit above reads it: %q", got)
		}
		_, err := w.desks.Selection(ctx, w.As(t, w.Dora), w.Cabinet)
		contenttest.Wants(t, "the selection of others", err, fault.KindNotFound)
		led := func(person id.ID) string {
			t.Helper()
			desks, err := w.desks.Desks(ctx, w.As(t, person))
			must(t, err)
			picks, err := w.desks.Selections(ctx, desks[0])
			must(t, err)
			out := ""
			for _, d := range picks {
				out += d.Name + " "
			}
			return out
		}
		if got := led(w.Max) + "| " + led(w.Carl) + "| " + led(w.Dora); got != "Cabinet | Cabinet | " {
			t.Errorf("selections to which desks lead: %q", got)
		}
		must(t, w.desks.Drop(ctx, carl, w.Cabinet, b))
		must(t, w.desks.Keep(ctx, carl, w.Cabinet, c))
		w.Clock.Add(24 * time.Hour)
		if got := see(w.Carl); got != "" {
			t.Errorf("selection of the day after: %q", got)
		}
		must(t, w.desks.Keep(ctx, carl, w.Cabinet, b))
	})
}
