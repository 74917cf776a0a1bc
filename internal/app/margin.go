package app

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/demonstration"
	"parvis/internal/document"
	"parvis/internal/document/margin"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/web"
)

// buildMargin makes what is said on passages of documents.
func (a *App) buildMargin(documents *document.Pages, shared *publication.Pages) {
	a.Margin = margin.NewService(margin.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, Content: a.Content, Documents: a.Documents,
	})
	margin.Tell(a.Notifications)
	pages := &margin.Pages{Service: a.Margin, Content: a.Content, Comments: shared.Comments}
	pages.Routes(a.Router)
	documents.Margin = pages.Beside
	shared.Beside = append(shared.Beside, func(r *web.Request, t content.Thread) (publication.Additions, error) {
		about, err := pages.About(r, t)
		return publication.Additions{About: about}, err
	})
	shared.Resume = append(shared.Resume, margin.Resume)
}

// letting has documents that go for good forget what was said on their passages.
func letting(kinds []content.Kind) []content.Kind {
	for i, k := range kinds {
		if own := k.Erase; k.Name == document.Kind {
			kinds[i].Erase = func(ctx context.Context, tx *store.Tx, item id.ID) error {
				if err := margin.Erase(ctx, tx, item); err != nil {
					return err
				}
				return own(ctx, tx, item)
			}
		}
	}
	return kinds
}

// remarkPast has the passages of a document of the demonstration commented by
// those who did.
func (a *App) remarkPast(ctx context.Context, m demonstration.Manuscript) error {
	say := func(s demonstration.Saying, under id.ID) (access.Actor, content.NewComment, error) {
		actor, err := a.Identity.ActorOf(ctx, s.Author)
		return actor, content.NewComment{ID: s.ID, Item: m.ID, Parent: under, Source: s.Text, Created: clock.At(s.At)}, err
	}
	for _, r := range m.Remarks {
		actor, n, err := say(r.Saying, 0)
		if err == nil {
			_, err = a.Margin.Begin(ctx, actor, margin.New{NewComment: n, Quote: r.Quote})
		}
		if err != nil {
			return err
		}
		for _, answer := range r.Answers {
			actor, n, err := say(answer, r.ID)
			if err == nil {
				_, err = a.Margin.Answer(ctx, actor, n)
			}
			if err != nil {
				return err
			}
		}
		if r.Resolver == 0 {
			continue
		}
		if actor, err = a.Identity.ActorOf(ctx, r.Resolver); err == nil {
			err = a.Margin.Resolve(ctx, actor, m.ID, r.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
