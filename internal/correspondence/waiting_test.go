package correspondence_test

import (
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/id"
)

// waits lists all that waits for somebody, two at a time.
func waits(t *testing.T, w *world, person id.ID) (out []correspondence.Waits) {
	t.Helper()
	var after *correspondence.WaitsCursor
	for {
		list, next, err := w.Dispatches.Waiting(t.Context(), w.As(t, person), after, 2)
		must(t, "waiting", err)
		out = append(out, list...)
		if after = next; next == nil {
			return out
		}
	}
}

func TestWaiting(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		due := func(days int) func(*writing) {
			return func(x *writing) { x.Due = clock.At(w.Clock.Now().AddDate(0, 0, days)) }
		}
		later, _ := sent(t, w)
		w.Clock.Add(time.Minute)
		soon, _ := sent(t, w, due(2))
		asked, visas := sent(t, w, asking(w, false), due(9))
		if got := waits(t, w, w.Hugo); len(got) != 2 || got[0].Item != soon.Item || got[1].Item != later.Item || got[1].Late || !got[1].By.IsZero() {
			t.Errorf("for its signatory: %+v", got)
		}
		if got := waits(t, w, w.Rita); len(got) != 0 {
			t.Errorf("for its drafter: %+v", got)
		}
		away(t, w, w.Hugo, w.Lucie, 0, 9)
		got := waits(t, w, w.Lucie)
		if len(got) != 3 || got[0].For+got[2].For != 2*w.Hugo || got[1].Visa != visas[0] && got[0].Visa != visas[0] {
			t.Errorf("for who gives a visa and signs for another: %+v", got)
		}
		w.Clock.Add(72 * time.Hour)
		if got := waits(t, w, w.Hugo); !got[0].Late || got[1].Late {
			t.Errorf("late: %+v", got)
		}
		must(t, "refuse", w.Dispatches.Refuse(t.Context(), w.As(t, w.Luis), asked.Item, visas[1], "Non."))
		if got := waits(t, w, w.Rita); len(got) != 1 || got[0].Item != asked.Item || got[0].Step != correspondence.Drafted {
			t.Errorf("what came back: %+v", got)
		}
		w.Run(t, clearance(w.Lucie, access.Public))
		if got := waits(t, w, w.Lucie); len(got) != 0 {
			t.Errorf("beyond their clearance: %+v", got)
		}
	})
}
