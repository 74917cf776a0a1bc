package app

import (
	"parvis/internal/community"
	"parvis/internal/content"
	"parvis/internal/knowledge"
	"parvis/internal/publication"
	"parvis/internal/web"
)

// buildKnowledge makes the sheets, and lends them the page that all items share
// and the form of publications.
func (a *App) buildKnowledge(shared *publication.Pages) *knowledge.Pages {
	a.Knowledge = knowledge.NewService(knowledge.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, People: a.Identity, Content: a.Content,
	})
	knowledge.Tell(a.Notifications)
	pages := &knowledge.Pages{Service: a.Knowledge, Content: a.Content, Markdown: a.Markdown, Desk: shared}
	shared.Faces[knowledge.Kind] = func(r *web.Request, t content.Thread) (publication.Features, error) {
		f, err := pages.Face(r, t)
		return publication.Features{Above: f.Above, Below: f.Below, States: f.States, Entries: f.Entries, Crumbs: f.Crumbs, Asks: f.Asks}, err
	}
	shared.Beside = append(shared.Beside, func(r *web.Request, t content.Thread) (publication.Additions, error) {
		more, err := pages.Beside(r, t)
		return publication.Additions{Note: more.Note, Entries: more.Entries, Said: more.Said}, err
	})
	shared.Elsewhere = append(shared.Elsewhere, publication.Elsewhere{Kind: knowledge.Kind, Page: knowledge.Tab + "/new", Help: "knowledge.compose.help"})
	return pages
}

// knowledgeTab is the tree of contents among the views of a community.
var knowledgeTab = community.Tab{Page: knowledge.Tab, Label: "knowledge.tab"}
