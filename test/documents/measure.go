package main

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"

	"parvis/internal/store"
	machine "parvis/test/process"
)

// result is what was seen of one server; what was not measured stays zero.
type result struct {
	name, settings      string
	keeps               bool
	throughput, latency figure
	editors             []figure
	memory              weights
	opening             openings
	kill                survival
	nodes               figure
}

// figure is what was seen under one load.
type figure struct {
	editors        int
	delivered      float64       // a second
	cpu, database  time.Duration // for 100,000 delivered
	busy           float64       // cores
	p50, p99, most time.Duration
	memory         int64
}

func measureAll(ctx context.Context, o options) (r report, err error) {
	if err := os.MkdirAll(o.data, 0o750); err != nil {
		return r, err
	}
	for _, name := range o.engines {
		s, err := serverOf(ctx, o, name)
		if err != nil {
			return r, fmt.Errorf("%s: %w", name, err)
		}
		one, err := measure(ctx, o, s)
		s.stop(syscall.SIGTERM)
		if err != nil {
			return r, fmt.Errorf("%s: %w", name, err)
		}
		r = append(r, one)
	}
	return r, nil
}

func serverOf(ctx context.Context, o options, name string) (server, error) {
	switch name {
	case hocuspocus:
		return newPeer(o, name, "hocuspocus.cjs")
	case yWebsocket:
		return newPeer(o, name, "node_modules/y-websocket/bin/server.cjs")
	}
	return newParvis(ctx, o, store.Engine(name))
}

func measure(ctx context.Context, o options, s server) (r result, err error) {
	r.name, r.keeps = s.name(), s.keeps()
	if err := s.start(ctx); err != nil {
		return r, err
	}
	if p, ok := s.(*parvis); ok {
		r.settings = p.settings
	}
	say := func(what string, f figure) {
		fmt.Fprintf(os.Stderr, "%-20s %-12s %7.0f/s  CPU %s + %s per 100,000  %.2f cores  p50 %s p99 %s max %s  %d MB\n", s.name(), what, f.delivered, seconds(f.cpu), seconds(f.database), f.busy, ms(f.p50), ms(f.p99), ms(f.most), f.memory>>20)
	}
	if o.wants("throughput") {
		if r.throughput, err = underLoad(ctx, o, s, "throughput", 25, 4, 0); err != nil {
			return r, fmt.Errorf("throughput: %w", err)
		}
		say("throughput", r.throughput)
	}
	if o.wants("latency") {
		if r.latency, err = underLoad(ctx, o, s, "latency", 100, 4, 8000.0/3); err != nil {
			return r, fmt.Errorf("latency: %w", err)
		}
		say("latency", r.latency)
	}
	if o.wants("editors") {
		for _, editors := range []int{10, 100, 1000} {
			s.stop(syscall.SIGTERM)
			if err := s.start(ctx); err != nil {
				return r, err
			}
			f, err := underLoad(ctx, o, s, "editors", editors/5, 5, 2*float64(editors))
			if err != nil {
				return r, fmt.Errorf("%d editors: %w", editors, err)
			}
			say(fmt.Sprintf("%d editors", editors), f)
			r.editors = append(r.editors, f)
		}
	}
	if o.wants("memory") {
		if r.memory, err = weigh(ctx, s); err != nil {
			return r, fmt.Errorf("memory: %w", err)
		}
		fmt.Fprintf(os.Stderr, "%-20s memory of a document: %s opened, %s at rest, %s written to\n", s.name(), kilobytes(r.memory.opened), kilobytes(r.memory.rest), kilobytes(r.memory.written))
	}
	if o.wants("opening") && s.keeps() {
		if r.opening, err = reopen(ctx, o, s); err != nil {
			return r, fmt.Errorf("opening: %w", err)
		}
		fmt.Fprintf(os.Stderr, "%-20s opening: %s (CPU %s), again %s, %.1f MB\n", s.name(), ms(r.opening.cold), ms(r.opening.work), ms(r.opening.warm), float64(r.opening.size)/1e6)
	}
	if o.wants("kill") {
		if r.kill, err = kill(ctx, s); err != nil {
			return r, fmt.Errorf("kill: %w", err)
		}
		fmt.Fprintf(os.Stderr, "%-20s kill: back after %s, all sent again after %s, lost %d of %d\n", s.name(), ms(r.kill.answers), ms(r.kill.whole), r.kill.lost, r.kill.acknowledged)
	}
	if p, ok := s.(*parvis); ok && p.engine == store.Postgres && o.wants("nodes") {
		if r.nodes, err = twoNodes(ctx, o, p); err != nil {
			return r, fmt.Errorf("two nodes: %w", err)
		}
		say("two nodes", r.nodes)
	}
	return r, nil
}

// underLoad measures some rooms: as fast as they can for 0 letters a second, at
// that pace otherwise.
func underLoad(ctx context.Context, o options, s server, name string, rooms, each int, perSecond float64) (f figure, err error) {
	documents, err := s.documents(ctx, rooms)
	if err != nil {
		return f, err
	}
	l, err := fill(documents, each, s)
	if err != nil {
		return f, err
	}
	f, err = l.measure(ctx, o, s, name, perSecond)
	if closed := l.close(); err == nil {
		err = closed
	}
	if perSecond > 0 {
		p := l.percentiles(0.5, 0.99, 1)
		f.p50, f.p99, f.most = p[0], p[1], p[2]
	}
	return f, err
}

// measure has a load work for a while, after a moment to warm up.
func (l *load) measure(ctx context.Context, o options, s server, name string, perSecond float64) (f figure, err error) {
	working, stop := context.WithTimeout(ctx, o.each+o.each/4)
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if perSecond > 0 {
			l.pace(working, perSecond)
		} else {
			l.rush(working)
		}
	}()
	time.Sleep(o.each / 4)
	profiled := func() {}
	database := func() time.Duration { return 0 }
	if p, ok := s.(*parvis); ok {
		database = func() time.Duration { return p.databaseCPU(ctx) }
		if name != "editors" {
			profiled = p.profile(ctx, o, name)
		}
	}
	pid := s.pid()
	usedThere := database()
	began, used, heard := time.Now(), machine.CPU(pid), l.heard()
	l.watched.Store(true)
	<-done
	l.watched.Store(false)
	took, n := time.Since(began), float64(l.heard()-heard)
	used = machine.CPU(pid) - used
	usedThere = database() - usedThere
	f = figure{
		editors: len(l.all), delivered: n / took.Seconds(), cpu: time.Duration(float64(used) / n * 1e5), database: time.Duration(float64(usedThere) / n * 1e5),
		busy: used.Seconds() / took.Seconds(), memory: s.memory(),
	}
	profiled()
	return f, l.settle(30 * time.Second)
}
