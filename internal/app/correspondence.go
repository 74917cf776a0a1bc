package app

import (
	"context"

	"parvis/internal/content"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/desk"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/web"
)

// buildCorrespondence makes what writes and releases dispatches, and hands those
// that are released over to the desks. They are read on the page that all items
// share.
func (a *App) buildCorrespondence(shared *publication.Pages) {
	a.Dispatches = correspondence.NewService(correspondence.Parts{
		DB: a.DB, Clock: a.Clock, People: a.Identity, Content: a.Content,
		// The desks are built later.
		Delivered: func(ctx context.Context, tx *store.Tx, d correspondence.Dispatch, to []correspondence.Addressee) error {
			list := make([]desk.Addressee, len(to))
			for i, addressee := range to {
				list[i] = desk.Addressee{Unit: addressee.Unit, Acts: addressee.Acts}
			}
			return a.Desks.Deliver(ctx, tx, d.Item, desk.Precedence(d.Precedence), d.Due, list)
		},
	})
	shared.Faces[correspondence.Kind] = func(r *web.Request, t content.Thread) (publication.Features, error) {
		head, err := a.Dispatches.Face(r.Context(), r.Actor, t.ID)
		return publication.Features{Above: head}, err
	}
}
