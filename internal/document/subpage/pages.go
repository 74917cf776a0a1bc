package subpage

import (
	"net/http"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the screens of trees, and what they show beside a document.
type Pages struct{ Service *Service }

const formSize = 1 << 16 // bytes

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/d/{item}/pages", access.ReadItem, p.arrange)
	rt.Post("/d/{item}/pages/place", document.Write, p.place)
}

func pagesURL(item id.ID) string { return "/d/" + item.String() + "/pages" }

// Beside is the way to a document from the top of its tree, and that tree.
func (p *Pages) Beside(r *web.Request, t content.Thread) (document.Beside, error) {
	if t.State == access.Binned {
		return document.Beside{}, nil
	}
	tree, err := p.Service.Around(r.Context(), r.Actor, t.ID)
	if err != nil {
		return document.Beside{}, err
	}
	var out document.Beside
	if n := len(tree.under(t.ID)) - 1; n > 0 {
		out.Stays = i18n.T(r.Context(), "subpage.stays", "count", n)
	}
	for _, above := range tree.Path(t.ID) {
		out.Crumbs = append(out.Crumbs, ui.Crumb{Label: above.Title, Href: document.Href(above.ID)})
	}
	v := beside{Item: t.Item, Tree: tree, Writes: r.Actor.May(document.Write, t.Label) && r.Actor.Role(t.Community) >= access.GuestRole}
	if v.Writes || tree.Count() > 1 {
		out.Aside = besideTree(v)
	}
	return out, nil
}

// beside is the tree next to one of its documents.
type beside struct {
	Item   content.Item
	Tree   Tree
	Writes bool // may begin a page under it
}

// arranging is the tree of a document where it is put in order.
type arranging struct {
	Item   content.Item
	Place  content.Place
	Tree   Tree
	Moved  string // what has just been moved, to keep the keyboard there
	Errors ui.Errors
}

func (p *Pages) arrange(r *web.Request) (web.Reply, error) { return p.arranged(r, nil) }

func (p *Pages) arranged(r *web.Request, why error) (web.Reply, error) {
	ctx := r.Context()
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	a := arranging{Moved: r.Query("moved")}
	if a.Item, err = p.Service.glance(ctx, r.Actor, access.ReadItem, item); err != nil {
		return nil, err
	}
	if a.Tree, err = p.Service.Around(ctx, r.Actor, item); err != nil {
		return nil, err
	}
	if a.Place, err = p.Service.Content.Place(ctx, r.Actor, a.Item.Community); err != nil {
		return nil, err
	}
	status := http.StatusOK
	if why != nil {
		a.Errors, status = ui.ErrorsFrom(ctx, why), fault.KindOf(why).Status()
	}
	return web.PageStatus(status, arrangePage(a)), nil
}

// place moves a page and shows the tree again, with the keyboard on it.
func (p *Pages) place(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	to := Place{Under: form.ID("to")}
	switch form.Choice("step", "", "up", "down") {
	case "up":
		to.Step = Up
	case "down":
		to.Step = Down
	}
	if at := form.Line("at", 6); at != "" {
		if to.At, err = strconv.Atoi(at); err != nil {
			form.Fail("at", "fault.field.choice")
		}
	}
	if err = form.Err(); err == nil {
		err = p.Service.Move(r.Context(), r.Actor, item, to)
	}
	if f, ok := fault.As(err); ok && f.Kind == fault.Invalid {
		return p.arranged(r, err)
	}
	if err != nil {
		return nil, err
	}
	return web.See(pagesURL(item) + "?moved=" + item.String()), nil
}
