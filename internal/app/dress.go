package app

import (
	"context"

	"github.com/a-h/templ"

	"parvis/internal/identity"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// dress surrounds the pages with the site's shell.
type dress struct{ *App }

// Shell implements web.Dress.
func (d dress) Shell(r *web.Request) (context.Context, error) {
	shell := ui.Shell{
		Site:  d.Administration.Dress(r.Context()),
		Theme: theme(r.Viewer.Person.Theme),
		Path:  r.URL.RequestURI(),
		Now:   r.Now.Time,
	}
	if flash := r.Flash(); flash.Key != "" {
		shell.Flash = ui.Flash{Message: r.T(flash.Key, flash.Args...), Tone: ui.Success, Undo: flash.Undo}
	}
	if r.SignedIn() {
		shell.Me = d.me(r.Viewer.Person)
		shell.Person = r.Actor.Person().String()
		shell.Admin, shell.Cleared = r.Actor.IsAdmin(), int(r.Actor.Clearance())
		var err error
		if shell.Menu, err = d.menu(r); err != nil {
			return nil, err
		}
		shell.Live = !r.Viewer.CharterDue // until it is accepted, every other page leads to the charter
		counts, err := d.Notifications.Counts(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		shell.ForMe, shell.ForInfo = counts.Do+counts.ForMe, counts.ForInfo
		if r.Actor.IsAgent() || len(r.Actor.Communities()) > 0 {
			shell.New = "/new"
		}
	}
	return ui.WithShell(r.Context(), shell), nil
}

func (d dress) me(p identity.Person) ui.Person {
	me := ui.Person{Name: p.Name, Handle: p.Handle}
	if p.Photo != "" {
		me.Photo = "/p/" + p.Handle + "/photo"
	}
	return me
}

// menu is the rail. Guests have only what they were invited to.
func (d dress) menu(r *web.Request) ([]ui.NavEntry, error) {
	entry := func(section, icon, href string) ui.NavEntry {
		return ui.NavEntry{Section: section, Label: r.T("app.menu." + section), Href: href, Icon: icon, Phone: true}
	}
	menu := []ui.NavEntry{entry("home", "house", "/"), entry("communities", "users-round", "/communities")}
	receives, err := d.Desks.Receives(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	if receives {
		menu = append(menu, entry("desk", "inbox", "/desk"))
	}
	if r.Actor.IsAgent() {
		units := entry("units", "network", "/units")
		units.Phone = false
		menu = append(menu, entry("people", "contact-round", "/people"), units)
	}
	return append(menu, entry("search", "search", "/search")), nil
}

// theme is what the layout expects: the device decides when nothing is chosen.
func theme(chosen string) string {
	if chosen == "auto" {
		return ""
	}
	return chosen
}

// Fault implements web.Dress.
func (d dress) Fault(title, advice string, status int) templ.Component {
	return faultPage(title, advice, status)
}
