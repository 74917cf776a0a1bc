package app

import (
	"io/fs"

	"parvis/internal/account"
	"parvis/internal/administration"
	"parvis/internal/api"
	"parvis/internal/community"
	"parvis/internal/content"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/archive"
	"parvis/internal/correspondence/desk"
	"parvis/internal/correspondence/intake"
	"parvis/internal/correspondence/measure"
	"parvis/internal/correspondence/setting"
	"parvis/internal/demonstration"
	"parvis/internal/directory"
	"parvis/internal/discovery"
	"parvis/internal/document"
	"parvis/internal/document/citation"
	"parvis/internal/document/exchange"
	"parvis/internal/document/history"
	"parvis/internal/document/margin"
	"parvis/internal/document/proposal"
	"parvis/internal/document/request"
	"parvis/internal/document/shelf"
	"parvis/internal/document/signoff"
	"parvis/internal/document/subpage"
	"parvis/internal/document/template"
	"parvis/internal/home"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/importing"
	"parvis/internal/knowledge"
	"parvis/internal/library"
	"parvis/internal/notification"
	"parvis/internal/publication"
	"parvis/internal/question"
	"parvis/internal/reading"
	"parvis/internal/search"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// features are the uses of the mission, each built from the commons. They
// never import each other: what one needs of another is a small interface it
// declares, handed over here.
type features struct {
	// one field per feature, in alphabetical order
	Account        *account.Service
	Administration *administration.Service
	Archive        *archive.Service
	Citations      *citation.Service
	Community      *community.Service
	Content        *content.Service
	Dispatches     *correspondence.Service
	Desks          *desk.Service
	Settings       *setting.Service
	Directory      *directory.Service
	Imports        *importing.Service
	Intake         *intake.Service
	Demonstration  *demonstration.Service
	Documents      *document.Service
	History        *history.Service
	Exchange       *exchange.Service
	Knowledge      *knowledge.Service
	Library        *library.Service
	Margin         *margin.Service
	Measures       *measure.Service
	Notifications  *notification.Service
	Publications   *publication.Service
	Questions      *question.Service
	Reading        *reading.Pages
	Requests       *request.Service
	Search         *search.Service
	Shelf          *shelf.Service
	Signing        *signoff.Service
	Subpages       *subpage.Service
	Templates      *template.Service
}

// messages lists the catalogues: one per package that speaks.
func messages() []fs.FS {
	return []fs.FS{
		i18n.Messages, identity.Messages, search.Messages, web.Messages, ui.Messages, api.Messages, Messages,
		// one line per feature, in alphabetical order
		account.Messages, administration.Messages, archive.Messages, citation.Messages, community.Messages, content.Messages, correspondence.Messages, desk.Messages, directory.Messages, discovery.Messages, document.Messages, exchange.Messages, history.Messages, home.Messages, intake.Messages, knowledge.Messages, library.Messages, margin.Messages, measure.Messages, proposal.Messages, publication.Messages, question.Messages, reading.Messages, request.Messages, setting.Messages, shelf.Messages, signoff.Messages, subpage.Messages, template.Messages,
	}
}

// buildFeatures makes the features and declares their routes, kinds and
// followers.
func (a *App) buildFeatures() error {
	// one paragraph per feature, in the order in which they need each other
	a.Community = community.New(a.DB, a.IDs, a.Clock, a.Activity, a.Acts)
	a.Notifications = notification.New(a.DB, a.Clock, a.Hub, a.Log)
	community.Tell(a.Notifications)
	a.Activity.Follow("notices", a.Notifications.Handle)

	if err := a.buildContent(); err != nil {
		return err
	}
	a.Reading = &reading.Pages{Content: a.Content, Markdown: a.Markdown}
	a.Reading.Routes(a.Router)

	if err := a.buildLibrary(); err != nil {
		return err
	}
	a.buildPlaces()
	a.buildDesks()
	if err := a.buildAccounts(); err != nil {
		return err
	}

	a.buildSearch()
	a.buildArchive()
	finding := &discovery.Pages{
		Engine: a.Search, Items: a.Content, Follows: a.Notifications, Row: publication.Row, Follow: home.Follow, Lines: a.Directory.Lines, Faces: a.faces,
	}
	finding.Routes(a.Router)
	toRead := &home.Pages{Notifications: a.Notifications, Signals: a.Hub, Places: places{a.Community}, Items: a.Content, Searches: a.Search, Gestures: askedGestures(), Ways: waysOfNotices()}
	toRead.Routes(a.Router)

	a.buildImports()

	a.Demonstration = demonstration.New(demonstration.Config{
		DB: a.DB, Clock: a.Clock, People: a.Identity, Log: a.Activity, Acts: a.Acts, Notifications: a.Notifications, Queue: a.Jobs,
		Shelve: a.shelve, Write: a.writePast, Mail: mailroom{a},
	})

	// What programs may do; the order is that of the description.
	account.API(a.API, a.Account)
	home.API(a.API, toRead)
	community.API(a.API, a.Community)
	publication.API(a.API, a.Publications)
	library.API(a.API, a.Library)
	knowledge.API(a.API, a.Knowledge)
	document.API(a.API, a.writing)
	exchange.API(a.API, a.Exchange)
	history.API(a.API, a.History)
	proposal.API(a.API, a.proposals)
	request.API(a.API, a.Requests)
	signoff.API(a.API, a.Signing)
	template.API(a.API, a.Templates)
	margin.API(a.API, a.Margin)
	subpage.API(a.API, a.Subpages)
	shelf.API(a.API, a.Shelf)
	citation.API(a.API, a.Citations)
	reading.API(a.API, a.Content)
	question.API(a.API, a.Questions)
	correspondence.API(a.API, a.Dispatches)
	desk.API(a.API, a.Desks)
	setting.API(a.API, a.Settings)
	archive.API(a.API, a.Archive)
	measure.API(a.API, a.Measures)
	directory.API(a.API, a.Directory)
	discovery.API(a.API, finding)
	administration.API(a.API, a.Administration)
	a.API.Routes(a.Router)
	a.routes()
	return nil
}
