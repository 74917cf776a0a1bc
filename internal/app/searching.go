package app

import (
	"context"
	"strings"

	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/knowledge"
	"parvis/internal/library"
	"parvis/internal/publication"
	"parvis/internal/search"
	"parvis/internal/store"
	"parvis/internal/ui"
)

// buildSearch makes what finds, once what it tells people of exists.
func (a *App) buildSearch() {
	a.Search = search.New(search.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Acts: a.Acts, Queue: a.Jobs, Notices: a.Notifications,
		People: a.Identity, Tags: a.Content, Out: a.Log, Data: a.Config.Data,
		// one line per kind whose items or answers may be trusted more than others
		Signs: []search.Signs{publication.Accepted, knowledge.Trusted},
		Texts: a.fileTexts, Current: library.Current,
	})
	a.Administration.Thesaurus = a.Search.Thesaurus
}

// fileTexts is what files say, for search; those that were not read are left
// out, and those that an antivirus holds.
func (a *App) fileTexts(ctx context.Context, on store.Querier, hashes []string) (map[string]string, error) {
	found, err := a.Content.OpenText(ctx, on, hashes...)
	out := make(map[string]string, len(found))
	for hash, t := range found {
		if t.Reason == "" && t.Body != "" {
			out[hash] = strings.TrimSpace(t.Title + " " + t.Body)
		}
	}
	return out, err
}

// faces are how the people of search are shown.
func (a *App) faces(ctx context.Context, people []id.ID) (map[id.ID]ui.Person, error) {
	found, err := identity.Faces(ctx, a.DB, people)
	out := make(map[id.ID]ui.Person, len(found))
	for who, f := range found {
		out[who] = ui.Person{Name: f.Name, Handle: f.Handle, Guest: f.Guest, Href: "/p/" + f.Handle}
	}
	return out, err
}
