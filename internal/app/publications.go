package app

import (
	"context"
	"path/filepath"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/blob"
	"parvis/internal/content"
	"parvis/internal/home"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/publication"
)

// buildContent makes what people publish, and its screens.
func (a *App) buildContent() (err error) {
	if a.Files, err = blob.OpenDisk(filepath.Join(a.Config.Data, "files")); err != nil {
		return err
	}
	a.Content = content.NewService(content.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, People: a.Identity, Files: a.Files,
		Kinds: publication.Kinds(),
	})
	a.Publications = publication.NewService(publication.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, Content: a.Content,
	})
	pages := &publication.Pages{Service: a.Publications, Content: a.Content, Markdown: a.Markdown}
	pages.Follow = a.followItem
	pages.Routes(a.Router)
	return nil
}

// followItem is the button of an item's page.
func (a *App) followItem(ctx context.Context, actor access.Actor, item id.ID) (templ.Component, error) {
	target := notification.Target{Kind: notification.Item, ID: item}
	levels, err := a.Notifications.Levels(ctx, actor.Person(), target)
	level, chosen := levels[target]
	return home.Follow(target, level, chosen, i18n.T(ctx, "app.this_publication")), err
}
