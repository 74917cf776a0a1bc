package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"parvis/internal/search/synonym"
)

// drain is how long a stop waits for requests under way.
const drain = 10 * time.Second

// Serve answers until ctx ends, then lets requests under way finish, and the
// work beside them after that. ready is called once with the address in use.
func (a *App) Serve(ctx context.Context, ready func(address string)) error {
	handler, err := a.Handler()
	if err != nil {
		return err
	}
	if err := a.Search.Thesaurus.Start(ctx, synonym.Starter()); err != nil {
		return fmt.Errorf("first synonyms: %w", err)
	}
	listener, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w (is another program, or another Parvis, using this port?)", a.Config.Listen, err)
	}
	defer listener.Close()
	var metrics net.Listener
	if a.Config.MetricsListen != "" {
		if metrics, err = net.Listen("tcp", a.Config.MetricsListen); err != nil {
			return fmt.Errorf("listen on %s for metrics: %w", a.Config.MetricsListen, err)
		}
		defer metrics.Close()
	}
	// Requests under way still need the work beside them, so it ends last; when
	// it fails, the server ends too.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work, rest := context.WithCancel(context.WithoutCancel(ctx))
	defer rest()
	beside, work := errgroup.WithContext(work)
	context.AfterFunc(work, stop)
	a.background(work, beside)
	serving, ctx := errgroup.WithContext(ctx)
	serve(ctx, serving, listener, handler, a.Hub.End)
	if metrics != nil {
		serve(ctx, serving, metrics, a.MetricsHandler(), func() {})
	}
	ready(listener.Addr().String())
	err = serving.Wait()
	rest()
	return errors.Join(err, beside.Wait())
}

// serve answers on a listener until ctx ends. leave is called then: it ends
// the streams, which would not end by themselves.
func serve(ctx context.Context, group *errgroup.Group, listener net.Listener, handler http.Handler, leave func()) {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	server.RegisterOnShutdown(leave)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		if err := server.Shutdown(stop); err != nil {
			return errors.Join(fmt.Errorf("stop: requests were still under way after %s: %w", drain, err), server.Close())
		}
		return nil
	})
}
