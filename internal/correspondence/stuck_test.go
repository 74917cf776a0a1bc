package correspondence_test

import (
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// cleared is the fact that what somebody may read changed.
const cleared activity.Verb = "test.cleared"

// clear says how far somebody reads, as administrators do.
func (b bell) clear(t *testing.T, person id.ID, to access.Protection) {
	t.Helper()
	b.Run(t, clearance(person, to))
	must(t, "clear", b.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := b.Log.Append(t.Context(), tx, b.As(t, b.Rita), activity.Event{Verb: cleared, Person: person})
		return err
	}))
}

func stuckBell(w *world) bell {
	b := newBell(w)
	w.Dispatches.TellStuck(b.notices, cleared)
	return b
}

// TestAStuckVisa: who drafts and who signs are told at once that a visa waits for
// somebody who may not read any more, see it, and ask somebody else; what others
// answered stands.
func TestAStuckVisa(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, s := stuckBell(w), w.Dispatches
		rita, hugo := w.As(t, w.Rita), w.As(t, w.Hugo)
		d, visas := sent(t, w, asking(w, false))
		must(t, "give", s.Give(t.Context(), w.As(t, w.Luis), d.Item, visas[1], 0, ""))
		contenttest.Wants(t, "of somebody who reads", s.Another(t.Context(), rita, d.Item, visas[0], w.Olga), fault.Conflict)
		b.wants(t, "before", w.Rita, notification.Do)

		b.clear(t, w.Lucie, access.Public)
		b.wants(t, "drafter", w.Rita, notification.Do, "dispatch_stuck") // who changed it, too
		b.wants(t, "signatory", w.Hugo, notification.Do, "dispatch_stuck")
		b.wants(t, "who is asked", w.Lucie, notification.Do)
		for _, who := range []id.ID{w.Rita, w.Hugo} {
			if seen, err := s.VisasOf(t.Context(), w.As(t, who), d.Item); err != nil || !seen[0].Stuck || !seen[0].MayMove || !seen[0].MayOverride || seen[1].Stuck || seen[1].MayMove {
				t.Errorf("%+v, %v", seen, err)
			}
		}
		if seen, err := s.VisasOf(t.Context(), w.As(t, w.Luis), d.Item); err != nil || !seen[0].Stuck || seen[0].MayMove || seen[0].MayOverride {
			t.Errorf("to another: %+v, %v", seen, err)
		}

		b.clear(t, w.Lucie, access.Restricted)
		b.wants(t, "given back", w.Rita, notification.Do)
		b.clear(t, w.Lucie, access.Public)
		b.wants(t, "taken again", w.Rita, notification.Do, "dispatch_stuck")

		for what, c := range map[string]struct {
			by, to id.ID
			want   fault.Kind
		}{
			"by another":        {w.Luis, w.Olga, fault.KindForbidden},
			"nobody":            {w.Rita, 0, fault.Invalid},
			"not cleared":       {w.Rita, w.Ines, fault.Invalid},
			"a guest":           {w.Rita, w.Garance, fault.Invalid},
			"who signs":         {w.Rita, w.Hugo, fault.Invalid},
			"who drafts":        {w.Hugo, w.Rita, fault.Invalid},
			"who gave theirs":   {w.Rita, w.Luis, fault.Invalid},
			"who is asked, yet": {w.Rita, w.Lucie, fault.Invalid},
		} {
			contenttest.Wants(t, what, s.Another(t.Context(), w.As(t, c.by), d.Item, visas[0], c.to), c.want)
		}
		w.Run(t, clearance(w.Olga, access.Limited))
		must(t, "ask another", s.Another(t.Context(), rita, d.Item, visas[0], w.Olga))
		b.wants(t, "once another is asked", w.Rita, notification.Do)
		b.wants(t, "signatory, once another is asked", w.Hugo, notification.Do)
		b.wants(t, "the other", w.Olga, notification.Do, "dispatch_visa")
		got := whole(t, w, d.Item)
		if len(got.Visas) != 2 || got.Visas[0].Person != w.Olga || got.Visas[0].Stuck || got.Visas[1].State != correspondence.Given || got.Visas[1].Stale {
			t.Errorf("%+v", got.Visas)
		}
		if n, err := store.One[int](t.Context(), w.DB, named(d.Item, w.Lucie)); err != nil || n != 0 {
			t.Errorf("who was asked is still named: %d, %v", n, err)
		}
		contenttest.Wants(t, "once it moved", s.Another(t.Context(), hugo, d.Item, visas[0], w.Luis), fault.Conflict)
		must(t, "give", s.Give(t.Context(), w.As(t, w.Olga), d.Item, visas[0], 0, ""))
		if got = whole(t, w, d.Item); got.Step != correspondence.ToSign {
			t.Errorf("then %d", got.Step)
		}
	})
}

// TestStuckInTurn: a visa whose turn comes to somebody who may not read any more
// is told then, and its drafter goes on without it before it is late.
func TestStuckInTurn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, s := stuckBell(w), w.Dispatches
		d, visas := sent(t, w, asking(w, true))
		b.clear(t, w.Luis, access.Public)
		b.wants(t, "before their turn", w.Rita, notification.Do)
		must(t, "give", s.Give(t.Context(), w.As(t, w.Lucie), d.Item, visas[0], 0, ""))
		b.wants(t, "at their turn", w.Rita, notification.Do, "dispatch_stuck")
		must(t, "go on", s.Override(t.Context(), w.As(t, w.Rita), d.Item, visas[1], "Il ne la lit plus."))
		b.wants(t, "without", w.Rita, notification.Do)
		b.wants(t, "signatory", w.Hugo, notification.Do, "dispatch_sign")
	})
}

// TestASubstituteUnsticks: a visa that somebody who reads may give in the name of
// who is asked is not stuck, until they may not either.
func TestASubstituteUnsticks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := stuckBell(w)
		d, _ := sent(t, w, asking(w, true))
		b.clear(t, w.Lucie, access.Public)
		b.wants(t, "alone", w.Rita, notification.Do, "dispatch_stuck")
		w.Run(t, clearance(w.Olga, access.Limited))
		away(t, w, w.Lucie, w.Olga, 0, 3)
		b.wants(t, "replaced", w.Rita, notification.Do)
		if got := whole(t, w, d.Item); got.Visas[0].Stuck {
			t.Error("stuck while somebody may give it")
		}
		b.clear(t, w.Olga, access.Public)
		b.wants(t, "replaced by nobody who reads", w.Rita, notification.Do, "dispatch_stuck")
		if got := whole(t, w, d.Item); !slices.Equal([]bool{got.Visas[0].Stuck, got.Visas[1].Stuck}, []bool{true, false}) {
			t.Errorf("%+v", got.Visas)
		}
	})
}
