package discovery

import (
	"context"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/search"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// formMost bounds the forms of this feature, in bytes.
const formMost = 16 << 10

// keptScreen is the list of the searches that somebody keeps.
type keptScreen struct {
	list   []search.Saved
	follow map[id.ID]templ.Component
	page   func(path string) (search.Page, bool)
}

func (p *Pages) kept(r *web.Request) (web.Reply, error) {
	list, err := p.Engine.Kept(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	targets := make([]notification.Target, len(list))
	for i, k := range list {
		targets[i] = notification.Target{Kind: notification.Search, ID: k.ID}
	}
	levels, err := p.Follows.Levels(r.Context(), r.Actor.Person(), targets...)
	if err != nil {
		return nil, err
	}
	s := keptScreen{list: list, follow: map[id.ID]templ.Component{}, page: p.Engine.PageOf}
	for i, k := range list {
		level, chosen := levels[targets[i]]
		s.follow[k.ID] = p.Follow(targets[i], level, chosen, k.Name)
	}
	return web.Page(keptPage(s)), nil
}

// keep saves a search, and follows it when that is asked.
func (p *Pages) keep(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	name, path := form.Line("name", search.MaxSavedName), form.Line("page", 200)
	asked, bad := url.ParseQuery(form.Line("address", 2000))
	if err = form.Err(); err == nil && bad != nil {
		err = fault.New(fault.Malformed, "web.not_text")
	}
	var saved search.Saved
	if err == nil {
		saved, err = p.Engine.Keep(r.Context(), r.Actor, name, path, asked)
	}
	if f, ok := fault.As(err); ok && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		if of, known := p.Engine.PageOf(path); known && path != search.Path {
			k := keeping{path: path, address: search.Address(asked, of.Parameters), name: name, errors: ui.ErrorsFrom(r.Context(), err)}
			return web.PageStatus(f.Kind.Status(), keepPage(k)), nil
		}
		s, lost := p.look(r, asked)
		if lost != nil {
			return nil, lost
		}
		s.keep, s.keepName = ui.ErrorsFrom(r.Context(), err), name
		return web.PageStatus(f.Kind.Status(), searchPage(s)), nil
	}
	if err != nil {
		return nil, err
	}
	said := "discovery.keep.done"
	if form.Flag("follow") {
		said = "discovery.keep.followed"
		if err := p.Follows.Follow(r.Context(), r.Actor, notification.Target{Kind: notification.Search, ID: saved.ID}, notification.All); err != nil {
			return nil, err
		}
	}
	return web.Undoable("/searches", said, "/searches/"+saved.ID.String()+"/remove", "name", saved.Name), nil
}

func (p *Pages) forget(r *web.Request) (web.Reply, error) {
	one, err := r.PathID("search")
	if err != nil {
		return nil, err
	}
	saved, err := p.Engine.Forget(r.Context(), r.Actor, one)
	if err != nil {
		return nil, err
	}
	return web.Undoable("/searches", "discovery.saved.removed", "/searches/"+one.String()+"/restore", "name", saved.Name), nil
}

func (p *Pages) recall(r *web.Request) (web.Reply, error) {
	one, err := r.PathID("search")
	if err != nil {
		return nil, err
	}
	saved, err := p.Engine.Recall(r.Context(), r.Actor, one)
	if err != nil {
		return nil, err
	}
	return web.SeeSaying("/searches", "discovery.saved.restored", "name", saved.Name), nil
}

// nameOfKept is the name that a search is offered: what was typed.
func (s searchScreen) nameOfKept() string {
	if s.keepName != "" {
		return s.keepName
	}
	name := []rune(s.typed)
	return string(name[:min(len(name), search.MaxSavedName)])
}

// keeping is a search that is being kept.
type keeping struct {
	path, address string // of the page, and what it asks
	name          string // as typed
	errors        ui.Errors
}

// Keeping is the form with which a search of a page is kept under a name and
// followed: address says what is looked for, name is offered. Nothing is shown
// for an address that asks nothing.
func Keeping(path, address, name string) templ.Component {
	if address == "" {
		return templ.NopComponent
	}
	return keepForm(keeping{path: path, address: address, name: name})
}

func linksOf(list []search.Saved) ui.Links {
	links := make(ui.Links, len(list))
	for i, k := range list {
		links[i] = ui.Link{Label: k.Name, Href: k.Href(), Icon: "bookmark"}
	}
	return links
}

// summary says in one line what a kept search looks for.
func (s keptScreen) summary(ctx context.Context, k search.Saved) string {
	asked, err := url.ParseQuery(k.Address)
	if err != nil {
		return ""
	}
	p := i18n.From(ctx)
	var said []string
	if of, known := s.page(k.Page); known && of.Title != "" {
		said = append(said, p.T(of.Title))
	}
	filters := 0
	for name, values := range asked {
		if name != "q" && name != "kind" && name != "sort" {
			filters += len(values)
		}
	}
	if q := asked.Get("q"); q != "" {
		said = append(said, q)
	}
	for _, kind := range asked["kind"] {
		said = append(said, kindLabel(p, kind))
	}
	if filters > 0 {
		said = append(said, p.T("discovery.saved.filters", "count", filters))
	}
	return strings.Join(said, " · ")
}

// queryEscape writes a text as a part of an address.
func queryEscape(s string) string { return url.QueryEscape(s) }
