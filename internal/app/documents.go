package app

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/publication"
	"parvis/internal/web"
)

// buildDocuments makes what people write together, and lends it the page that
// all items share.
func (a *App) buildDocuments(shared *publication.Pages) *document.Pages {
	a.Documents = document.NewService(document.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Activity: a.Activity, Queue: a.Jobs, Hub: a.Hub, Content: a.Content, Log: a.Log,
	})
	document.Tell(a.Notifications)
	pages := &document.Pages{
		Service: a.Documents, Content: a.Content, Desk: shared,
		Opened: func(ctx context.Context, actor access.Actor, item id.ID) error {
			return a.Notifications.Saw(ctx, actor, notification.Target{Kind: notification.Item, ID: item})
		},
	}
	pages.Routes(a.Router)
	shared.Faces[document.Kind] = func(r *web.Request, t content.Thread) (publication.Features, error) {
		f, err := pages.Face(r, t)
		return publication.Features{Above: f.Above, Instead: f.Instead, Entries: f.Entries, Edit: f.Edit}, err
	}
	shared.Elsewhere = append(shared.Elsewhere, publication.Elsewhere{Kind: document.Kind, Page: document.Page, Help: "document.compose.help"})
	return pages
}
