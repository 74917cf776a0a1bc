package template

import (
	"net/http"
	"net/url"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the screens of templates, and the gesture on the page of a document.
type Pages struct{ Service *Service }

const formSize = 1 << 16 // bytes

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/c/{community}/documents/templates", access.ReadCommunity, p.list)

	rt.Get("/d/{item}/template", Keep, p.ask)
	rt.Post("/d/{item}/template", Keep, p.keep)
	rt.Post("/d/{item}/template/remove", Keep, p.remove)
	rt.Post("/d/{item}/template/restore", Keep, p.restore)
}

func formURL(item id.ID) string { return "/d/" + item.String() + "/template" }

func listURL(community id.ID) string { return "/c/" + community.String() + "/documents/templates" }

// Entries are the gestures on a document: to offer it, or to change what it is
// offered as.
func (p *Pages) Entries(r *web.Request, t content.Thread) ([]ui.MenuEntry, error) {
	if !r.Actor.May(Keep, t.Label) {
		return nil, nil
	}
	of, offered, err := p.Service.Of(r.Context(), r.Actor, t.ID)
	if err != nil || offered && of.Site && !r.Actor.IsAdmin() {
		return nil, err
	}
	key := "template.make"
	switch {
	case offered:
		key = "template.change"
	case r.Actor.Role(t.Community) < access.ManagerRole:
		key = "template.make.site"
	}
	return []ui.MenuEntry{{Label: i18n.T(r.Context(), key), Icon: "layout-template", Href: formURL(t.ID)}}, nil
}

// offering is the form of what a document is offered as.
type offering struct {
	Item    content.Item
	Place   content.Place
	Values  url.Values
	Offered bool // already
	Site    bool // may be offered on the whole site
	Here    bool // may be offered in its community alone
	Errors  ui.Errors
}

// gather reads what the form shows; values are what was typed, nil at first.
func (p *Pages) gather(r *web.Request, values url.Values, why error) (web.Reply, error) {
	ctx := r.Context()
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	o := offering{Values: values, Site: r.Actor.IsAdmin()}
	if o.Item, _, err = p.Service.Content.Glance(ctx, r.Actor, Keep, item); err != nil {
		return nil, err
	}
	if o.Item.Kind != document.Kind {
		return nil, fault.NotFound()
	}
	if o.Place, err = p.Service.Content.Place(ctx, r.Actor, o.Item.Community); err != nil {
		return nil, err
	}
	o.Here = o.Place.Manages
	of, offered, err := p.Service.Of(ctx, r.Actor, item)
	if err != nil {
		return nil, err
	}
	if o.Offered = offered; values == nil {
		o.Values = url.Values{"name": {o.Item.Title}}
		if offered {
			o.Values = url.Values{"name": {of.Name}, "help": {of.Help}}
		}
		if of.Site && offered || !o.Here {
			o.Values.Set("where", "site")
		}
	}
	status := http.StatusOK
	if why != nil {
		o.Errors, status = ui.ErrorsFrom(ctx, why), fault.KindOf(why).Status()
	}
	return web.PageStatus(status, formPage(o)), nil
}

func (p *Pages) ask(r *web.Request) (web.Reply, error) { return p.gather(r, nil, nil) }

func (p *Pages) keep(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	o := Offer{Item: item, Name: form.Line("name", MaxName), Help: form.Line("help", MaxHelp), Site: form.Choice("where", "place", "site") == "site"}
	err = form.Err()
	var t Template
	if err == nil {
		t, err = p.Service.Keep(r.Context(), r.Actor, o)
	}
	if f, ok := fault.As(err); ok && (f.Kind == fault.Invalid || f.Key == "template.site.admins") {
		return p.gather(r, form.Values(), err)
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(listURL(t.Community), "template.done.kept", "name", t.Name), nil
}

// changed answers a gesture on a template: back to the list of its community.
func (p *Pages) changed(r *web.Request, change func(item id.ID) error, reply func(t content.Item) web.Reply) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	if err := change(item); err != nil {
		return nil, err
	}
	it, _, err := p.Service.Content.Glance(r.Context(), r.Actor, access.ReadItem, item)
	if err != nil {
		return nil, err
	}
	return reply(it), nil
}

func (p *Pages) remove(r *web.Request) (web.Reply, error) {
	return p.changed(r, func(item id.ID) error { return p.Service.Remove(r.Context(), r.Actor, item) }, func(it content.Item) web.Reply {
		return web.Undoable(listURL(it.Community), "template.done.removed", formURL(it.ID)+"/restore")
	})
}

func (p *Pages) restore(r *web.Request) (web.Reply, error) {
	return p.changed(r, func(item id.ID) error { return p.Service.Restore(r.Context(), r.Actor, item) }, func(it content.Item) web.Reply {
		return web.SeeSaying(listURL(it.Community), "template.done.restored")
	})
}

// listing is what one may begin with in a community.
type listing struct {
	Place  content.Place
	Here   []Template
	Site   []Template
	Writes bool // may begin a document
	Admin  bool
}

func (p *Pages) list(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	l := listing{Admin: r.Actor.IsAdmin()}
	if l.Place, err = p.Service.Content.Place(r.Context(), r.Actor, community); err != nil {
		return nil, err
	}
	all, err := p.Service.Offered(r.Context(), r.Actor, community)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if t.Site {
			l.Site = append(l.Site, t)
		} else {
			l.Here = append(l.Here, t)
		}
	}
	l.Writes = r.Actor.Role(community) >= access.GuestRole && !l.Place.Archived
	return web.Page(listPage(l)), nil
}
