package app

import (
	"context"
	"fmt"
	"maps"

	"parvis/internal/access"
	"parvis/internal/administration"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/correspondence/desk"
	"parvis/internal/demonstration"
	"parvis/internal/document"
	"parvis/internal/document/exchange"
	"parvis/internal/document/history"
	"parvis/internal/document/margin"
	"parvis/internal/document/proposal"
	"parvis/internal/document/prose"
	"parvis/internal/document/request"
	"parvis/internal/home"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/web"
)

// buildDocuments makes what people write together, and lends it the page that
// all items share.
func (a *App) buildDocuments(shared *publication.Pages) *document.Pages {
	a.Documents = document.NewService(document.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Activity: a.Activity, Queue: a.Jobs, Hub: a.Hub, Content: a.Content, Log: a.Log,
		Ledger: &proposal.Ledger{DB: a.DB, Activity: a.Activity},
	})
	document.Tell(a.Notifications)
	proposal.Tell(a.Notifications)
	pages := &document.Pages{
		Service: a.Documents, Content: a.Content, Desk: shared,
		Opened: func(ctx context.Context, actor access.Actor, item id.ID) error {
			return a.Notifications.Saw(ctx, actor, notification.Target{Kind: notification.Item, ID: item})
		},
	}
	a.History = history.NewService(history.Parts{DB: a.DB, Clock: a.Clock, Content: a.Content, Documents: a.Documents})
	history.Tell(a.Notifications)
	past := &history.Pages{Service: a.History, Document: pages, Opened: pages.Opened}
	past.Routes(a.Router)
	pages.News = past.News
	a.Requests = request.NewService(request.Parts{DB: a.DB, Clock: a.Clock, Content: a.Content, Documents: a.Documents})
	request.Tell(a.Notifications)
	wanting := &request.Pages{Service: a.Requests}
	wanting.Routes(a.Router)
	pages.Standing, pages.Granted = wanting.Standing, wanting.Card
	a.buildTemplates(pages)
	a.buildSubpages(pages)
	a.buildSigning(pages)
	a.Exchange = exchange.NewService(exchange.Parts{
		Content: a.Content, Documents: a.Documents, Base: a.Config.BaseURL, Site: func(ctx context.Context) string { return a.Administration.Name(ctx) },
		Version: a.History.NameOf,
		State: func(ctx context.Context, item id.ID) (string, error) {
			marks, err := a.Content.Marks(ctx, map[string][]id.ID{document.Kind: {item}})
			return i18n.T(ctx, marks[item].Key, marks[item].Args...), err
		},
	})
	a.exchanges = &exchange.Pages{Service: a.Exchange, Document: pages, Current: a.currentFile}
	a.exchanges.Routes(a.Router)
	pages.Bring, pages.Accept, pages.Take = a.Exchange.Bring, exchange.Extensions, exchange.Take
	pages.Routes(a.Router)
	a.buildMargin(pages, shared)
	a.proposals = &proposal.Service{Documents: a.Documents, Clock: a.Clock}
	(&proposal.Pages{Service: a.proposals}).Routes(a.Router)
	shared.Faces[document.Kind] = func(r *web.Request, t content.Thread) (publication.Features, error) {
		f, err := pages.Face(r, t)
		return publication.Features{Above: f.Above, Instead: f.Instead, States: f.States, Below: f.Below, Entries: f.Entries, Edit: f.Edit, Crumbs: f.Crumbs}, err
	}
	shared.Elsewhere = append(shared.Elsewhere, publication.Elsewhere{Kind: document.Kind, Page: document.Page, Help: "document.compose.help"})
	return pages
}

// writePast has a document of the demonstration written by those who wrote it.
func (a *App) writePast(ctx context.Context, m demonstration.Manuscript) error {
	if m.Begins {
		first := m.Steps[0]
		actor, err := a.Identity.ActorOf(ctx, first.Author)
		if err != nil {
			return err
		}
		n := document.New{New: content.New{ID: m.ID, Community: m.Community, Title: m.Title, Tags: m.Tags, Created: clock.At(first.Begun)}}
		if m.Parent != 0 {
			n.Then = func(ctx context.Context, tx *store.Tx, it content.Item) error {
				return a.Subpages.Put(ctx, tx, actor, it, m.Parent)
			}
		}
		_, err = a.Documents.Make(ctx, actor, n)
		if err != nil {
			return err
		}
	}
	steps := make([]document.Step, len(m.Steps))
	for i, s := range m.Steps {
		steps[i] = document.Step{Person: s.Author, At: clock.At(s.At), Says: prose.Read(s.Text, m.People)}
	}
	says := prose.Read(m.Last, m.People)
	for i, p := range m.Proposals {
		made := prose.Proposal{ID: fmt.Sprintf("demo%06d", i), By: p.Author.String(), At: p.At.UnixMilli()}
		var there bool
		if says, there = prose.Propose(says, p.Quote, p.Text, made); !there {
			return fmt.Errorf("“%s” does not stand in one run of the text", p.Quote)
		}
		steps = append(steps, document.Step{Person: p.Author, At: clock.At(p.At), Says: says})
	}
	if err := a.Documents.WritePast(ctx, m.ID, steps); err != nil {
		return err
	}
	if err := a.remarkPast(ctx, m); err != nil {
		return err
	}
	return a.rulePast(ctx, m)
}

// waysOfNotices are where lines lead that are about desks, documents and
// clearances, when that is not to the item itself.
func waysOfNotices() home.Ways {
	to := func(page string) func(notification.Notice) string {
		return func(n notification.Notice) string { return document.Href(n.Subject.ID) + page }
	}
	out := home.Ways(desk.Ways())
	mine := func(notification.Notice) string { return "/settings#clearance" }
	maps.Copy(out, home.Ways{
		administration.ToldPublic: mine, administration.ToldLimited: mine, administration.ToldRestricted: mine,
		document.ToldWritten: to("/news"),
		history.ToldNamed:    to("/history"),
		request.ToldAsked:    to("/access"),
		request.ToldGranted:  to(""),
		request.ToldRefused:  to(""),
		request.ToldTaken:    to(""),
		margin.ToldResolved:  margin.Way,
		margin.ToldReopened:  margin.Way,
	})
	return out
}

// currentFile is the version of a file of a library that is fetched: libraries
// are built later.
func (a *App) currentFile(ctx context.Context, actor access.Actor, item id.ID) (content.File, error) {
	return a.Library.Current(ctx, actor, item)
}
