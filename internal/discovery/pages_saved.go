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
	s := keptScreen{list: list, follow: map[id.ID]templ.Component{}}
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
	name := form.Line("name", search.MaxSavedName)
	asked, bad := url.ParseQuery(form.Line("address", 2000))
	if err = form.Err(); err == nil && bad != nil {
		err = fault.New(fault.Malformed, "web.not_text")
	}
	var saved search.Saved
	if err == nil {
		saved, err = p.Engine.Keep(r.Context(), r.Actor, name, asked)
	}
	if f, ok := fault.As(err); ok && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
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

func linksOf(list []search.Saved) ui.Links {
	links := make(ui.Links, len(list))
	for i, k := range list {
		links[i] = ui.Link{Label: k.Name, Href: "/search?" + k.Address, Icon: "bookmark"}
	}
	return links
}

// summary says in one line what a kept search looks for.
func summary(ctx context.Context, k search.Saved) string {
	asked, err := url.ParseQuery(k.Address)
	if err != nil {
		return ""
	}
	p := i18n.From(ctx)
	var said []string
	if q := asked.Get("q"); q != "" {
		said = append(said, q)
	}
	for _, kind := range asked["kind"] {
		said = append(said, kindLabel(p, kind))
	}
	if n := len(asked["from"]) + len(asked["in"]) + len(asked["tag"]) + len(asked["after"]) + len(asked["before"]) + len(asked["file"]); n > 0 {
		said = append(said, p.T("discovery.saved.filters", "count", n))
	}
	return strings.Join(said, " · ")
}

// queryEscape writes a text as a part of an address.
func queryEscape(s string) string { return url.QueryEscape(s) }
