package main

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"time"
)

// survival is what a kill leaves.
type survival struct {
	answers      time.Duration // from the kill to the first answer of the next process
	whole        time.Duration // until all are back and all that they wrote is taken
	acknowledged int64         // updates that were acknowledged, or shown to others
	lost         int64         // of those, what the next process does not have
}

// kill kills a server with signal 9 while fifty editors type in ten documents,
// starts it again, and has them come back.
func kill(ctx context.Context, s server) (k survival, err error) {
	const rooms, each = 10, 5
	documents, err := s.documents(ctx, rooms)
	if err != nil {
		return k, err
	}
	l, err := fill(documents, each, s)
	if err != nil {
		return k, err
	}
	working, stop := context.WithTimeout(ctx, 8*time.Second)
	defer stop()
	done := make(chan struct{})
	go func() { defer close(done); l.pace(working, 500) }()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
	}
	l.over.Store(true)
	killed := time.Now()
	s.stop(syscall.SIGKILL)
	<-done
	_ = l.close() // all its lines broke
	if err := s.start(ctx); err != nil {
		return k, err
	}
	k.answers = time.Since(killed)

	// What the next process has, before anybody sends again.
	var all sync.WaitGroup
	var mu sync.Mutex
	for i, r := range l.rooms {
		opened, err := dial(s, documents[i])
		if err != nil {
			return k, err
		}
		state, err := opened.begin(s, documents[i])
		opened.conn.Close()
		if err != nil {
			return k, err
		}
		has, err := stateOf(state)
		if err != nil {
			return k, err
		}
		for _, e := range r.editors {
			present := max(0, int64(has[e.typist.Client])-1) // the paragraph took two clocks and was one update
			known := max(e.saved.Load(), e.shown.Load())
			k.acknowledged += known
			k.lost += max(0, known-present)
			all.Go(func() {
				if why := e.comeBack(s, documents[i], present); why != nil {
					mu.Lock()
					defer mu.Unlock()
					err = why
				}
			})
		}
	}
	all.Wait()
	k.whole = time.Since(killed)
	return k, err
}

// comeBack opens a new line and sends what the server lacks.
func (e *editor) comeBack(s server, document string, present int64) error {
	to, err := open(s, document)
	if err != nil {
		return err
	}
	defer to.conn.Close()
	list := e.updatesOf(present, e.sent.Load())
	if len(list) == 0 {
		return nil
	}
	if err := to.send(list[:len(list)-1]...); err != nil {
		return err
	}
	return to.put(s, list[len(list)-1])
}

// twoNodes measures how soon what is typed on one node is shown by the other.
func twoNodes(ctx context.Context, o options, p *parvis) (f figure, err error) {
	other, err := p.another()
	if err != nil {
		return f, err
	}
	if err := other.start(ctx); err != nil {
		return f, err
	}
	defer other.stop(syscall.SIGTERM)
	documents, err := p.documents(ctx, 10)
	if err != nil {
		return f, err
	}
	l, err := fill(documents, 4, p, other)
	if err != nil {
		return f, err
	}
	f, err = l.measure(ctx, o, p, "nodes", 200)
	if closed := l.close(); err == nil {
		err = closed
	}
	if err == nil && l.unsaved() != 0 {
		err = fmt.Errorf("%d updates were never said to be kept", l.unsaved())
	}
	t := l.percentiles(0.5, 0.99, 1)
	f.p50, f.p99, f.most = t[0], t[1], t[2]
	return f, err
}
