package app

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/correspondence/desk"
	"parvis/internal/id"
	"parvis/internal/notification"
)

// buildDesks makes what receives and sorts dispatches.
func (a *App) buildDesks() {
	a.Desks = desk.NewService(desk.Parts{DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Acts: a.Acts, Queue: a.Jobs, Hub: a.Hub, Content: a.Content})
	desk.Tell(a.Notifications)
	pages := &desk.Pages{Service: a.Desks, Markdown: a.Markdown, Opened: func(ctx context.Context, actor access.Actor, item id.ID) error {
		return a.Notifications.Saw(ctx, actor, notification.Target{Kind: notification.Item, ID: item})
	}}
	pages.Routes(a.Router)
}
