package app

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/document/template"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/web"
)

// buildTemplates makes the documents with which others begin, and offers them in
// the form that begins one.
func (a *App) buildTemplates(pages *document.Pages) {
	a.Templates = &template.Service{DB: a.DB, Clock: a.Clock, Content: a.Content, Texts: a.Documents}
	screens := &template.Pages{Service: a.Templates}
	screens.Routes(a.Router)
	pages.Starts = starts{a.Templates}
	pages.Unit = func(ctx context.Context, person id.ID) (string, error) { return a.Directory.UnitOf(ctx, person) }
	pages.Besides = append(pages.Besides, func(r *web.Request, t content.Thread) (document.Beside, error) {
		entries, err := screens.Entries(r, t)
		return document.Beside{Entries: entries}, err
	})
}

// starts offers templates where a document begins.
type starts struct{ templates *template.Service }

// Offered implements document.Starts.
func (s starts) Offered(ctx context.Context, actor access.Actor, community id.ID) ([]document.Start, error) {
	list, err := s.templates.Offered(ctx, actor, community)
	out := make([]document.Start, len(list))
	for i, t := range list {
		out[i] = document.Start{Item: t.Item, Name: t.Name, Help: t.Help, Site: t.Site}
	}
	return out, err
}

// Filled implements document.Starts.
func (s starts) Filled(ctx context.Context, actor access.Actor, community, item id.ID, f document.Fields) (prose.Node, error) {
	return s.templates.Filled(ctx, actor, community, item, template.Fields{
		Title: f.Title, Date: i18n.From(ctx).Date(f.At.Time), Author: f.Author, Place: f.Place, Unit: f.Unit,
	})
}
