package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"parvis/internal/document/documenttest"
)

// window is how many updates of one editor may be on their way.
const window = 32

// editor is one browser that types.
type editor struct {
	line   *line
	typist documenttest.Typist
	room   *room
	place  int

	begun  time.Time
	sentAt [1 << 12]atomic.Int64 // when an update was sent, by its clock
	tokens chan struct{}         // what it may send yet

	sent    atomic.Int64 // updates
	saved   atomic.Int64 // those that were said to be in the log
	shown   atomic.Int64 // those that the next editor of the room was told
	heard   atomic.Int64 // updates of others
	apart   int          // how many servers share the document
	watched *atomic.Bool // whether times are kept
	times   []time.Duration
}

// room is one document with its editors.
type room struct{ editors []*editor }

// load is all editors of a measure.
type load struct {
	rooms   []*room
	all     []*editor
	watched atomic.Bool
	reading sync.WaitGroup
	failed  atomic.Pointer[error]
	over    atomic.Bool
}

// fill opens documents with some editors each, who put their paragraphs. The
// editors of a document are spread over the servers, which share it.
func fill(documents []string, each int, servers ...server) (*load, error) {
	l := &load{}
	for _, document := range documents {
		r := &room{}
		for place := range each {
			s := servers[place%len(servers)]
			to, err := open(s, document)
			if err != nil {
				l.close()
				return nil, err
			}
			e := &editor{line: to, room: r, place: place, typist: documenttest.Typist{Client: uint64(place + 1)}, begun: time.Now(), tokens: make(chan struct{}, 2*window), apart: len(servers), watched: &l.watched}
			r.editors = append(r.editors, e)
			l.all = append(l.all, e)
			l.reading.Go(func() {
				if err := e.read(); err != nil && !l.over.Load() {
					l.failed.Store(&err)
				}
			})
		}
		l.rooms = append(l.rooms, r)
	}
	for _, e := range l.all {
		e.sent.Add(1)
		if err := e.line.send(e.typist.Begin()); err != nil {
			l.close()
			return nil, err
		}
	}
	if err := l.settle(30 * time.Second); err != nil {
		l.close()
		return nil, err
	}
	for _, e := range l.all {
		for range window {
			e.tokens <- struct{}{}
		}
	}
	return l, nil
}

// read hears what the server says.
func (e *editor) read() error {
	for {
		m, err := e.line.next()
		if err != nil {
			return err
		}
		if m[0] == msgSaved {
			n, _ := binary.Uvarint(m[1:])
			e.saved.Store(int64(n))
			continue
		}
		if step, body := syncOf(m); step == syncUpdate {
			now := time.Now()
			spans(body, func(client, clock, many uint64) { e.hear(now, client, clock, many) })
		}
	}
}

// hear counts letters of another, each of which was an update when it was sent.
func (e *editor) hear(now time.Time, client, clock, many uint64) {
	if client == 0 || client > uint64(len(e.room.editors)) || int(client) == e.place+1 {
		return // its own, told again
	}
	from := e.room.editors[client-1]
	next := (from.place+1)%len(e.room.editors) == e.place
	for ; many > 0; clock, many = clock+1, many-1 {
		if clock == 0 {
			continue // the paragraph took two clocks and was one update
		}
		e.heard.Add(1)
		if next {
			from.shown.Add(1)
		}
		if clock == 1 {
			continue
		}
		// Of several servers, what counts is what crosses from one to another.
		if e.watched.Load() && (e.apart == 1 || (from.place-e.place)%e.apart != 0) {
			e.times = append(e.times, now.Sub(from.begun)-time.Duration(from.sentAt[clock%uint64(len(from.sentAt))].Load()))
		}
		if next {
			select {
			case from.tokens <- struct{}{}:
			default:
			}
		}
	}
}

// type_ sends some letters, each in an update.
func (e *editor) type_(letters int) error {
	updates := make([][]byte, letters)
	for i := range updates {
		updates[i] = e.typist.Type("x")
		clock := e.sent.Add(1) // the paragraph took two clocks and was one update
		e.sentAt[uint64(clock)%uint64(len(e.sentAt))].Store(int64(time.Since(e.begun)))
	}
	return e.line.send(updates...)
}

// rush has every editor type as fast as its window lets it, until the end of
// ctx.
func (l *load) rush(ctx context.Context) {
	var all sync.WaitGroup
	for _, e := range l.all {
		all.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case <-e.tokens:
				}
				letters := 1
				for more := true; more && letters < window; {
					select {
					case <-e.tokens:
						letters++
					default:
						more = false
					}
				}
				if err := e.type_(letters); err != nil {
					l.failed.Store(&err)
					return
				}
			}
		})
	}
	all.Wait()
}

// pace has the editors type in turn, so many letters a second in all.
func (l *load) pace(ctx context.Context, perSecond float64) {
	began, sent := time.Now(), 0
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for due := int(time.Since(began).Seconds() * perSecond); sent < due; sent++ {
			// One of each room after the other.
			e := l.all[sent*len(l.rooms[0].editors)%len(l.all)+sent/len(l.rooms)%len(l.rooms[0].editors)]
			if err := e.type_(1); err != nil {
				l.failed.Store(&err)
				return
			}
		}
	}
}

// heard is how many updates were delivered to others than who wrote them.
func (l *load) heard() (n int64) {
	for _, e := range l.all {
		n += e.heard.Load()
	}
	return n
}

// settle waits until all that was sent has reached all others.
func (l *load) settle(within time.Duration) error {
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		want := int64(0)
		for _, e := range l.all {
			want += e.sent.Load() * int64(len(e.room.editors)-1)
		}
		switch why := l.failed.Load(); {
		case l.heard() == want:
			return nil
		case why != nil:
			return *why
		case time.Since(began) > within:
			return fmt.Errorf("%d of %d updates were delivered within %s", l.heard(), want, within)
		}
	}
}

// unsaved counts what was sent and never said to be in the log, where the server
// says so.
func (l *load) unsaved() (n int64) {
	for _, e := range l.all {
		n += e.sent.Load() - e.saved.Load()
	}
	return n
}

// percentiles are those of all times that were kept. Nobody reads any more.
func (l *load) percentiles(at ...float64) []time.Duration {
	var all []time.Duration
	for _, e := range l.all {
		all = append(all, e.times...)
	}
	slices.Sort(all)
	out := make([]time.Duration, len(at))
	for i, p := range at {
		if len(all) > 0 {
			out[i] = all[min(len(all)-1, int(p*float64(len(all))))]
		}
	}
	return out
}

// close leaves every document.
func (l *load) close() error {
	l.over.Store(true)
	for _, e := range l.all {
		e.line.conn.Close()
	}
	l.reading.Wait()
	if why := l.failed.Load(); why != nil {
		return errors.Join(errors.New("a line broke"), *why)
	}
	return nil
}
