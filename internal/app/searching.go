package app

import (
	"parvis/internal/knowledge"
	"parvis/internal/publication"
	"parvis/internal/search"
)

// buildSearch makes what finds, once what it tells people of exists.
func (a *App) buildSearch() {
	a.Search = search.New(search.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Acts: a.Acts, Queue: a.Jobs, Notices: a.Notifications,
		People: a.Identity, Tags: a.Content, Out: a.Log, Data: a.Config.Data,
		// one line per kind whose items or answers may be trusted more than others
		Signs: []search.Signs{publication.Accepted, knowledge.Trusted},
	})
}
