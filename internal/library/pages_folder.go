package library

import (
	"net/url"
	"slices"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

func (p *Pages) askFolder(r *web.Request) (web.Reply, error) {
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	if _, err := access.Load(r.Context(), p.Service.DB, r.Actor, Arrange, community); err != nil {
		return nil, err
	}
	parent, _, err := p.Service.FolderOf(r.Context(), r.Actor, community, r.QueryID("in"))
	if err != nil {
		return nil, err
	}
	return web.Page(newFolderPage(asking{community: community, folder: parent, form: p.Service.IDs.New()})), nil
}

func (p *Pages) makeFolder(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	n := NewFolder{ID: form.ID("id"), Community: community, Parent: form.ID("in"), Name: form.Line("name", MaxName)}
	if n.ID == 0 {
		n.ID = p.Service.IDs.New()
	}
	made := Folder{}
	if err = form.Err(); err == nil {
		made, err = p.Service.MakeFolder(r.Context(), r.Actor, n)
	}
	if typed(err) {
		parent, _, found := p.Service.FolderOf(r.Context(), r.Actor, community, n.Parent)
		if found != nil {
			return nil, found
		}
		a := asking{community: community, folder: parent, form: n.ID, value: form.Values().Get("name"), errors: ui.ErrorsFrom(r.Context(), err)}
		return web.PageStatus(status(err), newFolderPage(a)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(href(community, made.ID), "library.folder.made", "name", made.Name), nil
}

func (p *Pages) askName(r *web.Request) (web.Reply, error) {
	community, folder, err := place(r)
	if err != nil {
		return nil, err
	}
	f, err := p.Service.ToChange(r.Context(), r.Actor, community, folder)
	if err != nil {
		return nil, err
	}
	return web.Page(folderNamePage(asking{community: community, folder: f, value: f.Name})), nil
}

func (p *Pages) saveName(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	community, folder, err := place(r)
	if err != nil {
		return nil, err
	}
	f, err := p.Service.ToChange(r.Context(), r.Actor, community, folder)
	if err != nil {
		return nil, err
	}
	name := form.Line("name", MaxName)
	if err = form.Err(); err == nil {
		_, err = p.Service.ChangeFolder(r.Context(), r.Actor, community, folder, f.Parent, name)
	}
	if typed(err) {
		return web.PageStatus(status(err), folderNamePage(asking{
			community: community, folder: f, value: form.Values().Get("name"), errors: ui.ErrorsFrom(r.Context(), err),
		})), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(href(community, folder), "library.renamed"), nil
}

// moving is the page that asks where what was picked goes.
type moving struct {
	community id.ID
	from      id.ID
	picked    Picked
	folders   []Folder
	files     []Entry
	tree      []Folder
	into      id.ID
	errors    ui.Errors
}

func (p *Pages) askMove(r *web.Request) (web.Reply, error) {
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	if _, err := access.Load(r.Context(), p.Service.DB, r.Actor, Add, community); err != nil {
		return nil, err
	}
	picked := pickedIn(r.URL.Query())
	if picked.Len() == 0 {
		return web.SeeSaying(href(community, r.QueryID("in")), "library.pick.none"), nil
	}
	return p.moveAgain(r, moving{community: community, from: r.QueryID("in"), picked: picked, into: r.QueryID("in")}, nil)
}

func (p *Pages) moveAgain(r *web.Request, m moving, why error) (web.Reply, error) {
	var err error
	if m.folders, m.files, err = p.Service.Picks(r.Context(), r.Actor, m.community, m.picked); err != nil {
		return nil, err
	}
	tree, err := p.Service.Tree(r.Context(), r.Actor, m.community)
	if err != nil {
		return nil, err
	}
	for _, f := range tree { // not into itself
		if !slices.ContainsFunc(m.picked.Folders, func(one id.ID) bool { return slices.Contains(idsIn(f.Path), one) }) {
			m.tree = append(m.tree, f)
		}
	}
	if why != nil {
		m.errors = ui.ErrorsFrom(r.Context(), why)
		return web.PageStatus(status(why), movePage(m)), nil
	}
	return web.Page(movePage(m)), nil
}

func (p *Pages) move(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	m := moving{community: community, from: form.ID("in"), picked: picks(form), into: form.ID("into")}
	if err = form.Err(); err == nil {
		err = p.Service.Move(r.Context(), r.Actor, community, m.picked, m.into)
	}
	if typed(err) && m.picked.Len() > 0 {
		return p.moveAgain(r, m, err)
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(href(community, m.into), "library.moved", "count", m.picked.Len()), nil
}

// picks reads what was ticked in a list.
func picks(form *web.Form) Picked {
	return Picked{Files: form.IDs("file", MaxPicked), Folders: form.IDs("folder", MaxPicked)}
}

// pickedIn reads it from an address; what is not an id is left out.
func pickedIn(query url.Values) Picked {
	read := func(name string) (out []id.ID) {
		for _, raw := range query[name][:min(len(query[name]), MaxPicked+1)] {
			if one, err := id.Parse(raw); err == nil && !slices.Contains(out, one) {
				out = append(out, one)
			}
		}
		return out
	}
	return Picked{Files: read("file"), Folders: read("folder")}
}

// query writes it into an address.
func (p Picked) query() string {
	v := url.Values{}
	for _, one := range p.Files {
		v.Add("file", one.String())
	}
	for _, one := range p.Folders {
		v.Add("folder", one.String())
	}
	return v.Encode()
}

func (p *Pages) bin(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	picked, back := picks(form), href(community, form.ID("in"))
	if err := form.Err(); err != nil {
		return nil, err
	}
	err = p.Service.Bin(r.Context(), r.Actor, community, picked)
	if typed(err) {
		return web.SeeSaying(back, faultKey(err), faultArgs(err)...), nil
	}
	if err != nil {
		return nil, err
	}
	return web.Undoable(back, "library.binned", href(community, 0)+"/restore?"+picked.query(), "count", picked.Len()), nil
}

func (p *Pages) restore(r *web.Request) (web.Reply, error) {
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	picked := pickedIn(r.URL.Query())
	if err := p.Service.Restore(r.Context(), r.Actor, community, picked); err != nil {
		return nil, err
	}
	return web.SeeSaying(href(community, 0), "library.restored", "count", picked.Len()), nil
}
