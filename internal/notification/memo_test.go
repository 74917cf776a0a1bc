package notification

import (
	"testing"
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/realtime"
)

func TestMemo(t *testing.T) {
	now := clock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	const ada, ben = id.ID(7), id.ID(8)
	heard := func(p id.ID) []realtime.Signal { return []realtime.Signal{{Topic: Topic(p), Kind: noticed, ID: p}} }
	for name, c := range map[string]struct {
		then func(m *memo)
		want bool
		at   time.Duration
	}{
		"stands":                     {func(*memo) {}, true, time.Second},
		"goes with time":             {func(*memo) {}, false, stale},
		"goes with a signal":         {func(m *memo) { m.hear(heard(ada)) }, false, 0},
		"goes when rights move":      {func(m *memo) { m.hear([]realtime.Signal{{Topic: Topic(ada), Kind: Rights, ID: ada}}) }, false, 0},
		"ignores others' signals":    {func(m *memo) { m.hear(heard(ben)) }, true, 0},
		"goes when signals are lost": {func(m *memo) { m.hear(nil) }, false, 0},
	} {
		m := newMemo()
		m.keep(ada, m.turn(ada).Load(), Counts{ForMe: 3}, now)
		c.then(m)
		if got, ok := m.get(ada, clock.At(now.Add(c.at))); ok != c.want || ok && got.ForMe != 3 {
			t.Errorf("%s: %v, %v", name, got, ok)
		}
	}
}

// What was counted before a change is not kept after it.
func TestMemoChangedMeanwhile(t *testing.T) {
	m, now := newMemo(), clock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	turn := m.turn(7).Load()
	m.hear([]realtime.Signal{{Kind: noticed, ID: 7}})
	m.keep(7, turn, Counts{ForMe: 1}, now)
	if c, ok := m.get(7, now); ok {
		t.Errorf("an old count was kept: %v", c)
	}
}
