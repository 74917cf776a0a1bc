package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"parvis/internal/id"
)

// result is what was seen on one engine.
type result struct {
	engine      string
	made        string // how long the site took to make
	size        int64  // bytes of the database
	cold        time.Duration
	idle, under int64 // bytes of memory
	settings    string
	untold      int // facts whose followers were still to be told when the load ended
	figures     []figure
}

func measure(ctx context.Context, o options, engine string) (result, error) {
	s, err := prepare(ctx, o, engine)
	if err != nil {
		return result{}, err
	}
	ids, err := id.NewMaker(1001)
	if err != nil {
		return result{}, err
	}
	r := result{engine: engine, made: s.made, size: s.size}
	// The first start after a change may migrate; the second one is measured.
	srv, _, err := start(ctx, o, s)
	srv.stop()
	if err != nil {
		return r, err
	}
	if srv, r.cold, err = start(ctx, o, s); err != nil {
		srv.stop()
		return r, err
	}
	defer srv.stop()
	time.Sleep(2 * time.Second)
	r.idle, _ = srv.memory()
	for _, a := range s.asks(ids) {
		if !strings.Contains(a.name, o.only) {
			continue
		}
		done := srv.profile(ctx, o, engine, a.name)
		f := load(ctx, srv, a, o.clients, o.each)
		done()
		fmt.Printf("%-9s %-20s %7.0f/s  p50 %-8s p99 %-8s\n", engine, f.name, f.rate, short(f.p50), short(f.p99))
		if f.failed > 0 {
			fmt.Printf("          %d failed: %s\n", f.failed, f.why)
		}
		r.figures = append(r.figures, f)
	}
	_, r.under = srv.memory()
	r.settings, r.untold, err = s.state(ctx)
	return r, err
}

// profile records what the server does during a measure.
func (s *server) profile(ctx context.Context, o options, engine, name string) (done func()) {
	if o.profile == "" {
		return func() {}
	}
	ended := make(chan error, 1)
	go func() {
		ended <- save(ctx, fmt.Sprintf("%s/debug/pprof/profile?seconds=%d", s.metrics, int(o.each.Seconds())),
			filepath.Join(o.profile, engine+"-"+strings.Trim(strings.Fields(name)[0], ",")+".prof"))
	}()
	return func() {
		if err := <-ended; err != nil {
			fmt.Println("no profile:", err)
		}
	}
}

func save(ctx context.Context, from, to string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", from, answer.Status)
	}
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(file, answer.Body)
	return err
}
