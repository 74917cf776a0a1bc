package library

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/ui"
	"parvis/internal/web"
)

func (p *Pages) askFileName(r *web.Request) (web.Reply, error) {
	a, err := p.file(r, content.EditItem)
	if err != nil {
		return nil, err
	}
	a.value = a.item.Title
	return web.Page(fileNamePage(a)), nil
}

func (p *Pages) saveFileName(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	a, err := p.file(r, content.EditItem)
	if err != nil {
		return nil, err
	}
	name := form.Line("title", content.MaxTitle)
	if err = form.Err(); err == nil {
		_, err = p.Service.Rename(r.Context(), r.Actor, a.item.ID, name)
	}
	if typed(err) {
		a.value, a.errors = form.Values().Get("title"), ui.ErrorsFrom(r.Context(), err)
		return web.PageStatus(status(err), fileNamePage(a)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(content.Href(a.item.ID), "library.renamed"), nil
}

func (p *Pages) askVersion(r *web.Request) (web.Reply, error) {
	a, err := p.file(r, Replace)
	if err != nil {
		return nil, err
	}
	return web.Page(versionPage(a, p.Service.Largest)), nil
}

func (p *Pages) saveVersion(r *web.Request) (web.Reply, error) {
	a, err := p.file(r, Replace)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(plainSize)
	if err != nil {
		return nil, err
	}
	note := form.Line("note", MaxNote)
	files, err := form.Files("files", 1)
	if err != nil {
		return nil, err
	}
	defer web.CloseAll(files)
	if len(files) == 0 {
		form.Fail("files", "fault.field.required")
	}
	if err = form.Err(); err == nil {
		var kept content.File
		if kept, err = p.Service.Content.Receive(r.Context(), r.Actor, files[0].Name, files[0].Content, p.Service.Largest); err == nil {
			_, err = p.Service.Replace(r.Context(), r.Actor, a.item.ID, kept, note)
		}
	}
	if typed(err) {
		a.note, a.errors = form.Values().Get("note"), ui.ErrorsFrom(r.Context(), err)
		return web.PageStatus(status(err), versionPage(a, p.Service.Largest)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(content.Href(a.item.ID), "library.replaced"), nil
}

func (p *Pages) turnBack(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	file, err := r.PathID("file")
	if err != nil {
		return nil, err
	}
	before, err := p.Service.Current(r.Context(), r.Actor, item)
	if err != nil {
		return nil, err
	}
	if err := p.Service.Return(r.Context(), r.Actor, item, file); err != nil {
		return nil, err
	}
	return web.Undoable(content.Href(item), "library.returned", content.Href(item)+"/versions/"+before.ID.String()+"/return"), nil
}

// download leads to the version that is current: the address to share.
func (p *Pages) download(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	f, err := p.Service.Current(r.Context(), r.Actor, item)
	if err != nil {
		return nil, err
	}
	return web.See(f.Href()), nil
}

// zip sends what was picked, or a folder, as one archive made on the way.
func (p *Pages) zip(r *web.Request) (web.Reply, error) {
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	picked := pickedIn(r.URL.Query())
	pack, err := p.Service.Pack(r.Context(), r.Actor, community, picked)
	if told, ok := fault.As(err); ok && (told.Kind == fault.Invalid || told.Kind == fault.TooLarge) {
		return web.SeeSaying(href(community, r.QueryID("in")), told.Key, told.Args...), nil
	}
	if err != nil {
		return nil, err
	}
	return web.Written(pack.Name+".zip", "application/zip", func(ctx context.Context, out io.Writer) error {
		return p.Service.WritePack(ctx, r.Actor, pack, out)
	}), nil
}

// Face is what the page of a file shows beside what every item has.
type Face struct {
	Above, Below templ.Component
	Entries      []ui.MenuEntry
	Crumbs       []ui.Crumb
	Current      content.File // what is fetched
}

// file loads the file of an address for an action.
func (p *Pages) file(r *web.Request, action access.Action) (asking, error) {
	item, err := r.PathID("item")
	if err != nil {
		return asking{}, err
	}
	it, _, err := p.Service.Content.Glance(r.Context(), r.Actor, action, item)
	if err == nil && it.Kind != File {
		err = fault.NotFound()
	}
	return asking{item: it, community: it.Community}, err
}

// shownVersions is how many versions the page of a file lists before one asks
// for all.
const shownVersions = 5

// Face draws what a file shows of its own on the page of its item.
func (p *Pages) Face(r *web.Request, t content.Thread) (Face, error) {
	list, err := p.Service.Versions(r.Context(), r.Actor, t.ID)
	if err != nil {
		return Face{}, err
	}
	way, err := p.Service.WhereIs(r.Context(), t.ID)
	if err != nil {
		return Face{}, err
	}
	s := fileScreen{item: t.Item, versions: list, way: way, all: r.Query("versions") == "all", largest: p.Service.Largest}
	s.mayReplace = r.Actor.May(Replace, t.Label) && (!t.Label.Validation || r.Actor.May(Revise, t.Label))
	s.mayEdit = r.Actor.May(content.EditItem, t.Label)
	s.reads = r.Actor.May(access.ReadItem, t.Label)
	for _, v := range list {
		if v.Current {
			s.current = v
		}
	}
	if p.Preview != nil {
		if s.preview, err = p.Preview(r, s.current.File); err != nil {
			return Face{}, err
		}
	}
	return Face{Above: fileAbove(s), Below: fileBelow(s), Entries: s.entries(r.Context()), Crumbs: wayTo(r.Context(), t.Community, way), Current: s.current.File}, nil
}
