package measure_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence/correspondencetest"
	"parvis/internal/correspondence/measure"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestNobodyWaits: before anything was worked out the page says so, from midnight
// on it shows the day before with its date, and the job then brings every server
// what one of them worked out.
func TestNobodyWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		m := newMonth(t, db)
		other := &measure.Service{Parts: m.measures.Parts} // another server
		chief := m.As(t, m.Luis)
		look := func(s *measure.Service) measure.Overview {
			t.Helper()
			all, err := s.Overview(t.Context(), chief, measure.Week)
			if err != nil || len(all.Desks) != 1 {
				t.Fatal(all, err)
			}
			return all
		}
		if all := look(m.measures); all.Known() || !all.Behind || all.Desks[0].Now != (measure.Figures{}) {
			t.Errorf("before the first time: %+v", all)
		}
		m.reckon(t)
		today := clock.Midnight(m.Clock.Now(), 0)
		for _, s := range []*measure.Service{m.measures, other} {
			if all := look(s); all.Behind || all.Until != today || all.Desks[0].Now.Handle != 9 {
				t.Errorf("once worked out: %+v", all)
			}
		}
		// What changes afterwards is for the night that follows.
		m.Run(t, store.Q(`UPDATE deliveries SET protection = 2 WHERE item_id = %s`, m.items[0]))
		m.reckon(t)
		if all := look(other); all.Desks[0].Now.Handle != 9 {
			t.Errorf("the same day: %+v", all)
		}
		m.Clock.Add(24 * time.Hour)
		if all := look(m.measures); !all.Behind || all.Until != today || all.From != clock.Midnight(today, -7) || all.Desks[0].Now.Handle != 9 {
			t.Errorf("after midnight: %+v", all)
		}
		if err := other.Reckon(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, s := range []*measure.Service{m.measures, other} {
			if all := look(s); all.Behind || all.Until != clock.Midnight(m.Clock.Now(), 0) || all.Desks[0].Now.Handle != 9 { // one more came, one is restricted
				t.Errorf("the day after: %+v", all)
			}
		}
	})
}

// TestNothing: a site without desks has nothing to work out, and says so.
func TestNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := correspondencetest.New(t, db)
		s := measure.NewService(measure.Parts{DB: db, Clock: w.Clock, Queue: w.Queue})
		w.Run(t, store.Q(`DELETE FROM dispatch_desks`))
		if err := s.Reckon(t.Context()); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Overview(t.Context(), w.As(t, w.Luis), measure.Month); err != nil || all.Behind || len(all.Desks) != 0 {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// came is a delivery as a person would count it.
type came struct {
	unit, from                               id.ID
	acts, restricted                         bool
	arrived, due, acknowledged, closed, kept clock.Time
}

// TestCounted: what is worked out is what a direct count finds, whatever came,
// was done and was changed, night after night.
func TestCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		m := newMonth(t, db)
		dice := rand.New(rand.NewPCG(7, 11))
		units := []id.ID{m.Lima, m.Rome, m.Europe, m.Ministry}
		for i, u := range units {
			for n := range measure.FewPeople {
				m.Agent(t, "agent."+string(rune('a'+i))+string(rune('a'+n)), u, false, access.Public)
			}
		}
		root := m.Agent(t, "root.adm", m.Records, false, access.Public)
		m.Run(t, store.Q(`UPDATE persons SET admin = TRUE WHERE id = %s`, root))
		for range 40 {
			m.items = append(m.items, m.Released(t).Item)
		}
		for range 3 {
			list, left := m.shuffle(t, dice, units)
			m.reckon(t)
			for _, p := range []measure.Period{measure.Week, measure.Month, measure.Quarter} {
				all, err := m.measures.Overview(t.Context(), m.As(t, root), p)
				if err != nil || len(all.Desks) != len(units) || all.Behind {
					t.Fatal(all, err)
				}
				length := map[measure.Period]int{measure.Week: 7, measure.Month: 28, measure.Quarter: 91}[p]
				before := clock.Midnight(all.Until, -2*length)
				for _, d := range all.Desks {
					out := left
					if d.ID != m.Rome {
						out = nil
					}
					if want := directly(d.ID, list, out, all.From, all.Until); d.Now != want {
						t.Errorf("%s of %s: %+v, want %+v", p, d.Name, d.Now, want)
					}
					if want := directly(d.ID, list, out, before, all.From); d.Before != want {
						t.Errorf("before a %s of %s: %+v, want %+v", p, d.Name, d.Before, want)
					}
				}
			}
			m.Clock.Add(24 * time.Hour)
		}
	})
}

// shuffle has anything happen to all dispatches within thirty weeks: it returns
// the deliveries, and when Rome released what is not restricted.
func (m *month) shuffle(t *testing.T, dice *rand.Rand, units []id.ID) (list []came, out []clock.Time) {
	t.Helper()
	ago := func(most time.Duration) clock.Time {
		return clock.At(m.Clock.Now().Add(-time.Duration(dice.Int64N(int64(most)))))
	}
	maybe := func(after clock.Time) clock.Time {
		if dice.IntN(3) == 0 {
			return clock.Time{}
		}
		return clock.At(after.Add(time.Duration(dice.Int64N(int64(time.Duration(1+dice.IntN(20)) * 24 * time.Hour)))))
	}
	m.Run(t, store.Q(`DELETE FROM deliveries`))
	for i, item := range m.items {
		// Half of it within the last week, so that every period has enough.
		within := 30 * 7 * 24 * time.Hour
		if i%2 == 0 {
			within = 7 * 24 * time.Hour
		}
		left := ago(within)
		m.Run(t, store.Q(`UPDATE dispatches SET holder_since = %s WHERE item_id = %s`, left, item))
		if i != 9 { // the restricted one
			out = append(out, left)
		}
		for _, u := range units {
			c := came{unit: u, acts: dice.IntN(4) > 0, restricted: dice.IntN(8) == 0, arrived: ago(within)}
			c.due, c.acknowledged, c.closed = maybe(c.arrived), maybe(c.arrived), maybe(c.arrived)
			var raiser id.ID
			if dice.IntN(3) == 0 {
				c.from, raiser = units[dice.IntN(len(units))], m.Luis
			}
			if dice.IntN(5) == 0 {
				c.kept = maybe(c.arrived)
			}
			protection := access.Limited
			if c.restricted {
				protection = access.Restricted
			}
			m.Run(t, store.Q(`INSERT INTO deliveries (item_id, unit_id, acts, state, rank, arrived, due, acknowledged, closed, kept, from_id, raiser_id, protection)
				VALUES (%s, %s, %s, 1, -1, %s, %s, %s, %s, %s, %s, %s, %s)`, item, u, c.acts, c.arrived, c.due, c.acknowledged, c.closed, c.kept, c.from.Nullable(), raiser.Nullable(), protection))
			list = append(list, c)
		}
	}
	return list, out
}

// directly counts one by one; out is when the unit released something.
func directly(unit id.ID, list []came, out []clock.Time, from, until clock.Time) (f measure.Figures) {
	in := func(at clock.Time) bool { return !at.Before(from.Time) && at.Before(until.Time) }
	var acknowledged, cleared []time.Duration
	took := func(to *[]time.Duration, c came, at clock.Time) {
		if !at.IsZero() && at.Before(until.Time) && at.After(c.arrived.Time) {
			*to = append(*to, at.Sub(c.arrived.Time))
		}
	}
	for _, c := range list {
		switch {
		case c.restricted:
			continue
		case c.from == unit && in(c.arrived):
			f.Raised++
		}
		if c.unit != unit {
			continue
		}
		if !c.kept.IsZero() && in(c.kept) {
			f.Kept++
		}
		switch {
		case !in(c.arrived):
			continue
		case !c.acts:
			f.Read++
			continue
		}
		f.Handle++
		took(&acknowledged, c, c.acknowledged)
		took(&cleared, c, c.closed)
		if !c.due.IsZero() && c.due.Before(until.Time) {
			f.Dated++
			if c.closed.IsZero() || c.closed.After(c.due.Time) {
				f.Late++
			}
		}
	}
	for _, at := range out {
		if in(at) {
			f.Out++
		}
	}
	f.Acknowledged, f.Cleared = spread(acknowledged), spread(cleared)
	if f.Dated < measure.FewDispatches {
		f.Dated, f.Late = 0, 0
	}
	return f
}

// spread is what half took at most, and what nine in ten did.
func spread(list []time.Duration) measure.Spread {
	n := len(list)
	if n < measure.FewDispatches {
		return measure.Spread{}
	}
	slices.Sort(list)
	return measure.Spread{N: n, Median: list[(n+1)/2-1], P90: list[(9*n+9)/10-1]}
}
