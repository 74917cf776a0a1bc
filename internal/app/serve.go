package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// drain is how long a stop waits for requests under way.
const drain = 10 * time.Second

// Serve answers until ctx ends, then lets requests under way finish. ready is
// called once with the address in use.
func (a *App) Serve(ctx context.Context, ready func(address string)) error {
	handler, err := a.Handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w (is another program, or another Parvis, using this port?)", a.Config.Listen, err)
	}
	group, ctx := errgroup.WithContext(ctx)
	a.background(ctx, group)
	serve(ctx, group, listener, handler)
	if a.Config.MetricsListen != "" {
		metrics, err := net.Listen("tcp", a.Config.MetricsListen)
		if err != nil {
			return fmt.Errorf("listen on %s for metrics: %w", a.Config.MetricsListen, err)
		}
		serve(ctx, group, metrics, a.MetricsHandler())
	}
	ready(listener.Addr().String())
	return group.Wait()
}

func serve(ctx context.Context, group *errgroup.Group, listener net.Listener, handler http.Handler) {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		// Server-sent events end with this context, so that a stop does not
		// wait for the browsers that listen.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
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
		return server.Shutdown(stop)
	})
}
