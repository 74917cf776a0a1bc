package correspondence_test

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/realtime"
)

// bell is what somebody is told.
type bell struct {
	*world
	notices *notification.Service
}

func newBell(w *world) bell {
	quiet := slog.New(slog.DiscardHandler)
	n := notification.New(w.DB, w.Clock, realtime.NewHub(w.DB, quiet), quiet)
	correspondence.Tell(n)
	w.Log.Follow("notices", n.Handle)
	return bell{w, n}
}

// told are the reasons of the lines that wait for somebody, in a stream.
func (b bell) told(t *testing.T, person id.ID, stream notification.Stream) []string {
	t.Helper()
	must(t, "catch up", b.Log.CatchUp(t.Context()))
	page, err := b.notices.List(t.Context(), b.As(t, person), notification.Wanted{Streams: []notification.Stream{stream}, Waiting: true, Limit: 20})
	must(t, "list", err)
	out := []string{}
	for _, n := range page.Notices {
		out = append(out, string(n.Reason))
	}
	slices.Sort(out)
	return out
}

func (b bell) wants(t *testing.T, what string, person id.ID, stream notification.Stream, want ...string) {
	t.Helper()
	if got := b.told(t, person, stream); !slices.Equal(got, want) {
		t.Errorf("%s: told %v, want %v", what, got, want)
	}
}

func TestNoticesOfTheCircuit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, s := newBell(w), w.Dispatches
		d, visas := sent(t, w, asking(w, true))
		b.wants(t, "first", w.Lucie, notification.Do, "dispatch_visa")
		b.wants(t, "second, too early", w.Luis, notification.Do)
		must(t, "refuse", s.Refuse(t.Context(), w.As(t, w.Lucie), d.Item, visas[0], "Non."))
		b.wants(t, "first, once refused", w.Lucie, notification.Do)
		b.wants(t, "drafter, once refused", w.Rita, notification.Do, "dispatch_back")
		must(t, "send again", s.Send(t.Context(), w.As(t, w.Rita), d.Item))
		b.wants(t, "drafter, once sent again", w.Rita, notification.Do)
		must(t, "give", s.Give(t.Context(), w.As(t, w.Lucie), d.Item, visas[0], 0, ""))
		b.wants(t, "drafter, once given", w.Rita, notification.ForMe, "dispatch_given")
		b.wants(t, "second", w.Luis, notification.Do, "dispatch_visa")
		_, err := s.Edit(t.Context(), w.As(t, w.Rita), w.Writing(func(x *writing) { x.Item, x.Source = d.Item, "Autre chose." }))
		must(t, "edit", err)
		b.wants(t, "second, once it is changed", w.Luis, notification.Do)
	})
}

func TestNoticesOfTheSignature(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, s := newBell(w), w.Dispatches
		w.Run(t, clearance(w.Olga, access.Public))
		d, _ := sent(t, w)
		away(t, w, w.Hugo, w.Olga, 0, 3)
		b.wants(t, "signatory", w.Hugo, notification.Do, "dispatch_sign")
		b.wants(t, "a substitute who is not cleared", w.Olga, notification.Do)
		away(t, w, w.Hugo, w.Luis, 0, 3)
		b.wants(t, "a substitute who is", w.Luis, notification.Do, "dispatch_sign")
		must(t, "send back", s.Return(t.Context(), w.As(t, w.Luis), d.Item, "Plus court."))
		b.wants(t, "signatory, once it is back", w.Hugo, notification.Do)
		b.wants(t, "drafter", w.Rita, notification.Do, "dispatch_back")
		must(t, "send again", s.Send(t.Context(), w.As(t, w.Rita), d.Item))
		_, err := s.Release(t.Context(), w.As(t, w.Hugo), d.Item, clock.Time{})
		must(t, "sign", err)
		b.wants(t, "substitute, once it is out", w.Luis, notification.Do)
		b.wants(t, "drafter, once it is out", w.Rita, notification.ForMe, "dispatch_signed")
	})
}

func TestLateVisasAreReminded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, s := newBell(w), w.Dispatches
		d, visas := sent(t, w, asking(w, true))
		w.Clock.Add(25 * time.Hour)
		must(t, "watch", s.Watch(t.Context()))
		b.wants(t, "the day before", w.Lucie, notification.Do, "dispatch_soon")
		b.wants(t, "drafter, the day before", w.Rita, notification.Do)
		w.Clock.Add(24 * time.Hour)
		must(t, "watch", s.Watch(t.Context()))
		must(t, "watch again", s.Watch(t.Context()))
		b.wants(t, "late", w.Lucie, notification.Do, "dispatch_overdue")
		b.wants(t, "drafter, late", w.Rita, notification.Do, "dispatch_late")
		b.wants(t, "signatory, late", w.Hugo, notification.Do, "dispatch_late")
		if n := len(w.Verbs(t, d.Item)); n != 4 { // pending, handed, reminded, late
			t.Errorf("%d events", n)
		}
		must(t, "override", s.Override(t.Context(), w.As(t, w.Rita), d.Item, visas[0], "Absente."))
		b.wants(t, "drafter, once overridden", w.Rita, notification.Do)
		b.wants(t, "who was late", w.Lucie, notification.Do)
	})
}

// What its drafter drops while a visa is waited for reminds nobody.
func TestDroppedIsNotReminded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, s := newBell(w), w.Dispatches
		dropped, _ := sent(t, w, asking(w, true))
		must(t, "drop", s.Drop(t.Context(), w.As(t, w.Rita), dropped.Item))
		before := len(w.Verbs(t, dropped.Item))
		w.Clock.Add(49 * time.Hour)
		must(t, "watch", s.Watch(t.Context()))
		b.wants(t, "who was to give a visa", w.Lucie, notification.Do)
		b.wants(t, "drafter", w.Rita, notification.Do)
		b.wants(t, "signatory", w.Hugo, notification.Do)
		if n := len(w.Verbs(t, dropped.Item)); n != before {
			t.Errorf("%d events once it was dropped", n-before)
		}
	})
}

// Those whom its drafter lets read a dispatch are told so, a guest above all, who
// finds dispatches nowhere else: when they are named, and when it is out.
func TestNamedReadersAreTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, s := newBell(w), w.Dispatches
		public := func(x *writing) { x.Qualified.Protection = access.Public }
		d := w.Draft(t, public, func(x *writing) { x.Readers = []id.ID{w.Garance} })
		b.wants(t, "a guest, once named", w.Garance, notification.ForMe, "dispatch_shared")
		b.wants(t, "another agent", w.Ines, notification.ForMe)
		must(t, "read", b.notices.SawAll(t.Context(), b.As(t, w.Garance), w.Clock.Now(), notification.ForMe))
		edit := func(readers ...id.ID) {
			_, err := s.Edit(t.Context(), w.As(t, w.Rita), w.Writing(public, func(x *writing) { x.Item, x.Readers = d.Item, readers }))
			must(t, "edit", err)
		}
		edit(w.Garance, w.Ines)
		b.wants(t, "who was named before", w.Garance, notification.ForMe)
		b.wants(t, "who is named now", w.Ines, notification.ForMe, "dispatch_shared")
		edit(w.Garance)
		b.wants(t, "who is named no more", w.Ines, notification.ForMe)
		must(t, "send", s.Send(t.Context(), w.As(t, w.Rita), d.Item))
		_, err := s.Release(t.Context(), w.As(t, w.Hugo), d.Item, clock.Time{})
		must(t, "sign", err)
		b.wants(t, "a guest, once it is out", w.Garance, notification.ForMe, "dispatch_shared")
		b.wants(t, "who was named no more", w.Ines, notification.ForMe)
	})
}
