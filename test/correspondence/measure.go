package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"parvis/internal/store"
	"parvis/test/process"
)

// result is what was seen on one engine.
type result struct {
	engine   string
	made     time.Duration
	bytes    int64
	settings string
	memory   int64         // at most, in bytes
	reckoned time.Duration // what the job takes that measures all desks
	midnight time.Duration // the page of all desks, asked first after midnight, before the job is done

	pages   []figure
	fifty   figure // signatures for fifty units
	steady  flood  // at the pace of ten thousand in an hour
	allOut  flood  // as fast as they come
	settled time.Duration
}

// flood is many signatures, and the pages read meanwhile.
type flood struct{ released, pages figure }

// anHour is ten thousand in an hour, in a second.
const anHour = 3

func measure(ctx context.Context, o options, engine string) (r result, err error) {
	s, err := prepare(ctx, o, engine)
	if err != nil {
		return r, err
	}
	if !o.keep {
		defer func() {
			if gone := s.remove(context.WithoutCancel(ctx), engine); err == nil {
				err = gone
			}
		}()
	}
	r = result{engine: engine, made: s.made, bytes: s.bytes, settings: s.settings}
	if r.reckoned, err = reckon(ctx, s); err != nil {
		return r, err
	}
	srv, err := start(ctx, o, s)
	if err != nil {
		return r, err
	}
	defer srv.stop()
	pages := s.pages()
	var wrong string
	if r.midnight, _, wrong = get(ctx, client(), "http://"+srv.listen+allDesks, s.cabinet[0].cookie); wrong != "" {
		return r, errors.New(wrong)
	}
	if err := awaitReckoned(ctx, s); err != nil {
		return r, err
	}
	for _, p := range pages {
		read(ctx, srv, p, o.rate, time.Second) // what is asked first prepares its statements
	}
	for _, p := range pages {
		if !strings.Contains(p.name, o.only) {
			continue
		}
		done := srv.profile(o.profile, engine+"-"+strings.NewReplacer(" ", "-", ",", "").Replace(p.name), o.each)
		f := read(ctx, srv, p, o.rate, o.each)
		done()
		r.pages = append(r.pages, say(engine, f))
	}
	if o.only == "" {
		r.sign(ctx, o, s, srv)
		if r.settled, err = settle(ctx, s); err != nil {
			return r, err
		}
	}
	_, r.memory = process.Memory(srv.command.Process.Pid)
	return r, nil
}

func say(engine string, f figure) figure {
	fmt.Printf("%-9s %-24s %5d at %6.1f/s  p50 %-8s p99 %-8s most %-8s CPU %s\n", engine, f.name, f.asked, f.rate, short(f.p50), short(f.p99), short(f.most), short(f.cpu))
	if f.failed > 0 {
		fmt.Printf("          %d failed: %s\n", f.failed, f.why)
	}
	return f
}

// sign releases what waits: for fifty units one at a time, then a flood.
func (r *result) sign(ctx context.Context, o options, s *site, srv *server) {
	r.fifty = say(r.engine, release(ctx, srv, "release to 50 units", s.fifty, ticks(ctx, 8, 3*o.each)))
	mixed := anyOf(s.pages())
	steady := min(len(s.flood)/2, int(6*o.each.Seconds())*anHour)
	r.steady = both(ctx, o, srv, s.flood[:steady], mixed, ticks(ctx, anHour, 6*o.each))
	say(r.engine, r.steady.released)
	say(r.engine, r.steady.pages)
	rest := s.flood[steady:]
	at := make(chan struct{}, len(rest))
	for range rest {
		at <- struct{}{}
	}
	close(at)
	r.allOut = both(ctx, o, srv, rest, mixed, at)
	say(r.engine, r.allOut.released)
	say(r.engine, r.allOut.pages)
}

// both releases while pages are read.
func both(ctx context.Context, o options, srv *server, list []waiting, p page, turns <-chan struct{}) flood {
	reading, stop := context.WithCancel(ctx)
	pages := make(chan figure, 1)
	go func() { pages <- read(reading, srv, p, o.rate, time.Hour) }()
	released := release(ctx, srv, "release to 1–12 units", list, turns)
	stop()
	f := flood{released, <-pages}
	f.released.cpu, f.pages.cpu = 0, 0 // each would count the other's
	if f.pages.failed <= connections { // those under way when the flood ended
		f.pages.failed = 0
	}
	return f
}

// settle waits until those who follow the log have read it all, and tells how
// long it took.
func settle(ctx context.Context, s *site) (time.Duration, error) {
	db, err := store.Open(ctx, s.address)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		left, err := store.One[int](ctx, db, store.Q(`SELECT COUNT(*) FROM cursors c WHERE c.name = 'notices'
			AND EXISTS (SELECT 1 FROM events e WHERE (e.txn, e.id) > (c.txn, c.event))`))
		if err != nil || left == 0 || time.Since(began) > 5*time.Minute {
			return time.Since(began), err
		}
	}
}
