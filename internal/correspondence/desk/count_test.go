package desk_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence/desk"
	"parvis/internal/id"
)

// TestCountsAreOfWhatIsRead does what people do at random and demands of every
// desk, for each of its people, that its counts say what its lists hold: the lists
// judge each dispatch, the counts the clearance alone.
func TestCountsAreOfWhatIsRead(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		dice := rand.New(rand.NewPCG(29, 31))
		people := map[id.ID][]id.ID{w.Andes: {w.Ana, w.Abel}, w.Trade: {w.Tom}, w.Americas: {w.Dora}, w.Cabinet: {w.Carl}, w.Minister: {w.Max}}
		units := []id.ID{w.Andes, w.Trade, w.Americas, w.Cabinet, w.Minister}
		var items []id.ID
		counted, hidden, done := 0, 0, map[string]int{}
		var last made
		for step := range 240 {
			w.Clock.Add(time.Duration(dice.IntN(180)) * time.Minute)
			if step%3 == 0 {
				items = append(items, w.send(t, anySent(w, dice, units)))
				continue
			}
			unit, item, name := units[dice.IntN(len(units))], items[dice.IntN(len(items))], everyday[dice.IntN(len(everyday))]
			if back := undone[last.name]; back != "" && dice.IntN(3) == 0 {
				unit, item, name = last.unit, last.item, back
			}
			if w.gesture(t, name, people[unit][0], unit, item, units[dice.IntN(len(units))]) == nil {
				last = made{name, unit, item}
				done[name]++
			}
			if step%8 > 0 {
				continue
			}
			for unit, of := range people {
				for _, person := range of {
					n, unseen := w.recount(t, dice, person, unit)
					counted, hidden = counted+n, hidden+unseen
				}
			}
		}
		if counted < 500 || hidden < 100 || len(done) < 8 {
			t.Fatalf("too little happened to prove anything: %d counted, %d hidden, %v", counted, hidden, done)
		}
	})
}

func anySent(w *world, dice *rand.Rand, units []id.ID) sent {
	s := sent{title: fmt.Sprint(dice.IntN(1000)), precedence: desk.Precedence(1 + dice.IntN(3)), protection: access.Protection(dice.IntN(3))}
	if dice.IntN(2) == 0 {
		s.due = clock.At(w.Clock.Now().Add(time.Duration(dice.IntN(96)) * time.Hour))
	}
	for _, u := range units {
		switch dice.IntN(4) {
		case 0:
			s.acts = append(s.acts, u)
		case 1:
			s.read = append(s.read, u)
		}
	}
	return s
}

// made is a gesture on a delivery.
type made struct {
	name       string
	unit, item id.ID
}

var (
	everyday = []string{"acknowledge", "pass", "raise", "close", "date", "keep"}
	undone   = map[string]string{"pass": "take back", "raise": "lower", "close": "reopen"}
)

// gesture does something with a delivery, which may be refused.
func (w *world) gesture(t *testing.T, name string, person, unit, item, other id.ID) error {
	t.Helper()
	ctx, actor := t.Context(), w.As(t, person)
	switch name {
	case "acknowledge":
		return w.desks.Acknowledge(ctx, actor, unit, item)
	case "pass":
		return w.desks.Pass(ctx, actor, unit, item, other, "À vous.")
	case "take back":
		return w.desks.TakeBack(ctx, actor, unit, item)
	case "raise":
		return w.desks.Raise(ctx, actor, unit, item, "À trancher.")
	case "lower":
		return w.desks.Lower(ctx, actor, unit, item)
	case "close":
		return w.desks.Close(ctx, actor, unit, item, "Fait.")
	case "reopen":
		return w.desks.Reopen(ctx, actor, unit, item)
	case "keep":
		return w.desks.Keep(ctx, actor, unit, item)
	}
	_, err := w.desks.SetDue(ctx, actor, unit, item, clock.At(w.Clock.Now().Add(20*time.Hour)))
	return err
}

// recount lists a whole desk, for somebody with another clearance each time, and
// compares. It returns how many were counted and how many they do not see.
func (w *world) recount(t *testing.T, dice *rand.Rand, person, unit id.ID) (n, unseen int) {
	t.Helper()
	list := func(v desk.View) (rows []desk.Row, c desk.Counts) {
		p, err := w.desks.List(t.Context(), w.As(t, person), unit, v, nil, 400)
		must(t, err)
		if p.Next != nil {
			t.Fatal("the desk has a second page")
		}
		return p.Rows, p.Counts
	}
	all := func() int {
		handle, _ := list(desk.ToHandle)
		read, _ := list(desk.ToRead)
		return len(handle) + len(read)
	}
	w.clear(t, person, access.Restricted)
	whole := all()
	w.clear(t, person, access.Protection(dice.IntN(3)))
	handle, c := list(desk.ToHandle)
	read, _ := list(desk.ToRead)
	var want desk.Counts
	want.Handle, want.HandleOldest = len(handle), oldest(handle)
	want.Read, want.ReadOldest = len(read), oldest(read)
	for _, r := range handle {
		if r.Late(w.Clock.Now()) {
			want.Late++
		}
	}
	if c != want {
		t.Fatalf("the desk holds %+v, its counts say %+v", want, c)
	}
	w.clear(t, person, access.Restricted)
	return c.Handle + c.Read, whole - c.Handle - c.Read
}

func oldest(rows []desk.Row) (first clock.Time) {
	for _, r := range rows {
		if first.IsZero() || r.Arrived.Before(first.Time) {
			first = r.Arrived
		}
	}
	return first
}
