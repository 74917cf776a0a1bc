package app

import (
	"io/fs"

	"parvis/internal/api"
	"parvis/internal/community"
	"parvis/internal/i18n"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// features are the uses of the mission, each built from the commons. They
// never import each other: what one needs of another is a small interface it
// declares, handed over here.
type features struct {
	// one field per feature, in alphabetical order
	Community *community.Service
}

// messages lists the catalogues: one per package that speaks.
func messages() []fs.FS {
	return []fs.FS{
		i18n.Messages, web.Messages, ui.Messages, api.Messages, Messages,
		// one line per feature, in alphabetical order
		community.Messages,
	}
}

// buildFeatures makes the features and declares their routes, kinds and
// followers.
func (a *App) buildFeatures() error {
	// one paragraph per feature, in the order in which they need each other
	a.Community = community.New(a.DB, a.IDs, a.Clock, a.Activity, a.Acts)
	a.API.Routes(a.Router)
	a.routes()
	return nil
}
