package app

import (
	"path/filepath"

	"parvis/internal/blob"
	"parvis/internal/content"
	"parvis/internal/publication"
)

// buildContent makes what people publish, and its screens.
func (a *App) buildContent() (err error) {
	if a.Files, err = blob.OpenDisk(filepath.Join(a.Config.Data, "files")); err != nil {
		return err
	}
	a.Content = content.NewService(content.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, People: a.Identity, Files: a.Files,
		Kinds: publication.Kinds(),
	})
	a.Publications = publication.NewService(publication.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, Content: a.Content,
	})
	pages := &publication.Pages{Service: a.Publications, Content: a.Content, Markdown: a.Markdown}
	pages.Routes(a.Router)
	return nil
}
