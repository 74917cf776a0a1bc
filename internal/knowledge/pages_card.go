package knowledge

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// carding is the form that files a sheet, names its sources and its owner.
type carding struct {
	Item     content.Item
	Values   url.Values
	Sections []*Node
	Owner    ui.Person
	HandsOn  bool // may make somebody else its owner
	Errors   ui.Errors
}

func (p *Pages) carding(r *web.Request) (carding, error) {
	ctx := r.Context()
	item, err := r.PathID("item")
	if err != nil {
		return carding{}, err
	}
	it, label, err := p.Content.Glance(ctx, r.Actor, content.EditItem, item)
	if err != nil {
		return carding{}, err
	}
	if it.Kind != Kind {
		return carding{}, fault.NotFound()
	}
	c := carding{Item: it, HandsOn: r.Actor.May(HandOver, label)}
	tree, err := p.Service.tree(ctx, r.Actor, it.Community)
	if err != nil {
		return c, err
	}
	c.Sections = tree.Sections()
	people, err := p.people(r, []id.ID{it.Owner})
	c.Owner = people[it.Owner]
	return c, err
}

func (p *Pages) card(r *web.Request) (web.Reply, error) {
	c, err := p.carding(r)
	if err != nil {
		return nil, err
	}
	sh, _, err := p.Service.Sheet(r.Context(), r.Actor, c.Item.ID)
	if err != nil {
		return nil, err
	}
	sources, err := p.Service.sources(r.Context(), r.Actor, c.Item.ID)
	if err != nil {
		return nil, err
	}
	c.Values = url.Values{"section": {sh.Section.String()}, "sources": {writtenSources(sources)}}
	return web.Page(cardPage(c)), nil
}

func (p *Pages) saveCard(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	section := form.ID("section")
	sources := sourcesIn(form.Text("sources", MaxSources*(MaxLink+content.MaxTitle)), r.Host)
	if err = form.Err(); err == nil {
		err = p.Service.Describe(r.Context(), r.Actor, item, section, sources)
	}
	if typed(err) {
		return p.cardAgain(r, form.Values(), err)
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(content.Href(item), "knowledge.done.described"), nil
}

func (p *Pages) cardAgain(r *web.Request, values url.Values, why error) (web.Reply, error) {
	c, err := p.carding(r)
	if err != nil {
		return nil, err
	}
	c.Values, c.Errors = values, ui.ErrorsFrom(r.Context(), why)
	return web.PageStatus(status(why), cardPage(c)), nil
}

func (p *Pages) handOver(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	handle := strings.Trim(form.Line("owner", 100), "@, ") // a suggestion that was chosen ends with a comma
	var to id.ID
	if err = form.Err(); err == nil {
		to, err = p.called(r.Context(), handle)
	}
	if err == nil {
		err = p.Service.HandOver(r.Context(), r.Actor, item, to)
	}
	if typed(err) {
		values := form.Values()
		if sh, _, failed := p.Service.Sheet(r.Context(), r.Actor, item); failed == nil {
			values.Set("section", sh.Section.String())
		}
		sources, failed := p.Service.sources(r.Context(), r.Actor, item)
		if failed != nil {
			return nil, failed
		}
		values.Set("sources", writtenSources(sources))
		return p.cardAgain(r, values, err)
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(content.Href(item), "knowledge.done.entrusted"), nil
}

// called finds somebody by what follows an @.
func (p *Pages) called(ctx context.Context, handle string) (id.ID, error) {
	found, err := byHandle(ctx, p.Service.DB, handle)
	if errors.Is(err, store.ErrNone) {
		return 0, invalid("owner", "knowledge.owner.unknown")
	}
	return found, err
}

// people are the faces of some people, with links for who may open profiles.
func (p *Pages) people(r *web.Request, who []id.ID) (map[id.ID]ui.Person, error) {
	faces, err := identity.Faces(r.Context(), p.Service.DB, who)
	out := map[id.ID]ui.Person{}
	for person, f := range faces {
		out[person] = ui.PersonOf(f, "", r.Actor.IsAgent())
	}
	return out, err
}

func (p *Pages) verify(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	months, err := strconv.Atoi(form.Line("months", 4))
	if err != nil && form.Has("months") {
		months = -1
	}
	return back(item, p.Service.Verify(r.Context(), r.Actor, item, months), "knowledge.done.verified")
}

// back leads to the sheet with what was done in a small form of its page, or
// with what was wrong in it; what is not about the form stays an error.
func back(item id.ID, err error, done string) (web.Reply, error) {
	f, ok := fault.As(err)
	switch {
	case err == nil:
		return web.SeeSaying(content.Href(item), done), nil
	case ok && f.Kind == fault.Invalid && len(f.Fields) > 0:
		return web.SeeSaying(content.Href(item), f.Fields[0].Key, f.Fields[0].Args...), nil
	}
	return nil, err
}

func (p *Pages) report(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	kind := Outdated
	if form.Choice("about", "outdated", "lacking") == "lacking" {
		kind = Lacking
	}
	note := form.Line("note", MaxNote)
	if err = form.Err(); err == nil {
		err = p.Service.Report(r.Context(), r.Actor, item, kind, note)
	}
	return back(item, err, "knowledge.done.reported")
}

func (p *Pages) answer(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	report, err := r.PathID("report")
	if err != nil {
		return nil, err
	}
	how := Fixed
	if form.Choice("outcome", "fixed", "dismissed") == "dismissed" {
		how = Dismissed
	}
	reply := form.Line("reply", MaxNote)
	if err = form.Err(); err == nil {
		err = p.Service.Answer(r.Context(), r.Actor, item, report, how, reply)
	}
	return back(item, err, "knowledge.done.answered")
}
