package app

import (
	"parvis/internal/correspondence/desk"
)

// buildDesks makes what receives and sorts dispatches.
func (a *App) buildDesks() {
	a.Desks = desk.NewService(desk.Parts{DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Acts: a.Acts, Content: a.Content})
	pages := &desk.Pages{Service: a.Desks, Markdown: a.Markdown}
	pages.Routes(a.Router)
}
