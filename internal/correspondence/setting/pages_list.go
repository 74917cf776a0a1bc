package setting

import (
	"context"
	"net/url"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

type listsScreen struct {
	typed
	Board
	edits id.ID // the list that the form changes
}

func (p *Pages) lists(r *web.Request) (web.Reply, error) {
	v := listsScreen{edits: r.QueryID("list")}
	if v.edits != 0 {
		l, named, err := p.Service.Named(r.Context(), r.Actor, v.edits)
		if err == nil {
			err = keeps(r.Actor, l.Owner)
		}
		if err != nil {
			return nil, err
		}
		names := make([]string, len(named))
		for i, u := range named {
			names[i] = u.Name
		}
		v.values = url.Values{"name": {l.Name}, "owner": {ids(l.Owner)}, "under": {l.Top}, "units": {strings.Join(names, "\n")}}
	}
	return p.showLists(r, v, nil)
}

func (p *Pages) showLists(r *web.Request, v listsScreen, why error) (web.Reply, error) {
	var err error
	if v.Board, err = p.Service.Board(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	if why != nil {
		v.errors = ui.ErrorsFrom(r.Context(), why)
		return web.PageStatus(fault.KindOf(why).Status(), listsPage(v)), nil
	}
	return web.Page(listsPage(v)), nil
}

func (p *Pages) setList(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	l := List{ID: form.ID("list"), Name: form.Line("name", MaxName), Owner: form.ID("owner")}
	under, units := form.Line("under", 300), strings.FieldsFunc(form.Text("units", 200_000), func(r rune) bool { return r == '\n' || r == ';' })
	for i := range units {
		units[i] = strings.TrimSpace(units[i])
	}
	edits := l.ID
	if err = form.Err(); err == nil {
		l, err = p.Service.SetList(r.Context(), r.Actor, l, under, units)
	}
	switch {
	case invalid(err):
		return p.showLists(r, listsScreen{typed: typed{values: form.Values()}, edits: edits}, err)
	case err != nil:
		return nil, err
	case edits == 0:
		return web.Undoable(ListsPath, "setting.list.added", listURL(l.ID)+"/retire"), nil
	}
	return web.Undoable(ListsPath, "setting.list.saved", undoURL(listURL(l.ID), l.Version)), nil
}

func listURL(list id.ID) string { return ListsPath + "/" + list.String() }

// revertList undoes a change of a list, and offers to do it again.
func (p *Pages) revertList(r *web.Request) (web.Reply, error) {
	list, err := r.PathID("list")
	if err != nil {
		return nil, err
	}
	made, err := p.Service.RevertList(r.Context(), r.Actor, list, versionOf(r))
	if said := refusal(ListsPath, err); said != nil {
		return said, nil
	}
	if err != nil {
		return nil, err
	}
	return web.Undoable(ListsPath, "setting.list.reverted", undoURL(listURL(list), made)), nil
}

// turnList retires a list, or brings it back.
func (p *Pages) turnList(retired bool) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		list, err := r.PathID("list")
		if err != nil {
			return nil, err
		}
		if err := p.Service.RetireList(r.Context(), r.Actor, list, retired); err != nil {
			return nil, err
		}
		if retired {
			return web.Undoable(ListsPath, "setting.list.retired", listURL(list)+"/restore"), nil
		}
		return web.Undoable(ListsPath, "setting.list.restored", listURL(list)+"/retire"), nil
	}
}

func ids(i id.ID) string {
	if i == 0 {
		return ""
	}
	return i.String()
}

// owners are those whose lists the reader keeps.
func (v listsScreen) owners(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, u := range v.Units {
		out = append(out, ui.Option{Value: u.ID.String(), Label: u.Name})
	}
	if v.All {
		out = append(out, ui.Option{Value: "", Label: i18n.T(ctx, "setting.list.all")})
	}
	return out
}

// keeps tells whether the reader may change a list.
func (v listsScreen) keeps(l List) bool { return l.Owner != 0 || v.All }
