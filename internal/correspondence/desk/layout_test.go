package desk_test

import (
	"testing"

	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence/desk"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func TestLayout(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.exec(t, store.Q(`UPDATE persons SET admin = TRUE WHERE id = %s`, w.Max))
		admin := w.As(t, w.Max)
		level := desk.Level{Place: 5, NameFR: "Sommet", NameEN: "Top", Keeps: 5}
		contenttest.Wants(t, "a level by somebody", w.desks.SetLevel(ctx, w.As(t, w.Ana), level), fault.KindForbidden)
		_, err := w.desks.Layout(ctx, w.As(t, w.Garance))
		contenttest.Wants(t, "the layout to a guest", err, fault.KindForbidden)
		must(t, w.desks.SetLevel(ctx, admin, level))
		contenttest.Wants(t, "a level without a name", w.desks.SetLevel(ctx, admin, desk.Level{Place: 5}), fault.Invalid)
		_, err = w.desks.DropLevel(ctx, admin, 1)
		contenttest.Wants(t, "a level of desks", err, fault.Conflict)

		contenttest.Wants(t, "below its own level", w.desks.SetDesk(ctx, admin, w.Andes, 3, w.Cabinet), fault.Invalid)
		contenttest.Wants(t, "lower than those that raise to it", w.desks.SetDesk(ctx, admin, w.Americas, 1, w.Cabinet), fault.Invalid)
		contenttest.Wants(t, "no unit", w.desks.SetDesk(ctx, admin, w.IDs.New(), 1, 0), fault.Invalid)
		contenttest.Wants(t, "no level", w.desks.SetDesk(ctx, admin, w.Andes, 8, 0), fault.Invalid)
		must(t, w.desks.SetDesk(ctx, admin, w.Andes, 1, w.Cabinet))
		must(t, w.desks.SetDesk(ctx, admin, w.Minister, 5, 0))
		l, err := w.desks.Layout(ctx, admin)
		must(t, err)
		if len(l.Levels) != 5 || len(l.Desks) != 6 || l.Desks[0].ID != w.Minister || l.Desks[0].Level.NameEN != "Top" {
			t.Errorf("layout: %+v", l)
		}
		was, err := w.desks.DropLevel(ctx, admin, 4)
		must(t, err)
		must(t, w.desks.SetLevel(ctx, admin, was))
		_, err = w.desks.DropLevel(ctx, admin, 9)
		contenttest.Wants(t, "no level", err, fault.KindNotFound)

		w.send(t, sent{title: "one", acts: []id.ID{w.Trade}})
		drop := func(unit id.ID) error {
			_, err := w.desks.DropDesk(ctx, admin, unit)
			return err
		}
		contenttest.Wants(t, "a desk where something waits", drop(w.Trade), fault.Conflict)
		contenttest.Wants(t, "a desk to which others raise", drop(w.Cabinet), fault.Conflict)
		desk, err := w.desks.DropDesk(ctx, admin, w.Andes)
		must(t, err)
		contenttest.Wants(t, "no desk", drop(w.Andes), fault.KindNotFound)
		must(t, w.desks.SetDesk(ctx, admin, w.Andes, desk.Level.Place, desk.Above.ID))
		w.look(t, w.Ana, w.Andes, w.send(t, sent{title: "two", acts: []id.ID{w.Andes}}))
		if n := w.Count(t, store.Q(`SELECT COUNT(*) FROM acts WHERE verb LIKE 'desk.%%'`)); n != 7 {
			t.Errorf("%d acts", n)
		}
	})
}
