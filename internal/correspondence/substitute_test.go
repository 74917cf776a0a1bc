package correspondence_test

import (
	"slices"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// away has somebody act in the name of another from a day until another.
func away(t *testing.T, w *world, person, by id.ID, from, until int) correspondence.Substitute {
	t.Helper()
	day := func(n int) clock.Time { return clock.At(w.Clock.Now().AddDate(0, 0, n)) }
	one, err := w.Dispatches.Appoint(t.Context(), w.As(t, person), by, day(from), day(until))
	must(t, "appoint", err)
	return one
}

func TestSubstituteActsInTheNameOf(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Run(t, clearance(w.Olga, access.Limited))
		s, olga := w.Dispatches, w.As(t, w.Olga)
		d, visas := sent(t, w, asking(w, true))
		contenttest.Wants(t, "before", s.Give(t.Context(), olga, d.Item, visas[0], 0, ""), fault.KindNotFound)
		first := away(t, w, w.Lucie, w.Olga, 0, 5)
		away(t, w, w.Hugo, w.Olga, 0, 5)
		if got := readers(t, w, d.Item); !slices.Contains(got, "olga") {
			t.Fatalf("what waits is read by %v", got)
		}
		seen, err := s.VisasOf(t.Context(), olga, d.Item)
		if err != nil || !seen[0].MayGive || !seen[0].AsAnother || seen[1].MayGive {
			t.Errorf("the substitute sees %+v, %v", seen, err)
		}
		must(t, "in the name of", s.Give(t.Context(), olga, d.Item, visas[0], 0, ""))
		got := whole(t, w, d.Item)
		if got.Visas[0].Giver != w.Olga || got.Visas[0].Person != w.Lucie || !got.Visas[0].InNameOf {
			t.Errorf("given by %+v", got.Visas[0])
		}
		must(t, "second", s.Give(t.Context(), w.As(t, w.Luis), d.Item, visas[1], 0, ""))
		out, err := s.Release(t.Context(), olga, d.Item, clock.Time{})
		must(t, "sign in the name of", err)
		if out.Signer != w.Olga || out.For != w.Hugo {
			t.Errorf("signed by %v for %v", out.Signer, out.For)
		}
		n := w.Count(t, forNamed(d.Item, w.Hugo))
		if n != 1 {
			t.Errorf("%d events tell in whose name", n)
		}
		mine, others, err := s.Substitutes(t.Context(), olga)
		if err != nil || len(mine) != 0 || len(others) != 2 {
			t.Errorf("the substitute is told %v and %v, %v", mine, others, err)
		}
		contenttest.Wants(t, "ended by a stranger", s.Dismiss(t.Context(), w.As(t, w.Ines), first.ID), fault.KindNotFound)
	})
}

// Who stands in for somebody reads what waits for them while they do, and no
// longer; never beyond their clearance.
func TestSubstituteReadsWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.Dispatches
		w.Run(t, clearance(w.Olga, access.Limited))
		reads := func(item id.ID) bool { return slices.Contains(readers(t, w, item), "olga") }
		d, _ := sent(t, w)
		secret, _ := sent(t, w, func(x *writing) { x.Qualified.Protection = access.Restricted })
		away(t, w, w.Hugo, w.Olga, 1, 3)
		must(t, "watch", s.Watch(t.Context()))
		if reads(d.Item) {
			t.Error("read before it begins")
		}
		w.Clock.Add(25 * time.Hour)
		must(t, "watch", s.Watch(t.Context()))
		later, _ := sent(t, w)
		if !reads(d.Item) || !reads(later.Item) {
			t.Error("what waits, or comes, is not read")
		}
		if reads(secret.Item) || w.Count(t, named(secret.Item, w.Olga)) != 0 {
			t.Error("named beyond their clearance")
		}
		_, err := s.Release(t.Context(), w.As(t, w.Olga), secret.Item, clock.Time{})
		contenttest.Wants(t, "signed beyond their clearance", err, fault.KindNotFound)
		w.Clock.Add(48 * time.Hour)
		must(t, "watch", s.Watch(t.Context()))
		if reads(d.Item) || reads(later.Item) {
			t.Error("read after it ended")
		}
	})
}

func TestSubstituteIsDismissed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s, hugo := w.Dispatches, w.As(t, w.Hugo)
		w.Run(t, clearance(w.Olga, access.Limited))
		d, _ := sent(t, w)
		one := away(t, w, w.Hugo, w.Olga, 0, 3)
		must(t, "dismiss", s.Dismiss(t.Context(), hugo, one.ID))
		if got := readers(t, w, d.Item); slices.Contains(got, "olga") {
			t.Errorf("still read by %v", got)
		}
		_, err := s.Release(t.Context(), w.As(t, w.Olga), d.Item, clock.Time{})
		contenttest.Wants(t, "signed by who was dismissed", err, fault.KindNotFound)
		must(t, "undo", s.Reappoint(t.Context(), hugo, one.ID))
		_, err = s.Release(t.Context(), w.As(t, w.Olga), d.Item, clock.Time{})
		must(t, "signed", err)
	})
}

func TestSubstituteIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		day := func(n int) clock.Time { return clock.At(w.Clock.Now().AddDate(0, 0, n)) }
		away(t, w, w.Hugo, w.Olga, 2, 5)
		for what, c := range map[string]struct {
			by           id.ID
			since, until clock.Time
			field        string
		}{
			"nobody":                 {0, day(0), day(3), "person"},
			"oneself":                {w.Hugo, day(0), day(3), "person"},
			"a guest":                {w.Garance, day(0), day(3), "person"},
			"twice at once":          {w.Olga, day(0), day(3), "person"},
			"without an end":         {w.Rita, day(0), clock.Time{}, "until"},
			"until yesterday":        {w.Rita, day(-3), day(-1), "until"},
			"from after its end":     {w.Rita, day(5), day(3), "until"},
			"for more than one year": {w.Rita, day(0), day(400), "until"},
		} {
			_, err := w.Dispatches.Appoint(t.Context(), w.As(t, w.Hugo), c.by, c.since, c.until)
			if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Name != c.field {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}
