package app

import (
	"context"

	"parvis/internal/document"
	"parvis/internal/document/signoff"
	"parvis/internal/id"
)

// buildSigning makes what takes documents through reviews, and shows it on their
// pages.
func (a *App) buildSigning(pages *document.Pages) {
	a.Signing = signoff.NewService(signoff.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, People: a.Identity, Content: a.Content, Documents: a.Documents,
		// The directory is built later: it shows what is published.
		Lines: func(ctx context.Context, people []id.ID) (map[id.ID]string, error) {
			return a.Directory.Lines(ctx, people)
		},
	})
	signoff.Tell(a.Notifications)
	signing := &signoff.Pages{Service: a.Signing, Document: pages}
	signing.Routes(a.Router)
	pages.Signed = signing.Face
}
