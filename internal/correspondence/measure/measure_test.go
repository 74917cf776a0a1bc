package measure_test

import (
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/correspondencetest"
	"parvis/internal/correspondence/measure"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// month is a month of work in Lima, which raises to the ministry: ten dispatches
// to handle came two days ago, one of them restricted, and one more today.
type month struct {
	*correspondencetest.World
	measures *measure.Service
	items    []id.ID
}

func newMonth(t *testing.T, db *store.DB) *month {
	m := &month{World: correspondencetest.New(t, db)}
	m.Clock.Add(atFive(m.Clock.Now()))
	m.measures = measure.NewService(measure.Parts{DB: db, Clock: m.Clock, Queue: m.Queue})
	m.Agent(t, "ana.rios", m.Lima, false, access.Limited)
	for i := range 10 {
		d := m.Released(t, func(w *correspondence.Writing) {
			if i == 9 {
				w.Qualified.Protection = access.Restricted
			}
		})
		m.items = append(m.items, d.Item)
		arrived, n := m.Clock.Now(), time.Duration(i+1)
		m.Run(t, store.Q(`UPDATE deliveries SET acknowledged = %s, closed = %s, due = %s, state = 3 WHERE item_id = %s`,
			clock.At(arrived.Add(n*10*time.Minute)), clock.At(arrived.Add(n*time.Hour)), clock.At(arrived.Add(6*time.Hour+time.Minute)), d.Item))
	}
	m.Clock.Add(48 * time.Hour)
	m.items = append(m.items, m.Released(t).Item)
	return m
}

// reckon does what the job does.
func (m *month) reckon(t *testing.T) {
	t.Helper()
	if err := m.measures.Reckon(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// atFive is how long it is until five in the afternoon in Paris, tomorrow: what
// comes then and takes seven hours ends another day.
func atFive(now clock.Time) time.Duration {
	y, month, d := now.In(clock.Paris).Date()
	return time.Date(y, month, d+1, 17, 0, 0, 0, clock.Paris).Sub(now.Time)
}

func TestUnit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		m := newMonth(t, db)
		one, err := m.measures.Unit(t.Context(), m.As(t, m.Lucie), m.Lima, measure.Week)
		if err != nil {
			t.Fatal(err)
		}
		want := measure.Figures{
			Handle:       9, // neither the restricted one nor that of today
			Acknowledged: measure.Spread{N: 9, Median: 50 * time.Minute, P90: 90 * time.Minute},
			Cleared:      measure.Spread{N: 9, Median: 5 * time.Hour, P90: 9 * time.Hour},
			Dated:        9, Late: 3,
		}
		if one.Now != want || one.Before != (measure.Figures{}) {
			t.Errorf("now %+v, before %+v", one.Now, one.Before)
		}
		in := 0
		for _, f := range one.Flows {
			in += f.In
		}
		if len(one.Flows) != 7 || in != 9 {
			t.Errorf("flows %+v", one.Flows)
		}
		if one, err = m.measures.Unit(t.Context(), m.As(t, m.Rita), m.Rome, measure.Month); err != nil || one.Now.Out != 9 {
			t.Errorf("Rome released %d, %v", one.Now.Out, err)
		}
		// A week later it is the period before, as it was when that one ended.
		want.Cleared = measure.Spread{N: 6, Median: 3 * time.Hour, P90: 6 * time.Hour}
		m.Clock.Add(6 * 24 * time.Hour)
		if one, err = m.measures.Unit(t.Context(), m.As(t, m.Lucie), m.Lima, measure.Week); err != nil || one.Before != want || one.Now.Handle != 1 {
			t.Errorf("a week later %+v, %v", one.Desk, err)
		}
	})
}

// TestWho: the people of the unit, those above it and administrators; for others
// the desk does not exist.
func TestWho(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		m := newMonth(t, db)
		boss := m.Agent(t, "max.roux", m.Ministry, true, access.Public)
		root := m.Agent(t, "root.adm", m.Records, false, access.Public)
		m.Run(t, store.Q(`UPDATE persons SET admin = TRUE WHERE id = %s`, root))
		for person, sees := range map[id.ID]bool{m.Luis: true, boss: true, root: true, m.Rita: false, m.Ines: false, m.Olga: false, m.Garance: false} {
			_, err := m.measures.Unit(t.Context(), m.As(t, person), m.Lima, measure.Week)
			if (err == nil) != sees {
				t.Errorf("%s: %v", person, err)
			}
			if !sees && person != m.Garance && fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("%s is told %v", person, err)
			}
		}
		m.reckon(t)
		for person, many := range map[id.ID]int{m.Luis: 1, boss: 4, root: 4, m.Ines: 2, m.Olga: 0} {
			all, err := m.measures.Overview(t.Context(), m.As(t, person), measure.Month)
			if err != nil || len(all.Desks) != many {
				t.Errorf("%s sees %d desks, %v", person, len(all.Desks), err)
			}
		}
		if _, err := m.measures.Overview(t.Context(), m.As(t, m.Garance), measure.Month); err == nil {
			t.Error("a guest sees measures")
		}
	})
}

// TestFew: what would tell of one person, or of few dispatches, is not shown.
func TestFew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		m := newMonth(t, db)
		m.Run(t, store.Q(`DELETE FROM functions WHERE unit_id = %s AND person_id NOT IN (%s, %s)`, m.Lima, m.Lucie, m.Luis))
		one, err := m.measures.Unit(t.Context(), m.As(t, m.Lucie), m.Lima, measure.Week)
		if err != nil || one.Timed() || one.Now != (measure.Figures{Handle: 9}) {
			t.Errorf("two people: %+v, %v", one.Now, err)
		}
		m.Agent(t, "ana.vera", m.Lima, false, access.Public)
		m.Run(t, store.Q(`UPDATE deliveries SET acknowledged = NULL, due = NULL, closed = NULL WHERE item_id IN %s`, store.Values(m.items[4:])))
		one, err = m.measures.Unit(t.Context(), m.As(t, m.Lucie), m.Lima, measure.Week)
		if err != nil || !one.Timed() || one.Now != (measure.Figures{Handle: 9}) {
			t.Errorf("four dispatches: %+v, %v", one.Now, err)
		}
	})
}

// TestRaised counts what went up from each level.
func TestRaised(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		m := newMonth(t, db)
		arrived := clock.At(m.Clock.Now().Add(-48 * time.Hour))
		for _, item := range m.items[:3] {
			m.Run(t, store.Q(`INSERT INTO deliveries (item_id, unit_id, acts, state, rank, arrived, from_id, raiser_id, kept)
				VALUES (%s, %s, TRUE, 1, -1, %s, %s, %s, %s)`, item, m.Ministry, arrived, m.Lima, m.Luis, arrived))
		}
		root := m.Agent(t, "root.adm", m.Records, false, access.Public)
		m.Run(t, store.Q(`UPDATE persons SET admin = TRUE WHERE id = %s`, root))
		m.Run(t, store.Q(`INSERT INTO dispatch_levels (place, name_fr, name_en, keeps) VALUES (2, 'Cabinet', 'Cabinet', 5)`))
		m.Run(t, store.Q(`UPDATE dispatch_desks SET level = 2 WHERE unit_id = %s`, m.Ministry))
		m.reckon(t)
		all, err := m.measures.Overview(t.Context(), m.As(t, root), measure.Week)
		if err != nil {
			t.Fatal(err)
		}
		if len(all.Levels) != 2 || all.Levels[0].Raised != 3 || all.Levels[0].Handle != 9 || all.Levels[1].Handle != 3 || all.Levels[1].Kept != 3 {
			t.Errorf("levels %+v", all.Levels)
		}
	})
}
