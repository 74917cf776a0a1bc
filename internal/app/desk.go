package app

import (
	"parvis/internal/correspondence/desk"
	"parvis/internal/correspondence/measure"
	"parvis/internal/correspondence/setting"
)

// buildDesks makes what receives and sorts dispatches, and what those who write
// them choose from.
func (a *App) buildDesks() {
	a.Desks = desk.NewService(desk.Parts{DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Acts: a.Acts, Queue: a.Jobs, Hub: a.Hub, Content: a.Content})
	desk.Tell(a.Notifications)
	a.Activity.Follow("useful dispatches", a.Desks.Rate)
	pages := &desk.Pages{Service: a.Desks, Markdown: a.Markdown, Notices: a.Notifications}
	pages.Routes(a.Router)
	a.Measures = measure.NewService(measure.Parts{DB: a.DB, Clock: a.Clock, Queue: a.Jobs})
	measured := &measure.Pages{Service: a.Measures}
	measured.Routes(a.Router)
	a.Settings = &setting.Service{DB: a.DB, IDs: a.IDs, Acts: a.Acts}
	settings := &setting.Pages{Service: a.Settings}
	settings.Routes(a.Router)
}
