package correspondence

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Composer is what the form to write a publication lends.
type Composer interface {
	Uploads(r *web.Request, form *web.Form) (added []string, failed []*fault.Error)
	TagField(value, problem string, proposed []content.Tag) templ.Component
	FileField(kept []content.File, problem string) templ.Component
}

// Pages are the screens on which dispatches are written and signed. All parts
// are required.
type Pages struct {
	Service  *Service
	IDs      *id.Maker
	Markdown *text.Renderer
	Composer Composer
	// Settings are the tabs of one's settings, where one says who replaces one.
	Settings func(r *web.Request, current string) ui.Tabs
	// Near finds the dispatches that are most like a text, for who may read them.
	Near func(ctx context.Context, actor access.Actor, written string, limit int) ([]id.ID, error)
	// Titled finds those whose subject has words that are being typed.
	Titled func(ctx context.Context, actor access.Actor, typed string, limit int) ([]id.ID, error)
}

// uploadSize bounds the form of a dispatch with its files, formSize the others,
// in bytes.
const (
	formSize   = 64 << 10
	uploadSize = 5*content.MaxFileSize + 1<<20
)

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/dispatches", content.SignedIn, p.mine)
	rt.Get("/dispatches/new", content.SignedIn, p.compose)
	rt.Post("/dispatches/new", content.SignedIn, p.write)
	rt.Get("/dispatches/receivers", content.SignedIn, p.receivers)
	rt.Post("/dispatches/qualifications", content.SignedIn, p.qualifications)
	rt.Get("/suggest/desks", content.SignedIn, p.suggestDesks)
	rt.Get("/suggest/dispatches", content.SignedIn, p.suggestDispatches)

	p.circuit(rt)
	p.substitution(rt)
	rt.Get("/dispatches/{item}/edit", content.EditItem, p.edit)
	rt.Post("/dispatches/{item}/edit", content.EditItem, p.saveEdit)
	rt.Post("/dispatches/{item}/send", Work, p.send)
	rt.Post("/dispatches/{item}/release", Work, p.release)
	rt.Get("/dispatches/{item}/return", Work, p.returning)
	rt.Post("/dispatches/{item}/return", Work, p.sendBack)
	rt.Post("/dispatches/{item}/drop", Take, p.drop)
	rt.Post("/dispatches/{item}/correct", access.ReadItem, p.correct)
}

func dispatchURL(item id.ID) string { return "/dispatches/" + item.String() }

// FormURL is where a dispatch that is not out is changed.
func FormURL(item id.ID) string { return dispatchURL(item) + "/edit" }

// typed tells whether err is about what was typed, so that the form is shown
// again rather than an error page.
func typed(err error) bool {
	f, ok := fault.As(err)
	return ok && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge || f.Kind == fault.Conflict && !content.IsReplay(err))
}

// Resume is where a draft of ours is taken up again, "" for another's.
func Resume(d content.Draft) string {
	if d.Fields["kind"] != Kind {
		return ""
	}
	if form, is := d.Form(); is {
		return "/dispatches/new?draft=" + form
	}
	return "/dispatches/" + strings.TrimPrefix(d.Place, "edit-") + "/edit"
}
