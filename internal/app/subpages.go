package app

import (
	"context"

	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/citation"
	"parvis/internal/document/subpage"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/web"
)

// pruning has documents leave their tree when they go: for good, or to another
// community.
func pruning(list []content.Kind) []content.Kind {
	for i := range list {
		erase, moved := list[i].Erase, list[i].Moved
		list[i].Erase = func(ctx context.Context, tx *store.Tx, item id.ID) error {
			if err := subpage.Lift(ctx, tx, item); err != nil {
				return err
			}
			return erase(ctx, tx, item)
		}
		list[i].Moved = func(ctx context.Context, tx *store.Tx, it content.Item, to id.ID) error {
			if err := subpage.Lift(ctx, tx, it.ID); err != nil || moved == nil {
				return err
			}
			return moved(ctx, tx, it, to)
		}
	}
	return list
}

// buildSubpages makes the trees of documents, and shows them beside each, with
// the documents that lead there.
func (a *App) buildSubpages(pages *document.Pages) {
	a.Subpages = &subpage.Service{DB: a.DB, Activity: a.Activity, Content: a.Content}
	screens := &subpage.Pages{Service: a.Subpages}
	screens.Routes(a.Router)
	pages.Binder = a.Subpages
	a.Citations = &citation.Service{DB: a.DB, Content: a.Content}
	pages.Besides = append(pages.Besides, screens.Beside, func(r *web.Request, t content.Thread) (document.Beside, error) {
		aside, err := a.Citations.Aside(r, t.ID)
		return document.Beside{Aside: aside}, err
	})
}
