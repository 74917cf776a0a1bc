package document

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// entry is one update on its way to the log.
type entry struct {
	item, person id.ID
	at           clock.Time
	body         []byte

	number int64       // given by the log
	room   *room       // where it was integrated
	from   *socket     // whose it is, nil for a change made here
	taken  uint64      // how many updates its socket had sent by then
	done   func(error) // of a change made here: hears what became of it
	made   int         // the making of the room that integrated it
}

// Bounds of what waits for the log.
const (
	manyWaiting = 4096            // beyond, who sends waits
	manyAtOnce  = 2048            // entries of one transaction
	lastWrite   = 5 * time.Second // when the program stops
)

var (
	// errStopped is what an update meets after the journal stopped.
	errStopped = errors.New("the journal of documents has stopped")
	// errLost is what becomes of an update made on others that were not kept.
	errLost = errors.New("what this change stands on was not kept")
)

// journal writes the updates of all documents of this node, those that wait
// together in one transaction: while one is under way, the next fills.
type journal struct {
	db  *store.DB
	out *slog.Logger

	mu      sync.Mutex
	room    sync.Cond // there is room again
	waiting []entry
	stopped bool
	wake    chan struct{}
}

func newJournal(db *store.DB, out *slog.Logger) *journal {
	j := &journal{db: db, out: out, wake: make(chan struct{}, 1)}
	j.room.L = &j.mu
	return j
}

// add puts an update behind those that wait. It never waits itself.
func (j *journal) add(e entry) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.stopped {
		return errStopped
	}
	j.waiting = append(j.waiting, e)
	select {
	case j.wake <- struct{}{}:
	default:
	}
	return nil
}

// pause waits while too much waits for the log.
func (j *journal) pause() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(j.waiting) > manyWaiting && !j.stopped {
		j.room.Wait()
	}
}

func (j *journal) take() []entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	n := min(len(j.waiting), manyAtOnce)
	list := slices.Clone(j.waiting[:n])
	j.waiting = slices.Delete(j.waiting, 0, n)
	j.room.Broadcast()
	return list
}

// run writes until ctx ends, then what still waits.
func (j *journal) run(ctx context.Context) {
	for {
		select {
		case <-j.wake:
			for list := j.take(); len(list) > 0; list = j.take() {
				j.write(ctx, list)
			}
		case <-ctx.Done():
			j.mu.Lock()
			j.stopped = true
			j.mu.Unlock()
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWrite)
			defer cancel()
			for list := j.take(); len(list) > 0; list = j.take() {
				j.write(last, list)
			}
			return
		}
	}
}

// write appends a list and tells the rooms. When it cannot be written whole,
// each document is written by itself, so that one which is gone harms no other.
func (j *journal) write(ctx context.Context, list []entry) {
	list = sound(list)
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(a.item, b.item) })
	err := j.commit(ctx, list)
	if err == nil {
		tellRooms(list, nil)
		return
	}
	for part := range byItem(list) {
		if len(part) < len(list) {
			err = j.commit(ctx, part)
		}
		if err != nil {
			j.out.ErrorContext(ctx, "updates of a document were not kept", "document", part[0].item, "updates", len(part), "error", err)
		}
		tellRooms(part, err)
	}
}

// sound leaves out what was made on updates that the log did not take: who sent
// it sends all of it again.
func sound(list []entry) []entry {
	var out []entry
	for i, e := range list {
		if int64(e.made) <= e.room.lost.Load() {
			if out == nil {
				out = slices.Clone(list[:i])
			}
			e.room.dropped([]entry{e})
		} else if out != nil {
			out = append(out, e)
		}
	}
	if out == nil {
		return list
	}
	return out
}

// commit appends a list, sorted by document, in one transaction.
func (j *journal) commit(ctx context.Context, list []entry) error {
	return j.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { return logAll(ctx, tx, list) })
}

// logAll numbers the updates of a list, sorted by document, and appends them.
func logAll(ctx context.Context, tx *store.Tx, list []entry) error {
	if err := advance(ctx, tx, list); err != nil {
		return err
	}
	return appendAll(ctx, tx, list)
}

// byItem gives the runs of a sorted list that belong to one document.
func byItem(list []entry) func(yield func([]entry) bool) {
	return func(yield func([]entry) bool) {
		for len(list) > 0 {
			n := 1
			for n < len(list) && list[n].item == list[0].item {
				n++
			}
			if !yield(list[:n:n]) {
				return
			}
			list = list[n:]
		}
	}
}

// tellRooms says to each room what became of its updates. The entries of one
// document come from one room, but while a room is made anew.
func tellRooms(list []entry, err error) {
	for part := range byItem(list) {
		for len(part) > 0 {
			n := 1
			for n < len(part) && part[n].room == part[0].room {
				n++
			}
			part[0].room.written(part[:n], err)
			part = part[n:]
		}
	}
}
