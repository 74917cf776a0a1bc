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

// hears reads what a visit was sent so far; it returns the verbs.
func (w *world) hears(t *testing.T, v *desk.Visit) (verbs []string) {
	t.Helper()
	for {
		select {
		case s, open := <-v.Signals:
			if !open {
				t.Fatal("the signals stopped")
			}
			if _, verb := v.Hear(t.Context(), s, w.Clock.Now()); verb != "" {
				verbs = append(verbs, string(verb))
			}
		default:
			return verbs
		}
	}
}

func TestBeside(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		item := w.send(t, sent{title: "one", protection: access.Limited, acts: []id.ID{w.Andes, w.Trade}})
		visit := func(person, unit id.ID) *desk.Visit {
			v, err := w.desks.Visit(ctx, w.As(t, person), unit, item)
			must(t, err)
			return v
		}
		others := func(v *desk.Visit, want ...id.ID) {
			t.Helper()
			if got := v.Others(); len(got) != len(want) || len(want) > 0 && got[0] != want[0] {
				t.Errorf("others: %v, want %v", got, want)
			}
		}
		ana, tom := visit(w.Ana, w.Andes), visit(w.Tom, w.Trade)
		abel := visit(w.Abel, w.Andes)
		w.hears(t, ana)
		w.hears(t, abel)
		w.hears(t, tom)
		others(ana, w.Abel)
		others(abel, w.Ana)
		others(tom) // on another desk

		_, err := w.desks.Take(ctx, w.As(t, w.Abel), w.Andes, item)
		must(t, err)
		if got := w.hears(t, ana); len(got) != 1 || got[0] != string(desk.Assigned) {
			t.Errorf("heard %v", got)
		}
		if got := append(w.hears(t, abel), w.hears(t, tom)...); len(got) > 0 {
			t.Errorf("who did it, or is elsewhere, heard %v", got)
		}

		// A second page of the same person, closed, takes nobody away.
		again := visit(w.Abel, w.Andes)
		again.Close(ctx)
		w.hears(t, abel)
		w.hears(t, ana)
		others(ana, w.Abel)
		abel.Close(ctx)
		w.hears(t, ana)
		others(ana)
		back := visit(w.Abel, w.Andes)
		w.hears(t, ana)
		others(ana, w.Abel)
		back.Pause() // its browser never comes back
		w.Clock.Add(2 * time.Minute)
		ana.Beat(ctx, w.Clock.Now())
		others(ana)

		w.clear(t, w.Abel, access.Public)
		_, err = w.desks.Visit(ctx, w.As(t, w.Abel), w.Andes, item)
		contenttest.Wants(t, "look at what one does not read", err, fault.KindNotFound)
		_, err = w.desks.Visit(ctx, w.As(t, w.Tom), w.Andes, item)
		contenttest.Wants(t, "look at the desk of others", err, fault.KindNotFound)
	})
}
