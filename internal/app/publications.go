package app

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/blob"
	"parvis/internal/content"
	"parvis/internal/correspondence"
	"parvis/internal/document"
	"parvis/internal/document/signoff"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/knowledge"
	"parvis/internal/library"
	"parvis/internal/notification"
	"parvis/internal/preview"
	"parvis/internal/publication"
)

// buildContent makes what people publish, and its screens.
func (a *App) buildContent() (err error) {
	if a.Files, err = blob.Open(a.Config.Files, a.spool()); err != nil {
		return err
	}
	scanner, err := a.scanner()
	if err != nil {
		return err
	}
	if a.Pages, err = preview.Open(filepath.Join(a.Config.Data, "cache", "pages"), roomForPages); err != nil {
		return err
	}
	a.Content = content.NewService(content.Parts{
		Scanner: scanner, Reader: a.reader(), Pages: a.Pages,
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, People: a.Identity, Files: a.Files,
		Kinds: slices.Concat(
			// one line per feature
			forgetting(publication.Kinds()),
			library.Kinds(a.usualRoom),
			knowledge.Kinds(),
			signoff.Kinds(pruning(letting(document.Kinds()))),
			correspondence.Kinds(a.Clock, correspondence.Register{DB: a.DB, Clock: a.Clock, Acts: a.Acts}),
		),
	})
	a.Publications = publication.NewService(publication.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, Content: a.Content,
	})
	publication.Tell(a.Notifications)
	pages := &publication.Pages{
		Service: a.Publications, Content: a.Content, Markdown: a.Markdown,
		Follow: func(ctx context.Context, actor access.Actor, item id.ID) (templ.Component, error) {
			return a.follow(ctx, actor, notification.Target{Kind: notification.Item, ID: item}, i18n.T(ctx, "app.this_publication"))
		},
		Faces: map[string]publication.Face{library.File: a.fileFace},
		Forms: map[string]func(id.ID) string{},
		// The directory is built later: it shows what is published.
		Lines: func(ctx context.Context, people []id.ID) (map[id.ID]string, error) {
			return a.Directory.Lines(ctx, people)
		},
		Opened: func(ctx context.Context, actor access.Actor, item id.ID) error {
			return a.Notifications.Saw(ctx, actor, notification.Target{Kind: notification.Item, ID: item})
		},
	}
	pages.Routes(a.Router)
	a.sheets = a.buildKnowledge(pages)
	a.asking = a.buildQuestions(pages)
	a.writing = a.buildDocuments(pages)
	a.buildCorrespondence(pages)
	return nil
}
