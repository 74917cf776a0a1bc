package library

import (
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the screens of libraries. Frame and the rest come from other
// features; nil leaves Preview and Saw out.
type Pages struct {
	Service *Service

	// Frame draws a view of a community under its head and tabs.
	Frame func(r *web.Request, tab string, body templ.Component) (templ.Component, error)
	// Preview shows what a file holds; a nil component shows a card.
	Preview func(r *web.Request, file content.File) (templ.Component, error)
	// Saw says that somebody opened a library: what they were told of it is seen.
	Saw func(r *web.Request, community id.ID) error
}

// Tab is the address of the view below that of its community.
const Tab = "library"

const (
	formSize  = 1 << 20
	plainSize = 250 << 20 // of a form with files, sent without scripts
	plainMany = 50        // files in such a form
)

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/c/{community}/library", Browse, p.open)
	rt.Get("/c/{community}/library/{folder}", Browse, p.open)
	rt.Get("/c/{community}/library/new", Arrange, p.askFolder)
	rt.Post("/c/{community}/library/new", Arrange, p.makeFolder)
	rt.Get("/c/{community}/library/{folder}/edit", Arrange, p.askName)
	rt.Post("/c/{community}/library/{folder}/edit", Arrange, p.saveName)
	rt.Post("/c/{community}/library/files", Add, p.send)
	rt.Get("/c/{community}/library/move", Add, p.askMove)
	rt.Post("/c/{community}/library/move", Add, p.move)
	rt.Post("/c/{community}/library/bin", Add, p.bin)
	rt.Post("/c/{community}/library/restore", Add, p.restore)
	rt.Get("/c/{community}/library/zip", Browse, p.zip)
	rt.Get("/c/{community}/library/quota", SetQuota, p.askQuota)
	rt.Post("/c/{community}/library/quota", SetQuota, p.saveQuota)

	rt.Get("/i/{item}/name", content.EditItem, p.askFileName)
	rt.Post("/i/{item}/name", content.EditItem, p.saveFileName)
	rt.Get("/i/{item}/version", Replace, p.askVersion)
	rt.Post("/i/{item}/version", Replace, p.saveVersion)
	rt.Post("/i/{item}/versions/{file}/return", Replace, p.turnBack)
	rt.Get("/i/{item}/download", access.ReadItem, p.download)

	rt.Options("/c/{community}/library/uploads", Add, p.capacities)
	rt.Post("/c/{community}/library/uploads", Add, p.begin)
	rt.Get("/uploads/{upload}", content.SignedIn, p.progress)
	rt.Patch("/uploads/{upload}", content.SignedIn, p.append)
	rt.Post("/uploads/{upload}", content.SignedIn, p.override)
	rt.Delete("/uploads/{upload}", content.SignedIn, p.cancel)
}

// href is the address of a library, or of a folder of it.
func href(community, folder id.ID) string {
	to := "/c/" + community.String() + "/library"
	if folder != 0 {
		to += "/" + folder.String()
	}
	return to
}

// place reads the community and the folder of an address.
func place(r *web.Request) (community, folder id.ID, err error) {
	if community, err = r.PathID("community"); err != nil {
		return 0, 0, err
	}
	if r.PathValue("folder") != "" {
		folder, err = r.PathID("folder")
	}
	return community, folder, err
}

// screen is a folder as its page shows it.
type screen struct {
	View
	actor   access.Actor
	filter  Filter
	query   url.Values // what narrows or sorts, without the place in the list
	readers content.Readers
	largest int64
}

func (p *Pages) open(r *web.Request) (web.Reply, error) {
	community, folder, err := place(r)
	if err != nil {
		return nil, err
	}
	s := screen{actor: r.Actor, query: url.Values{}, largest: p.Service.Largest}
	s.filter = Filter{Folder: folder, Text: r.Query("q"), Sort: ByName, After: r.QueryID("after")}
	if s.filter.Text != "" {
		s.query.Set("q", s.filter.Text)
	}
	for _, known := range Sorts() {
		if r.Query("sort") == string(known) {
			s.filter.Sort = known
		}
	}
	if s.filter.Sort != ByName {
		s.query.Set("sort", string(s.filter.Sort))
	}
	if s.View, err = p.Service.Open(r.Context(), r.Actor, community, s.filter); err != nil {
		return nil, err
	}
	if r.IsFragment() {
		return web.Fragment(shelf(s)), nil
	}
	if s.readers, err = p.Service.Content.WhoReads(r.Context(), r.Actor, community, access.Everyone, nil); err != nil {
		return nil, err
	}
	if p.Saw != nil {
		if err := p.Saw(r, community); err != nil {
			return nil, err
		}
	}
	return p.framed(r, libraryPage(s))
}

func (p *Pages) framed(r *web.Request, body templ.Component) (web.Reply, error) {
	whole, err := p.Frame(r, Tab, body)
	if err != nil {
		return nil, err
	}
	return web.Page(whole), nil
}

// send keeps the files of a form, as sent without scripts.
func (p *Pages) send(r *web.Request) (web.Reply, error) {
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	// Judged before the body is read, which may be long.
	if _, err := access.Load(r.Context(), p.Service.DB, r.Actor, Add, community); err != nil {
		return nil, err
	}
	form, err := r.Form(plainSize)
	if err != nil {
		return nil, err
	}
	folder, same := form.ID("folder"), form.Choice("same", "both", "version") == "version"
	if err := form.Err(); err != nil {
		return nil, err
	}
	files, err := form.Files("files", plainMany)
	if err != nil {
		return nil, err
	}
	defer web.CloseAll(files)
	back := href(community, folder)
	if len(files) == 0 {
		return web.SeeSaying(back, "library.sent.none"), nil
	}
	for _, f := range files {
		kept, err := p.Service.Content.Receive(r.Context(), r.Actor, f.Name, f.Content, p.Service.Largest)
		if err == nil {
			_, err = p.Service.Add(r.Context(), r.Actor, NewFile{Community: community, Folder: folder, Kept: kept, Same: same, Burst: len(files) > 1})
		}
		if told, ok := fault.As(err); ok && len(told.Fields) == 0 && told.Kind != fault.KindNotFound {
			return web.SeeSaying(back, "library.sent.refused", "name", f.Name, "why", r.T(told.Key, told.Args...)), nil
		}
		if err != nil {
			return nil, err
		}
	}
	return web.SeeSaying(back, "library.sent", "count", len(files)), nil
}

// typed tells whether err is about what was typed, so that the form is shown
// again.
func typed(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.TooLarge, fault.TooMany, fault.Conflict, fault.Unsupported:
		return true
	}
	return false
}

func status(err error) int { return fault.KindOf(err).Status() }

// asking is a plain page that asks one thing.
type asking struct {
	community id.ID
	folder    Folder
	item      content.Item
	form      id.ID
	value     string
	note      string
	errors    ui.Errors
}
