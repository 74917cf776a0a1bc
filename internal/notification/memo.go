package notification

import (
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/realtime"
)

const (
	// rememberedPeople is how many people's counts are kept: those who use the
	// site at once, a few dozen bytes each.
	rememberedPeople = 20_000
	// stale is for how long counts may ignore what no signal says: rights that
	// most changes of them move.
	stale = 10 * time.Second
)

// memo remembers the numbers of the bell, which every page shows, until a
// signal says that something changed for the person, on this node or another.
type memo struct {
	counts *lru.Cache[id.ID, remembered]
	// turns moves with each change for somebody: what was counted before it is
	// not kept after it. People share the places by chance, which only costs a
	// count.
	turns [1024]atomic.Uint64
}

type remembered struct {
	Counts
	at clock.Time
}

func newMemo() *memo {
	counts, _ := lru.New[id.ID, remembered](rememberedPeople) // fails below one only
	return &memo{counts: counts}
}

func (m *memo) turn(person id.ID) *atomic.Uint64 {
	return &m.turns[uint64(person)%uint64(len(m.turns))]
}

// get gives the counts of a person if they still stand.
func (m *memo) get(person id.ID, now clock.Time) (Counts, bool) {
	r, ok := m.counts.Get(person)
	return r.Counts, ok && now.Sub(r.at.Time) < stale
}

// keep remembers counts, unless something changed since turn was read.
func (m *memo) keep(person id.ID, turn uint64, c Counts, now clock.Time) {
	m.counts.Add(person, remembered{c, now})
	if m.turn(person).Load() != turn {
		m.counts.Remove(person)
	}
}

// hear forgets those whom a signal names, or everybody when signals were
// missed.
func (m *memo) hear(signals []realtime.Signal) {
	if signals == nil {
		for i := range m.turns {
			m.turns[i].Add(1)
		}
		m.counts.Purge()
	}
	for _, s := range signals {
		if s.Kind == noticed || s.Kind == Rights {
			m.turn(s.ID).Add(1)
			m.counts.Remove(s.ID)
		}
	}
}
