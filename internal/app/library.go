package app

import (
	"bytes"
	"context"
	"path/filepath"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/blob"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/demonstration"
	"parvis/internal/document/exchange"
	"parvis/internal/id"
	"parvis/internal/library"
	"parvis/internal/notification"
	"parvis/internal/publication"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// buildLibrary makes the libraries of communities, and their screens.
func (a *App) buildLibrary() (err error) {
	if a.pieces, err = blob.OpenPieces(filepath.Join(a.Config.Data, "uploads")); err != nil {
		return err
	}
	a.Library = library.NewService(library.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Acts: a.Acts, Queue: a.Jobs, Content: a.Content,
		Pieces: a.pieces, Usual: a.usualRoom, Largest: a.Config.LargestFile * 1_000_000,
	})
	// Frame comes with the pages of communities, which are built later.
	a.shelves = &library.Pages{
		Service: a.Library,
		Preview: func(r *web.Request, file content.File) (templ.Component, error) { return a.Reading.Preview(r, file.ID) },
		Saw: func(r *web.Request, community id.ID) error {
			return a.Notifications.Saw(r.Context(), r.Actor, notification.Target{Kind: notification.Community, ID: community})
		},
	}
	a.shelves.Routes(a.Router)
	return nil
}

// usualRoom is the quota of a library that has none of its own: the
// administration is built later.
func (a *App) usualRoom(ctx context.Context) int64 { return a.Administration.Library(ctx) }

// fileFace is what the page of a file shows of its own.
func (a *App) fileFace(r *web.Request, t content.Thread) (publication.Features, error) {
	f, err := a.shelves.Face(r, t)
	if err != nil {
		return publication.Features{}, err
	}
	if exchange.Convertible(f.Current) && t.State != access.Binned {
		_, err := access.Load(r.Context(), a.DB, r.Actor, content.Publish, t.Community)
		if err == nil {
			f.Entries = append([]ui.MenuEntry{a.exchanges.Gesture(r.Context(), t.ID)}, f.Entries...)
		}
	}
	return publication.Features{Above: f.Above, Below: f.Below, Entries: f.Entries, Crumbs: f.Crumbs, Files: true}, nil
}

// shelve puts a file of the demonstration into its library.
func (a *App) shelve(ctx context.Context, s demonstration.Shelf) error {
	var file id.ID
	for _, v := range s.Versions {
		actor, err := a.Identity.ActorOf(ctx, v.Author)
		if err != nil {
			return err
		}
		kept, err := a.Content.Receive(ctx, actor, s.Name, bytes.NewReader(v.Content), a.Library.Largest)
		if err != nil {
			return err
		}
		if file != 0 {
			if _, err := a.Library.ReplaceAt(ctx, actor, file, kept, v.Note, clock.At(v.At)); err != nil {
				return err
			}
			continue
		}
		it, err := a.Library.Add(ctx, actor, library.NewFile{ID: s.ID, Community: s.Community, Way: s.Folder, Kept: kept, Note: v.Note, Created: clock.At(v.At)})
		if err != nil {
			return err
		}
		file = it.ID
	}
	return nil
}
