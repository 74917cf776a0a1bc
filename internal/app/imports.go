package app

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/importing"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/web"
)

// fileKind is the kind of the files of a library.
const fileKind = "file"

// makers are the kinds that an import may make, each by the feature that owns
// it.
func (a *App) makers() map[string]importing.Maker {
	published := func(ctx context.Context, tx *store.Tx, actor access.Actor, n content.New, _ string) (content.Item, error) {
		return a.Publications.PublishIn(ctx, tx, actor, publication.New{New: n})
	}
	return map[string]importing.Maker{
		publication.Post: published, publication.Announcement: published, publication.Question: published,
	}
}

// inWords says an error in one line, for a report.
func (a *App) inWords(err error) string {
	known, ok := fault.As(err)
	if !ok {
		return err.Error()
	}
	p := web.Explain(i18n.With(context.Background(), a.Catalogue.In(i18n.English)), known)
	for _, field := range p.Fields {
		return field.Name + ": " + field.Detail
	}
	return p.Detail
}
