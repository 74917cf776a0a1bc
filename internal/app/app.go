// Package app builds Parvis by hand, in order, and runs it: the command line,
// the server, the work in the background.
//
// What would surprise: this is the only place that reads configuration, knows
// every feature and hands one to another. Nothing here decides anything about
// the product.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"golang.org/x/sync/errgroup"

	"parvis/internal/account"
	"parvis/internal/activity"
	"parvis/internal/api"
	"parvis/internal/blob"
	"parvis/internal/clock"
	"parvis/internal/document"
	"parvis/internal/document/exchange"
	"parvis/internal/document/proposal"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/knowledge"
	"parvis/internal/library"
	"parvis/internal/preview"
	"parvis/internal/question"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/text"
	"parvis/internal/web"
)

// App is the whole program, built and not yet running.
type App struct {
	Config Config
	Log    *slog.Logger
	Clock  clock.Clock
	IDs    *id.Maker

	// platform
	DB    *store.DB
	Jobs  *jobs.Queue
	Hub   *realtime.Hub
	Pages *preview.Cache
	Files blob.Store

	// commons
	Catalogue *i18n.Catalogue
	Markdown  *text.Renderer
	Activity  *activity.Log
	Acts      *activity.Acts
	Identity  *identity.Service
	Router    *web.Router
	API       *api.API

	version   string
	pieces    *blob.Pieces
	shelves   *library.Pages
	sheets    *knowledge.Pages
	asking    *question.Pages
	writing   *document.Pages
	exchanges *exchange.Pages
	proposals *proposal.Service
	settings  *account.Pages
	features
}

// New opens what the configuration names and builds everything. It does not
// touch the schema: see Migrate.
func New(ctx context.Context, version string, c Config, log *slog.Logger) (*App, error) {
	a := &App{Config: c, Log: log, Clock: clock.System{}, version: version}
	if err := a.build(ctx); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

func (a *App) build(ctx context.Context) (err error) {
	if a.IDs, err = id.NewMaker(a.Config.Node); err != nil {
		return err
	}
	if a.DB, err = store.Open(ctx, a.Config.Database); err != nil {
		return err
	}
	if a.Jobs, err = jobs.New(a.DB, a.Log); err != nil {
		return err
	}
	a.Hub = realtime.NewHub(a.DB, a.Log)
	if a.Catalogue, err = i18n.Load(messages()...); err != nil {
		return err
	}
	a.Markdown = text.NewRenderer(20_000)
	a.Activity = activity.NewLog(a.DB, a.IDs, a.Clock, a.Log)
	key, err := activity.LoadKey(a.Config.Data)
	if err != nil {
		return err
	}
	a.Acts = activity.NewActs(a.DB, a.Clock, key)
	a.Identity = identity.New(identity.Config{DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Log})
	a.Router = web.NewRouter(web.Config{
		Sessions: a.Identity, Dress: dress{a}, Catalogue: a.Catalogue, Clock: a.Clock, Log: a.Log,
		Secure: a.Config.Secure(), Proxies: a.Config.Proxies,
	})
	a.API = api.New(a.version, a.Identity, a.Catalogue, a.Log)
	return a.buildFeatures()
}

// Migrate brings the database to the version of this program.
func (a *App) Migrate(ctx context.Context) error {
	if _, err := a.DB.Migrate(ctx); err != nil {
		return err
	}
	return jobs.Migrate(ctx, a.DB)
}

// background starts what runs beside the server.
func (a *App) background(ctx context.Context, group *errgroup.Group) {
	group.Go(func() error { return ended(ctx, a.Hub.Run(ctx)) })
	group.Go(func() error { return ended(ctx, a.Activity.Run(ctx)) })
	group.Go(func() error { return ended(ctx, a.Notifications.Run(ctx)) })
	group.Go(func() error { return ended(ctx, a.Search.Feed.Run(ctx)) })
	group.Go(func() error { return ended(ctx, a.Documents.Run(ctx)) })
	group.Go(func() error {
		if err := a.Jobs.Start(ctx); err != nil {
			return fmt.Errorf("jobs: %w", err)
		}
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		return a.Jobs.Stop(stop)
	})
}

// ended leaves aside the end that was asked for.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// Close lets go of everything that New opened.
func (a *App) Close() error {
	var errs []error
	if a.Documents != nil {
		a.Documents.Close()
	}
	if a.Search != nil {
		errs = append(errs, a.Search.Feed.Close())
	}
	if a.pieces != nil {
		errs = append(errs, a.pieces.Close())
	}
	if a.Files != nil {
		errs = append(errs, a.Files.Close())
	}
	if a.Pages != nil {
		errs = append(errs, a.Pages.Close())
	}
	if a.DB != nil {
		errs = append(errs, a.DB.Close())
	}
	return errors.Join(errs...)
}

// writable tells whether files can be made in a folder.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".parvis-check-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
