package app

import (
	"context"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/archive"
	"parvis/internal/correspondence/desk"
	"parvis/internal/correspondence/intake"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// buildCorrespondence makes what writes and releases dispatches, and hands those
// that are released over to the desks. They are read on the page that all items
// share.
func (a *App) buildCorrespondence(shared *publication.Pages) {
	a.Dispatches = correspondence.NewService(correspondence.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, People: a.Identity, Content: a.Content,
		// The desks are built later.
		Delivered: func(ctx context.Context, tx *store.Tx, d correspondence.Dispatch, to []correspondence.Addressee) error {
			return a.Desks.Deliver(ctx, tx, d.Item, desk.Precedence(d.Precedence), d.Due, received(to))
		},
		Filed: func(ctx context.Context, tx *store.Tx, d correspondence.Dispatch, to []correspondence.Addressee, closed func(id.ID) clock.Time) error {
			return a.Desks.File(ctx, tx, d.Item, desk.Precedence(d.Precedence), d.Released, d.Due, received(to), closed)
		},
	})
	a.Intake = intake.NewService(intake.Parts{
		Dispatches: a.Dispatches,
		Add: func(ctx context.Context, tx *store.Tx, code, name string, above id.ID) (id.ID, error) {
			u, err := a.Directory.AddIn(ctx, tx, code, name, above) // built later
			return u.ID, err
		},
	})
	correspondence.Tell(a.Notifications)
	pages := &correspondence.Pages{
		Service: a.Dispatches, IDs: a.IDs, Markdown: a.Markdown, Composer: shared, Near: a.dispatchesLike, Titled: a.dispatchesTitled,
		// Accounts are built later.
		Settings: func(r *web.Request, current string) ui.Tabs { return a.settings.Frame(r, current) },
	}
	pages.Routes(a.Router)
	shared.Faces[correspondence.Kind] = func(r *web.Request, t content.Thread) (publication.Features, error) {
		s, err := pages.Shown(r, t)
		if err == nil {
			err = a.remember(r, t, &s)
		}
		return publication.Features{Above: s.Above, Below: s.Below, Entries: s.Entries, States: s.States, Edit: s.Edit, Fixed: s.Fixed, Home: s.Home, Section: "desk"}, err
	}
	shared.Forms[correspondence.Kind] = correspondence.FormURL
	shared.Resume = append(shared.Resume, correspondence.Resume)
}

// remember adds to the page of a dispatch the way to the desks of its reader and
// to its affair, and what takes it away. Desks and the archive are built later.
func (a *App) remember(r *web.Request, t content.Thread, s *correspondence.Shown) error {
	if t.State != access.Published && t.State != access.Archived {
		return nil
	}
	here, err := a.Desks.On(r.Context(), r.Actor, t.ID)
	if err != nil {
		return err
	}
	line, err := a.Archive.Line(r.Context(), r.Actor, t.ID)
	s.Above = templ.Join(s.Above, here, line)
	s.Entries = append(s.Entries, archive.Entries(r.Context(), t.ID)...)
	return err
}

// dispatchesLike finds those that are most like a text. Search is built later.
func (a *App) dispatchesLike(ctx context.Context, actor access.Actor, written string, limit int) ([]id.ID, error) {
	hits, err := a.Search.Similar(ctx, actor, written, []string{correspondence.Kind}, limit)
	out := make([]id.ID, len(hits))
	for i, h := range hits {
		out[i] = h.Item
	}
	return out, err
}

// dispatchesTitled finds those whose subject begins to be typed.
func (a *App) dispatchesTitled(ctx context.Context, actor access.Actor, typed string, limit int) ([]id.ID, error) {
	names, err := a.Search.Titled(ctx, actor, typed, []string{correspondence.Kind}, limit)
	out := make([]id.ID, len(names))
	for i, n := range names {
		out[i] = n.ID
	}
	return out, err
}

// received are addressees as the desks know them.
func received(to []correspondence.Addressee) []desk.Addressee {
	list := make([]desk.Addressee, len(to))
	for i, one := range to {
		list[i] = desk.Addressee{Unit: one.Unit, Acts: one.Acts}
	}
	return list
}
